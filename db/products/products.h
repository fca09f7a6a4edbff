/* SPDX-License-Identifier: ISC */
/*
 * products.h - products as visitors see them.
 */
#ifndef FARM_DB_PRODUCTS_PRODUCTS_H
#define FARM_DB_PRODUCTS_PRODUCTS_H

#include "common/contract/products_calls.h"
#include "db/pg/pg.h"

struct vendor_ref {
	struct uuid id;
	const char *business_name, *slug;
};
SPEC_DECLARE(vendor_ref);

struct category_ref {
	struct uuid id;
	const char *name, *slug;
};
SPEC_DECLARE(category_ref);

struct variant {
	struct uuid  id;
	const char  *name, *sku;
	struct money price;
	int64_t      stock_quantity;
};
SPEC_DECLARE(variant);

/*
 * For pages only: ->image, the first image; ->marked and ->snippet, what a
 * search found in name and description, marked.
 */
struct product {
	struct uuid         id;
	struct vendor_ref   vendor;
	struct category_ref category; /* ->id not given: none */
	const char         *name, *slug, *description, *currency;
	struct money        price;
	int64_t             stock_quantity;
	bool                is_active;
	struct text_list    images;
	LIST(variant)       variants;
	struct timestamp    created_at, updated_at;
	int64_t             version;
	const char         *image, *marked, *snippet;
};
SPEC_DECLARE(product);

/* The columns of a struct product, of p: one row has them all. */
#define PRODUCT_COLUMNS                                                     \
	"p.id, p.vendor_id, p.vendor_name AS \"vendor.business_name\","     \
	" p.vendor_slug AS \"vendor.slug\", p.category_id,"                 \
	" p.category_name AS \"category.name\","                            \
	" p.category_slug AS \"category.slug\", p.name, p.slug,"            \
	" p.description, p.price, p.stock_quantity, p.is_active, p.images," \
	" p.image, p.variants, p.created_at, p.updated_at, p.version"
/* Those that partials/product_card.html shows, and where a page goes on. */
#define CARD_COLUMNS                                                \
	"p.id, p.name, p.slug, p.price, p.stock_quantity, p.image," \
	" p.vendor_name AS \"vendor.business_name\","               \
	" p.vendor_slug AS \"vendor.slug\", p.created_at"

/* A name that is an id or a slug; the other of the two is NULL in SQL. */
struct id_or_slug {
	struct uuid id;
	const char *slug;
};
struct id_or_slug id_or_slug(const char *name);

/* One that is listed; ERR_PRODUCT_NOT_FOUND. */
enum err db_product_get(struct db *, struct id_or_slug, struct product *out);
/* The same, and as cards others of its category, else of its vendor. */
enum err db_product_page(struct db *, struct id_or_slug, struct product *out,
    LIST(product) *similar);
/* As many rows as items, in their order. */
enum err db_product_lookup(struct db *, const struct goods_lookup_in *in,
    LIST(goods) *out);

#endif
