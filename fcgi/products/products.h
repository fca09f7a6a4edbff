/* SPDX-License-Identifier: ISC */
/*
 * products.h - what the rooms of the products service share.
 *
 * shop/ is for visitors, desk/ for vendors, admin/ for administrators.
 */
#ifndef FARM_FCGI_PRODUCTS_PRODUCTS_H
#define FARM_FCGI_PRODUCTS_PRODUCTS_H

#include "common/contract/settings.h"
#include "common/http/paging.h"
#include "common/http/route.h"

struct products_config {
	const char                 *database_url_products;
	struct reservation_settings reservation;
};
extern struct products_config settings;

struct message {
	const char *message;
};
SPEC_DECLARE(message);

/* The rows of each file with handlers. */
extern const struct route listing_routes[], product_routes[], home_routes[];
extern const struct route vendor_routes[], desk_list_routes[],
    desk_form_routes[], desk_edit_routes[];
extern const struct route admin_routes[], admin_vendor_routes[],
    admin_category_routes[];
extern const struct route reservation_routes[];

#endif
