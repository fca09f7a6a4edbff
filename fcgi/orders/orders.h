/* SPDX-License-Identifier: ISC */
/*
 * orders.h - what the files of the orders service share.
 */
#ifndef FARM_FCGI_ORDERS_ORDERS_H
#define FARM_FCGI_ORDERS_ORDERS_H

#include "common/contract/settings.h"
#include "common/http/paging.h"
#include "common/http/route.h"
#include "db/orders/orders.h"

struct orders_config {
	const char                 *database_url_orders;
	struct money                shipping_amount; /* of one parcel */
	struct decimal              tax_percent;
	struct reservation_settings reservation;
	struct payment_offer        offer;
};
extern struct orders_config settings;

/* order.c: the buyer's */
struct order_id_in {
	struct uuid id;
};
SPEC_DECLARE(order_id_in);

/* The rows of each file that answers requests. */
extern const struct route cart_routes[], checkout_routes[], order_routes[],
    status_routes[], orders_vendor_routes[], orders_admin_routes[],
    sales_routes[], orders_internal_routes[];

#endif
