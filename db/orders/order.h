/* SPDX-License-Identifier: ISC */
/*
 * order.h - an order as the database holds it.
 *
 * What is bought from one vendor in one order is a parcel.  The specs here
 * describe rows: they carry no rules for input, so that a rule that changes
 * later leaves every stored row readable.
 */
#ifndef FARM_DB_ORDERS_ORDER_H
#define FARM_DB_ORDERS_ORDER_H

#include "common/contract/order.h"
#include "common/contract/stored_text.h"
#include "db/pg/pg.h"

#define ORDER_STATUSES (ORDER_REFUNDED + 1)

struct order_item {
	struct uuid       id, product_id, variant_id, vendor_id, vendor_user_id;
	const char       *vendor_name, *name, *sku, *image;
	int64_t           quantity;
	struct money      price, total_price;
	enum order_status status; /* of its parcel */
};
SPEC_DECLARE(order_item);

struct order {
	struct uuid       id, user_id, payment_id;
	const char       *order_number, *email, *currency;
	enum order_status status;
	struct money subtotal_amount, shipping_amount, tax_amount, total_amount,
	    refunded_amount;
	struct address     *shipping_address, *billing_address;
	enum payment_method payment_method;
	LIST(order_item)    items;
	struct timestamp    paid_at, created_at, updated_at;
	int64_t             version; /* for a vendor: of its parcel */
};
SPEC_DECLARE(order);

struct parcel {
	struct uuid       order_id, vendor_id, vendor_user_id;
	const char       *vendor_name;
	enum order_status status;
	struct money      items_amount, shipping_amount, tax_amount;
	int64_t           version;
};
SPEC_DECLARE(parcel);

static inline struct money
parcel_total(const struct parcel *p)
{
	return MONEY(p->items_amount.minor + p->shipping_amount.minor +
		p->tax_amount.minor,
	    p->items_amount.exponent);
}

/* A change of a parcel's status. */
struct order_step {
	struct uuid        vendor_id;
	enum order_status  status;
	struct stored_text note;
	struct timestamp   at;
};
SPEC_DECLARE(order_step);

struct order_id {
	struct uuid id;
};
SPEC_DECLARE(order_id);

#endif
