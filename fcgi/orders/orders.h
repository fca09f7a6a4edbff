/* SPDX-License-Identifier: ISC */
/*
 * orders.h - what all rooms of the orders service share.
 */
#ifndef FARM_FCGI_ORDERS_ORDERS_H
#define FARM_FCGI_ORDERS_ORDERS_H

#include "common/contract/settings.h"
#include "common/http/paging.h"
#include "common/http/route.h"
#include "db/orders/order.h"

struct orders_config {
	const char                 *database_url_orders;
	struct money                shipping_amount; /* of one parcel */
	struct decimal              tax_percent;
	struct reservation_settings reservation;
	struct payment_offer        offer;
};
extern struct orders_config orders_settings;

/* How long an unpaid order is held, in microseconds. */
int64_t reservation_us(void);

/* The rows of each file that has handlers. */
extern const struct route cart_routes[], checkout_routes[],
    order_status_routes[], order_payment_routes[], order_expiry_routes[],
    buyer_orders_routes[], vendor_orders_routes[], admin_orders_routes[],
    sales_routes[];

#endif
