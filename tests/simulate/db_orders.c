/* SPDX-License-Identifier: ISC */
/*
 * db_orders.c - the queries of db/orders.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "db/orders/checkout/order_add.h"
#include "db/orders/pages/order_read.h"
#include "db/orders/state/order_move.h"
#include "tests/simulate/breaks.h"
#include "tests/simulate/db.h"

/* ---- carts --------------------------------------------------------------- */

static struct cart_row *
cart_of(struct uuid user_id)
{
	for (int i = 0; i < BUYERS; i++)
		if (uuid_equal(world.carts[i].user_id, user_id))
			return &world.carts[i];
	abort();
}

enum err
db_cart_rows(struct db *db, struct cart_owner o, struct cart_rows *out)
{
	enum err               e = db_begin(db, "cart_rows");
	const struct cart_row *c;

	*out = (struct cart_rows){ .lines = { NULL, 0 } };
	if (e != ERR_OK)
		return e;
	c = db_seen(db, cart_of(o.user_id));
	out->id = c->id;
	out->lines.n = (size_t)c->n;
	out->lines.items = arena_array(db->arena, out->lines.n,
	    sizeof(struct cart_line));
	if (c->n > 0)
		memcpy(out->lines.items, c->lines,
		    out->lines.n * sizeof(*c->lines));
	return db_end(db, ERR_OK);
}

enum err
db_cart_lines_take(struct db *db, struct uuid cart_id,
    const LIST(cart_line) *lines, int64_t *taken)
{
	const struct cart_line *l = lines->items;
	struct cart_row        *c = world.carts;
	enum err                e = db_begin(db, "cart_lines_take");

	if (e != ERR_OK)
		return e;
	while (!uuid_equal(c->id, cart_id))
		c++;
	if ((e = db_lock(db, c, sizeof(*c))) != ERR_OK)
		return db_end(db, e);
	*taken = 0;
	for (size_t i = 0; i < lines->n; i++)
		for (int k = 0; k < c->n; k++)
			if (uuid_equal(c->lines[k].id, l[i].id) &&
			    c->lines[k].quantity == l[i].quantity) {
				c->lines[k] = c->lines[--c->n];
				++*taken;
				break;
			}
	return db_end(db, ERR_OK);
}

/* ---- orders: reading ----------------------------------------------------- */

static const struct order_row *
order_seen(struct db *db, struct uuid id)
{
	struct deal            *d = deal_of(id);
	const struct order_row *o = d == NULL ? NULL : db_seen(db, &d->order);

	return o != NULL && o->r.exists ? o : NULL;
}

/* As sql_order_get joins it: each item with its parcel's status. */
static void
order_read(struct db *db, const struct order_row *o, struct order *out)
{
	struct order_item *it;

	*out = o->row;
	out->items.items = it = arena_array(db->arena, o->row.items.n,
	    sizeof(*it));
	memcpy(it, o->row.items.items, o->row.items.n * sizeof(*it));
	for (size_t i = 0; i < out->items.n; i++)
		for (int p = 0; p < o->n; p++)
			if (uuid_equal(o->parcels[p].vendor_id,
				it[i].vendor_id))
				it[i].status = o->parcels[p].status;
}

enum err
db_order_get(struct db *db, struct uuid id, struct uuid user_id,
    struct order *out)
{
	enum err                e = db_begin(db, "order_get");
	const struct order_row *o;

	if (e != ERR_OK)
		return e;
	o = order_seen(db, id);
	if (o == NULL ||
	    (uuid_given(user_id) && !uuid_equal(o->row.user_id, user_id)))
		return db_end(db, ERR_ORDER_NOT_FOUND);
	order_read(db, o, out);
	return db_end(db, ERR_OK);
}

/* As VENDOR_ORDER_COLUMNS has it. */
static void
order_read_parcel(struct db *db, const struct order_row *o,
    const struct parcel *p, struct order *out)
{
	size_t n = 0;

	order_read(db, o, out);
	for (size_t i = 0; i < out->items.n; i++)
		if (uuid_equal(out->items.items[i].vendor_id, p->vendor_id))
			out->items.items[n++] = out->items.items[i];
	out->items.n = n;
	out->status = p->status;
	out->subtotal_amount = p->items_amount;
	out->shipping_amount = p->shipping_amount;
	out->tax_amount = p->tax_amount;
	out->total_amount = parcel_total(p);
	out->refunded_amount = MONEY_NONE;
	out->version = p->version;
}

enum err
db_order_of_vendor(struct db *db, struct uuid id, struct uuid vendor_user_id,
    struct order *out)
{
	enum err                e = db_begin(db, "order_of_vendor");
	const struct order_row *o;

	if (e != ERR_OK)
		return e;
	o = order_seen(db, id);
	for (int i = 0; o != NULL && i < o->n; i++)
		if (uuid_equal(o->parcels[i].vendor_user_id, vendor_user_id)) {
			order_read_parcel(db, o, &o->parcels[i], out);
			return db_end(db, ERR_OK);
		}
	return db_end(db, ERR_ORDER_NOT_FOUND);
}

static void
parcels_read(struct db *db, const struct order_row *o, LIST(parcel) *out)
{
	out->n = (size_t)o->n;
	out->items = arena_array(db->arena, out->n, sizeof(struct parcel));
	memcpy(out->items, o->parcels, out->n * sizeof(*o->parcels));
}

enum err
db_parcel_list(struct db *db, struct uuid order_id, LIST(parcel) *out)
{
	enum err                e = db_begin(db, "parcel_list");
	const struct order_row *o;

	*out = (LIST(parcel)){ 0 };
	if (e != ERR_OK)
		return e;
	if ((o = order_seen(db, order_id)) != NULL)
		parcels_read(db, o, out);
	return db_end(db, ERR_OK);
}

/* ---- orders: writing ----------------------------------------------------- */

static void
items_keep(struct order_row *o, const LIST(order_item) *items)
{
	struct order_item *it = arena_array(world.arena, items->n, sizeof(*it));

	memcpy(it, items->items, items->n * sizeof(*it));
	for (size_t i = 0; i < items->n; i++) {
		it[i].vendor_name = keep(it[i].vendor_name);
		it[i].name = keep(it[i].name);
		it[i].sku = it[i].image = NULL;
	}
	o->row.items = (LIST(order_item)){ it, items->n, items->n };
}

enum err
db_order_add(struct db *db, const struct order *in, const LIST(parcel) *parcels)
{
	enum err              e = db_begin(db, "order_add");
	static struct address address;
	struct deal          *d = deal_of(in->id);
	struct order_row     *o = &d->order;

	if (e != ERR_OK)
		return e;
	if ((e = db_lock(db, o, sizeof(*o))) != ERR_OK)
		return db_end(db, e);
	if (o->r.exists)
		return db_end(db, ERR_CONFLICT);
	o->r.exists = true;
	o->row = *in;
	o->row.status = ORDER_PENDING;
	o->row.version = 1;
	o->row.email = keep(in->email);
	o->row.order_number = keep(in->order_number);
	o->row.shipping_address = o->row.billing_address = &address;
	o->row.refunded_amount = CENTS(0);
	o->row.paid_at = TIMESTAMP_NONE;
	o->row.created_at = o->row.updated_at = clock_now();
	address = (struct address){ "A Buyer", "1 Lane", NULL, "Town", NULL,
		"1", "DE", NULL };
	items_keep(o, &in->items);
	assert(parcels->n <= VENDORS);
	o->n = (int)parcels->n;
	memcpy(o->parcels, parcels->items, parcels->n * sizeof(*o->parcels));
	for (int i = 0; i < o->n; i++) {
		o->parcels[i].status = ORDER_PENDING;
		o->parcels[i].version = 1;
		o->parcels[i].vendor_name = keep(o->parcels[i].vendor_name);
	}
	d->dirty = true;
	return db_end(db, ERR_OK);
}

enum err
db_order_lock(struct db *db, struct uuid id, struct order *order,
    LIST(parcel) *parcels)
{
	enum err     e = db_begin(db, "order_lock");
	struct deal *d = deal_of(id);

	if (e != ERR_OK)
		return e;
	if (d != NULL &&
	    (e = db_lock(db, &d->order, sizeof(d->order))) != ERR_OK)
		return db_end(db, e);
	if (d == NULL || !d->order.r.exists)
		return db_end(db, ERR_ORDER_NOT_FOUND);
	order_read(db, &d->order, order);
	parcels_read(db, &d->order, parcels);
	return db_end(db, ERR_OK);
}

enum err
db_order_move(struct db *db, struct uuid id, enum order_status status,
    const LIST(parcel) *moved, enum order_status parcel_status,
    const struct stored_text *note)
{
	enum err          e = db_begin(db, "order_move");
	struct deal      *d = deal_of(id);
	struct order_row *o = &d->order;

	(void)note;
	if (e != ERR_OK)
		return e;
	if ((e = db_lock(db, o, sizeof(*o))) != ERR_OK)
		return db_end(db, e);
	o->row.status = status;
	o->row.version++;
	for (size_t k = 0; k < moved->n; k++)
		for (int i = 0; i < o->n; i++)
			if (uuid_equal(o->parcels[i].vendor_id,
				moved->items[k].vendor_id)) {
				o->parcels[i].status = parcel_status;
				o->parcels[i].version++;
			}
	d->dirty = true;
	return db_end(db, ERR_OK);
}

enum err
db_order_paid(struct db *db, struct uuid id, struct uuid payment_id)
{
	enum err     e = db_begin(db, "order_paid");
	struct deal *d = deal_of(id);

	if (e != ERR_OK)
		return e;
	if ((e = db_lock(db, &d->order, sizeof(d->order))) != ERR_OK)
		return db_end(db, e);
	if (!uuid_given(d->order.row.payment_id)) {
		d->order.row.payment_id = payment_id;
		d->order.row.paid_at = clock_now();
		d->order.row.version++;
	}
	d->dirty = true;
	return db_end(db, ERR_OK);
}

enum err
db_order_refunded(struct db *db, struct uuid id, struct uuid key,
    struct money amount)
{
	enum err          e = db_begin(db, "order_refunded");
	struct deal      *d = deal_of(id);
	struct order_row *o = &d->order;
	int64_t           sum = 0;
	int               i = 0;

	if (e != ERR_OK)
		return e;
	if ((e = db_lock(db, o, sizeof(*o))) != ERR_OK)
		return db_end(db, e);
	while (i < o->nrefunds && !uuid_equal(o->refunds[i].key, key))
		i++;
	if (i == o->nrefunds) {
		if (o->nrefunds++ == REFUNDS_MAX)
			abort();
		o->refunds[i].key = key;
		o->refunds[i].minor = amount.minor;
	}
	for (i = 0; i < o->nrefunds; i++)
		sum += o->refunds[i].minor;
	if (sum > o->row.total_amount.minor)
		sum = o->row.total_amount.minor;
	if (sum != o->row.refunded_amount.minor) {
		o->row.refunded_amount.minor = sum;
		o->row.version++;
	}
	d->dirty = true;
	return db_end(db, ERR_OK);
}

enum err
db_orders_unpaid(struct db *db, int64_t ms, int64_t count, LIST(order_id) *out)
{
	enum err e = db_begin(db, "orders_unpaid");

	*out = (LIST(order_id)){ 0 };
	if (e != ERR_OK)
		return e;
	for (int i = 0; i < world.ndeals && (int64_t)out->n < count; i++) {
		const struct order_row *o = db_seen(db, &world.deals[i].order);

		if (!o->r.exists ||
		    (o->row.status != ORDER_PENDING &&
			(o->row.status != ORDER_CONFIRMED ||
			    !breaks(BREAK_EXPIRY))) ||
		    o->row.created_at.us >= world.now_us - ms * 1000)
			continue;
		list_add(db->arena, out)->id = o->row.id;
	}
	return db_end(db, ERR_OK);
}
