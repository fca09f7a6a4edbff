/* SPDX-License-Identifier: ISC */
/*
 * catalogue.h - what the pages of all visitors show besides products: the
 * categories with how much they hold, and the first shops.
 *
 * It is kept in the process and read again (one round trip) as soon as the
 * database has said that it changed, which is some milliseconds after.  Who
 * must not see the state before that, an API or a desk, asks the database.
 */
#ifndef FARM_FCGI_PRODUCTS_SHOP_CATALOGUE_H
#define FARM_FCGI_PRODUCTS_SHOP_CATALOGUE_H

#include "common/http/request.h"
#include "db/products/categories.h"
#include "db/products/vendors.h"

struct catalogue {
	LIST(category)     categories; /* children after parents */
	LIST(category_top) tops;
	LIST(shop)         shops;  /* for the home page */
	int64_t            listed; /* products on sale */
};

/* Valid until the request ends. */
enum err catalogue_get(struct req *, const struct catalogue **out);

/* One category with its way from the top; ERR_CATEGORY_NOT_FOUND. */
enum err catalogue_place(struct arena *, const struct catalogue *,
    struct id_or_slug, struct category_place *out);

#endif
