/* SPDX-License-Identifier: ISC */
/*
 * desk.h - a vendor's own products, hidden ones too.
 *
 * What is removed leaves every list and stays for the orders that hold it.
 */
#ifndef FARM_DB_PRODUCTS_DESK_H
#define FARM_DB_PRODUCTS_DESK_H

#include "common/model/slice.h"
#include "db/products/products.h"

#define LOW_STOCK 5 /* as few as this, or fewer, are low */

/* What a list shows. */
enum desk_filter {
	FILTER_ALL,
	FILTER_ON_SALE,
	FILTER_HIDDEN,
	FILTER_LOW,
	FILTER_SOLD_OUT
};

struct desk_counts {
	int64_t everything, on_sale, hidden, low, sold_out;
};
SPEC_DECLARE(desk_counts);

/* A variant as it comes in; ->id given: one that exists. */
struct variant_write {
	struct uuid  id;
	const char  *name, *sku;
	struct money price;
	int64_t      stock_quantity;
};
SPEC_DECLARE(variant_write);

/* NULL and "not given" leave things as they are, or at their defaults. */
struct product_write {
	struct uuid                id, user_id, category_id;
	bool                       no_category;
	const char                *name, *description;
	struct money               price;
	int64_t                    stock_quantity;
	struct flag                is_active;
	const char                *images;   /* a JSON array, or NULL */
	const LIST(variant_write) *variants; /* all of them, or NULL */
};

/* Newest first; ->stock_quantity of variants is their sum.  Without a user
   those of all vendors, for the admin. */
enum err db_desk_list(struct db *, struct uuid user_id, enum desk_filter,
    const char *search, const struct slice *, LIST(product) *out);
enum err db_desk_counts(struct db *, struct uuid user_id, const char *search,
    struct desk_counts *out);
/* The scarcest that are on sale, at most 10. */
enum err db_desk_low(struct db *, struct uuid user_id, LIST(product) *out);
/* One of this user's; ERR_PRODUCT_NOT_FOUND. */
enum err db_desk_get(struct db *, struct uuid user_id, struct uuid id,
    struct product *out);

/*
 * ERR_VENDOR_NOT_APPROVED, ERR_CATEGORY_NOT_FOUND, ERR_SKU_TAKEN,
 * ERR_PRODUCT_NOT_FOUND, ERR_VARIANT_NOT_FOUND: a variant's id is none of
 * this product's.  Adding an id that exists is not done twice.
 */
enum err db_desk_add(struct db *, const struct product_write *,
    struct product *out);
enum err db_desk_edit(struct db *, const struct product_write *,
    struct product *out);
enum err db_desk_remove(struct db *, struct uuid user_id, struct uuid);

#endif
