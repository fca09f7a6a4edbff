/* SPDX-License-Identifier: ISC */
/*
 * orders.h - what the files of the orders service share.
 */
#ifndef FARM_FCGI_ORDERS_ORDERS_H
#define FARM_FCGI_ORDERS_ORDERS_H

#include "common/http/paging.h"
#include "common/http/route.h"
#include "db/orders/orders.h"

struct orders_config {
	const char  *database_url_orders;
	struct money shipping_amount;     /* of one vendor's parcel */
	struct money tax_percent;         /* two decimals */
	struct money reservation_minutes; /* two decimals */
};
extern struct orders_config settings;

/* cart.c */
extern struct spec cart_add_in_spec, cart_edit_in_spec, cart_id_in_spec,
    cart_part_spec;
handler_fn cart_show, cart_line_add, cart_line_edit, cart_line_remove,
    cart_part;

/* checkout.c */
extern struct spec checkout_in_spec, checkout_page_spec;
handler_fn         checkout_show, checkout_add;

/* order.c: the buyer's */
struct order_id_in {
	struct uuid id;
};
extern struct spec order_id_in_spec, orders_page_spec;
handler_fn         order_list, order_show;

/* status.c: from one state to the next */
extern struct spec status_in_spec;
handler_fn         order_edit_status, vendor_order_edit, admin_order_edit;

/* vendor.c */
extern struct spec vendor_list_in_spec, vendor_orders_page_spec;
handler_fn         vendor_order_list, vendor_order_show;

/* admin.c */
extern struct spec admin_list_in_spec, admin_orders_page_spec;
handler_fn         admin_order_list, admin_order_show;

/* sales.c: parts of the dashboards */
extern struct spec sales_part_spec;
handler_fn         vendor_part, admin_part;

/* internal.c: what the rest of the farm asks */
extern struct spec order_split_spec, paid_in_spec, refunded_in_spec,
    expired_spec;
handler_fn order_split_show, order_paid, order_refunded, orders_expire;

#endif
