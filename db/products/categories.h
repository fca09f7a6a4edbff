/* SPDX-License-Identifier: ISC */
/*
 * categories.h - the tree of categories.
 */
#ifndef FARM_DB_PRODUCTS_CATEGORIES_H
#define FARM_DB_PRODUCTS_CATEGORIES_H

#include "db/products/products.h"

struct category {
	struct uuid      id;
	const char      *name, *slug;
	struct uuid      parent_id;
	struct timestamp created_at;
	int64_t          version;
	/* For pages: its level, from 0; products listed in it and below. */
	int64_t depth, listed;
};
SPEC_DECLARE(category);

/* A category of the first level with its descendants, for pages. */
struct category_top {
	struct uuid    id;
	const char    *name, *slug, *image;
	int64_t        listed;
	LIST(category) children;
};
SPEC_DECLARE(category_top);

/* A category with its ancestors, from the first level, and its children. */
struct category_place {
	struct category category;
	LIST(category)  above;
	LIST(category)  below;
};
SPEC_DECLARE(category_place);

/* All categories, by name, each after its parent. */
enum err db_category_list(struct db *, LIST(category) *out);
enum err db_category_tops(struct db *, LIST(category_top) *out);
/* Without ->depth and ->listed.  ERR_CATEGORY_NOT_FOUND. */
enum err db_category_get(struct db *, struct uuid id, struct category *out);

/*
 * Add a category with ->id, ->name, ->slug and ->parent_id.  ERR_SLUG_TAKEN;
 * ERR_CATEGORY_NOT_FOUND: there is no such parent.
 */
enum err db_category_add(struct db *, struct category *);

/*
 * Change what is given; ->to_top moves it to the first level.  ->version: the
 * version that was edited; INT_NONE: any.  ERR_CATEGORY_NOT_FOUND,
 * ERR_CATEGORY_CYCLE, ERR_SLUG_TAKEN, ERR_STALE.
 */
struct category_change {
	struct uuid id, parent_id;
	int64_t     version;
	const char *name, *slug;
	bool        to_top;
};
enum err db_category_edit(struct db *, const struct category_change *,
    struct category *out);
/* ERR_CATEGORY_NOT_FOUND, ERR_CATEGORY_IN_USE, ERR_STALE. */
enum err db_category_remove(struct db *, struct uuid id, int64_t version);

/*
 * The error of a statement that names a category.  One foreign key reports two
 * errors: the category that is removed is in use, or the category that is named
 * was removed meanwhile.  This turns the first into the second.
 */
enum err db_category_named(enum err);

#endif
