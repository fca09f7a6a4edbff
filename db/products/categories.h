/* SPDX-License-Identifier: ISC */
/*
 * categories.h - the tree that products hang in.
 */
#ifndef FARM_DB_PRODUCTS_CATEGORIES_H
#define FARM_DB_PRODUCTS_CATEGORIES_H

#include "db/products/products.h"

struct category {
	struct uuid      id;
	const char      *name, *slug;
	struct uuid      parent_id;
	struct timestamp created_at;
	/* For pages: how deep, and how many listed products in and below. */
	int64_t depth, listed;
};
SPEC_DECLARE(category);

/* A category of the first level with all those below it, for pages. */
struct category_top {
	struct uuid    id;
	const char    *name, *slug, *image;
	int64_t        listed;
	LIST(category) children;
};
SPEC_DECLARE(category_top);

/* One with its way from the top and the ones right below it. */
struct category_place {
	struct category category;
	LIST(category)  above;
	LIST(category)  below;
};
SPEC_DECLARE(category_place);

/* All, each after the one it belongs to, else by name. */
enum err db_category_list(struct db *, LIST(category) *out);
enum err db_category_tops(struct db *, LIST(category_top) *out);

/* With ->id, ->name, ->slug and ->parent_id.  ERR_SLUG_TAKEN,
   ERR_CATEGORY_NOT_FOUND: no such parent. */
enum err db_category_add(struct db *, struct category *);

/*
 * Changes what is given; "to_top" takes it to the first level.
 * ERR_CATEGORY_NOT_FOUND, ERR_CATEGORY_CYCLE, ERR_SLUG_TAKEN.
 */
struct category_change {
	struct uuid id, parent_id;
	const char *name, *slug;
	bool        to_top;
};
enum err db_category_edit(struct db *, const struct category_change *,
    struct category *out);
/*
 * An error of a row that names a category: the same foreign key that says "in
 * use" to who removes one says "gone" to who names one that was just removed.
 */
enum err db_category_named(enum err);
/* ERR_CATEGORY_NOT_FOUND, ERR_CATEGORY_IN_USE. */
enum err db_category_remove(struct db *, struct uuid id);

#endif
