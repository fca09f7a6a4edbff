/* SPDX-License-Identifier: ISC */
/*
 * orders.h - orders, their parcels (what is bought from one vendor) and items.
 */
#ifndef FARM_DB_ORDERS_ORDERS_H
#define FARM_DB_ORDERS_ORDERS_H

#include "common/contract/order.h"
#include "db/pg/pg.h"

struct order_item {
	struct uuid       id, product_id, variant_id, vendor_id, vendor_user_id;
	const char       *vendor_name, *name, *sku, *image;
	int64_t           quantity;
	struct money      price, total_price;
	enum order_status status; /* its parcel's */
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
};
SPEC_DECLARE(order);

struct parcel {
	struct uuid       order_id, vendor_id, vendor_user_id;
	const char       *vendor_name;
	enum order_status status;
	struct money      items_amount, shipping_amount, tax_amount;
};
SPEC_DECLARE(parcel);

static inline struct money
parcel_total(const struct parcel *p)
{
	return MONEY(p->items_amount.minor + p->shipping_amount.minor +
		p->tax_amount.minor,
	    p->items_amount.exponent);
}

struct order_step {
	struct uuid       vendor_id;
	enum order_status status;
	const char       *note;
	struct timestamp  at;
};
SPEC_DECLARE(order_step);

struct order_id {
	struct uuid id;
};
SPEC_DECLARE(order_id);

/* ---- reading ------------------------------------------------------------ */

/* An order with its items; of this user only, when one is given.
   ERR_ORDER_NOT_FOUND. */
enum err db_order_get(struct db *, struct uuid id, struct uuid user_id,
    struct order *out);
/*
 * As the vendor sees it: its own items, its parcel's amounts and status.
 * ERR_ORDER_NOT_FOUND when nothing in it is the vendor's.
 */
enum err db_order_of_vendor(struct db *, struct uuid id,
    struct uuid vendor_user_id, struct order *out);
enum err db_parcel_list(struct db *, struct uuid order_id, LIST(parcel) *out);
enum err db_order_steps(struct db *, struct uuid order_id,
    LIST(order_step) *out);
/* Where this user's last order went; ERR_NOT_FOUND. */
enum err db_last_address(struct db *, struct uuid user_id, struct address *out);

/* ---- writing: inside a transaction -------------------------------------- */

/* A new order with parcels and items; ERR_CONFLICT when its id or its number
   is taken. */
enum err db_order_add(struct db *, const struct order *,
    const LIST(parcel) *parcels);
/* The order and its parcels, locked until the transaction ends. */
enum err db_order_lock(struct db *, struct uuid id, struct order *,
    LIST(parcel) *parcels);
/*
 * Set the order's status, and that of the parcels of these vendors.  The steps
 * record the latter with "note" (or NULL).
 */
enum err db_order_move(struct db *, struct uuid id, enum order_status status,
    const struct uuid *vendors, size_t n, enum order_status parcel_status,
    const char *note);
enum err db_order_paid(struct db *, struct uuid id, struct uuid payment_id);
/* An amount went back; the same "key" counts once. */
enum err db_order_refunded(struct db *, struct uuid id, struct uuid key,
    struct money amount);
/* Some orders that were not paid within "ms", locked; others skip them. */
enum err db_orders_unpaid(struct db *, int64_t ms, int64_t count,
    LIST(order_id) *ids);

#endif
