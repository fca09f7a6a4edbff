/* SPDX-License-Identifier: ISC */
/*
 * desk.h - the products of one vendor, including hidden ones.
 *
 * A product that was removed leaves every list and stays for the orders that
 * contain it.
 */
#ifndef FARM_DB_PRODUCTS_DESK_H
#define FARM_DB_PRODUCTS_DESK_H

#include "common/model/slice.h"
#include "db/products/products.h"

#define STOCK_MAX \
	1000000 /* pieces of a product or a variant, set by a vendor */

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

/*
 * A number of pieces to write.  With "was", the number that the vendor saw,
 * the difference is added to the present stock.  Without it "quantity" becomes
 * the stock.  INT_NONE as "quantity" leaves the stock as it is.
 */
struct stock_write {
	int64_t quantity, was;
};

/* A variant to write; ->id given: one that exists. */
struct variant_write {
	struct uuid        id;
	const char        *name, *sku;
	struct money       price;
	struct stock_write stock;
};
SPEC_DECLARE(variant_write);

/*
 * What to write of a product.  NULL and "not given" leave a member as it is
 * or, of a new product, at its default.  ->version: the version that the
 * vendor edited; INT_NONE: any.
 */
struct product_write {
	struct uuid                id, user_id, category_id;
	int64_t                    version;
	bool                       no_category;
	const char                *name, *description;
	struct money               price;
	struct stock_write         stock;
	struct flag                is_active;
	const struct text_list    *images;   /* all, or NULL */
	const LIST(variant_write) *variants; /* all, or NULL */
};

/*
 * A vendor's products, newest first.  The stock of a product with variants is
 * their sum.  Without a user: the products of all vendors, for the admin.
 */
enum err db_desk_list(struct db *, struct uuid user_id, enum desk_filter,
    const char *search, const struct slice *, LIST(product) *out);
enum err db_desk_counts(struct db *, struct uuid user_id, const char *search,
    struct desk_counts *out);
/* Products on sale with low stock, the lowest first, at most 10. */
enum err db_desk_low(struct db *, struct uuid user_id, LIST(product) *out);
/* ERR_PRODUCT_NOT_FOUND: no product of this user. */
enum err db_desk_get(struct db *, struct uuid user_id, struct uuid id,
    struct product *out);

/*
 * Add a product.  Repeated with the same id it changes nothing and returns the
 * product.  ERR_VENDOR_NOT_APPROVED, ERR_CATEGORY_NOT_FOUND, ERR_SKU_TAKEN.
 */
enum err db_desk_add(struct db *, const struct product_write *,
    struct product *out);
/*
 * The same errors, and ERR_PRODUCT_NOT_FOUND; ERR_VARIANT_NOT_FOUND: the
 * product has no variant with this id; ERR_STALE: the version moved;
 * ERR_STOCK_CHANGED: the new stock would be below 0 or above STOCK_MAX.
 */
enum err db_desk_edit(struct db *, const struct product_write *,
    struct product *out);
/* ERR_VENDOR_NOT_APPROVED, ERR_PRODUCT_NOT_FOUND, ERR_STALE. */
enum err db_desk_remove(struct db *, struct uuid user_id, struct uuid,
    int64_t version);

#endif
