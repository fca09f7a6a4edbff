/* SPDX-License-Identifier: ISC */
#include <ctype.h>

#include "tests/db/some_orders.h"

#include "db/orders/checkout/order_add.h"
#include "db/orders/state/order_move.h"

static struct uuid
id_of(const char *kind, int n)
{
	struct uuid id;

	snprintf(id.text, sizeof(id.text), "00000000-0000-7000-8000-%s%010d",
	    kind, n);
	return id;
}

struct uuid
seller_id(int n)
{
	return id_of("02", n);
}

struct uuid
seller_user(int n)
{
	return id_of("03", n);
}

struct uuid
buyer_id(int n)
{
	return id_of("01", n);
}

void
orders_clear(void)
{
	WITH_DB();
	owner("TRUNCATE orders, parcels, order_items, order_steps,"
	      " order_refunds, order_counts, order_tallies, sales_tallies,"
	      " carts, cart_items, outbox");
}

static void
line_add(struct order *o, LIST(parcel) *parcels, int seller)
{
	struct money       price = CENTS((seller + 1) * 1000);
	struct parcel     *p = list_add(ta, parcels);
	struct order_item *it = list_add(ta, &o->items);

	*p = (struct parcel){ .order_id = o->id,
		.vendor_id = seller_id(seller),
		.vendor_user_id = seller_user(seller),
		.vendor_name = arena_printf(ta, "Seller %d", seller),
		.items_amount = price,
		.shipping_amount = CENTS(490),
		.tax_amount = CENTS(0) };
	*it = (struct order_item){ .id = uuid_new(),
		.product_id = id_of("04", seller),
		.vendor_id = p->vendor_id,
		.name = arena_printf(ta, "Thing %d", seller),
		.sku = "T",
		.quantity = 1,
		.price = price,
		.total_price = price };
	o->subtotal_amount.minor += price.minor;
	o->shipping_amount.minor += 490;
	o->total_amount.minor += price.minor + 490;
}

static const char *
number_of(struct uuid id)
{
	char *text = arena_printf(ta, "F-26-%s", id.text + 24);

	for (char *c = text; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	return text;
}

struct order
order_sample(int n, int sellers, LIST(parcel) *parcels)
{
	static struct address to = { .full_name = "Ann Buyer",
		.line1 = "1 Lane",
		.city = "Graz",
		.postal_code = "8010",
		.country = "AT" };
	struct order          o = { .id = uuid_new(),
			 .user_id = buyer_id(n),
			 .email = arena_printf(ta, "buyer%d@example.com", n),
			 .currency = "USD",
			 .shipping_address = &to,
			 .billing_address = &to,
			 .subtotal_amount = CENTS(0),
			 .shipping_amount = CENTS(0),
			 .tax_amount = CENTS(0),
			 .total_amount = CENTS(0) };

	o.order_number = number_of(o.id);
	*parcels = (LIST(parcel)){ 0 };
	for (int i = 0; i < sellers; i++)
		line_add(&o, parcels, i);
	return o;
}

struct written {
	const struct order *order;
	const LIST(parcel) *parcels;
};

static enum err
sample_write(struct db *d, void *ctx)
{
	const struct written *w = ctx;

	db_batch(d);
	db_order_add(d, w->order, w->parcels);
	return db_flush(d);
}

enum err
order_write_sample(const struct order *o, const LIST(parcel) *parcels)
{
	struct written w = { o, parcels };

	return db_tx(db, sample_write, &w);
}

struct uuid
order_place_sample(int n, int sellers)
{
	LIST(parcel) parcels;
	struct order o = order_sample(n, sellers, &parcels);

	CHECK_INT(order_write_sample(&o, &parcels), ERR_OK);
	return o.id;
}

struct moved {
	struct uuid       id;
	enum order_status status;
};

static enum err
sample_move(struct db *d, void *ctx)
{
	const struct moved *m = ctx;
	LIST(parcel)        parcels;
	struct order        o;
	enum err            e = db_order_lock(d, m->id, &o, &parcels);

	return e != ERR_OK ? e :
			     db_order_move(d, m->id, m->status, &parcels,
				 m->status, &(struct stored_text){ 0 });
}

enum err
order_move_sample(struct uuid id, enum order_status status)
{
	struct moved m = { id, status };

	return db_tx(db, sample_move, &m);
}
