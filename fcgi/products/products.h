/* SPDX-License-Identifier: ISC */
/*
 * products.h - what the files of the products service share.
 */
#ifndef FARM_FCGI_PRODUCTS_PRODUCTS_H
#define FARM_FCGI_PRODUCTS_PRODUCTS_H

#include "common/contract/settings.h"
#include "common/http/paging.h"
#include "common/http/route.h"
#include "db/products/categories.h"
#include "db/products/listing.h"
#include "db/products/stock.h"
#include "db/products/vendors.h"

struct products_config {
	const char                 *database_url_products;
	struct reservation_settings reservation;
};
extern struct products_config settings;

struct message {
	const char *message;
};
SPEC_DECLARE(message);

/* The rows of each file that answers requests. */
extern const struct route listing_routes[], product_routes[], shop_routes[],
    products_vendor_routes[], vendor_products_routes[], products_admin_routes[],
    products_internal_routes[];

#endif
