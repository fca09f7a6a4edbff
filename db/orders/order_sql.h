/* SPDX-License-Identifier: ISC */
/*
 * order_sql.h - the columns of an order, for all queries of this folder.
 */
#ifndef FARM_DB_ORDERS_ORDER_SQL_H
#define FARM_DB_ORDERS_ORDER_SQL_H

#include "db/orders/order.h"

/* The owner of the shop's counters (order_tallies, sales_tallies). */
#define TALLY_OF_SHOP                                  \
	(struct uuid)                                  \
	{                                              \
		"00000000-0000-0000-0000-000000000000" \
	}

/* Items as a list; "which" picks some of those of order "o". */
#define ORDER_ITEMS(which)                                             \
	"(SELECT json_agg(json_build_object('id', i.id,"               \
	" 'productId', i.product_id, 'variantId', i.variant_id,"       \
	" 'vendorId', i.vendor_id, 'vendorUserId', q.vendor_user_id,"  \
	" 'vendorName', q.vendor_name, 'name', i.name,"                \
	" 'image', i.image, 'quantity', i.quantity, 'price', i.price," \
	" 'totalPrice', i.total_price, 'status', q.status)"            \
	" ORDER BY i.position) FROM order_items i JOIN parcels q"      \
	" ON q.order_id = i.order_id AND q.vendor_id = i.vendor_id"    \
	" WHERE i.order_id = o.id" which ") AS items"

#define ORDER_HEAD                                                  \
	"o.id, o.order_number, o.user_id, o.currency, o.email,"     \
	" o.shipping_address, o.billing_address, o.payment_method," \
	" o.payment_id, o.paid_at, o.updated_at"

/* Of orders "o", without their items. */
#define ORDER_COLUMNS                                                  \
	ORDER_HEAD ", o.created_at, o.status, o.subtotal_amount,"      \
		   " o.shipping_amount, o.tax_amount, o.total_amount," \
		   " o.refunded_amount, o.version"

/* Of orders "o" as far as parcel "p" goes, without its items. */
#define VENDOR_ORDER_COLUMNS                               \
	ORDER_HEAD                                         \
	", p.created_at, p.status, p.version,"                        \
	" p.items_amount AS subtotal_amount,"              \
	" p.shipping_amount, p.tax_amount, p.items_amount" \
	" + p.shipping_amount + p.tax_amount AS total_amount"

#endif
