/* SPDX-License-Identifier: ISC */
/*
 * internal.c - what the rest of the farm asks orders, and tells it.
 */
#include "common/contract/orders_calls.h"
#include "db/orders/carts.h"
#include "fcgi/orders/change.h"
#include "fcgi/orders/orders.h"

#define EXPIRE_BATCH  10 /* orders a transaction */
#define EXPIRE_ROUNDS 50 /* transactions a call */

/* ---- what is to be paid ------------------------------------------------- */

static void
shares_fill(struct arena *a, const LIST(parcel) *parcels,
    LIST(order_share) *out)
{
	for (size_t i = 0; i < parcels->n; i++) {
		const struct parcel *p = &parcels->items[i];

		*list_add(a, out) = (struct order_share){
			.vendor_id = p->vendor_id,
			.vendor_user_id = p->vendor_user_id,
			.items_amount = p->items_amount,
			.shipping_amount = p->shipping_amount,
			.tax_amount = p->tax_amount,
		};
	}
}

/* GET /internal/orders/:id - what is to be paid, by whom and to whom. */
HANDLER(order_bill_show, id_in, order_bill)
{
	struct order o;
	LIST(parcel) parcels;
	enum err     e;

	db_batch(rq->db);
	db_order_get(rq->db, in->id, (struct uuid){ "" }, &o);
	db_parcel_list(rq->db, in->id, &parcels);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	*out = (struct order_bill){
		.id = o.id,
		.order_number = o.order_number,
		.user_id = o.user_id,
		.email = o.email,
		.status = o.status,
		.currency = o.currency,
		.subtotal_amount = o.subtotal_amount,
		.shipping_amount = o.shipping_amount,
		.tax_amount = o.tax_amount,
		.total_amount = o.total_amount,
		.payment_method = o.payment_method,
	};
	shares_fill(rq->arena, &parcels, &out->vendors);
	return ERR_OK;
}

/* ---- money has come ----------------------------------------------------- */

struct payment {
	struct change               change;
	const struct order_paid_in *in;
};

static enum err
pay(struct db *db, void *ctx)
{
	struct payment             *p = ctx;
	const struct order_paid_in *in = p->in;
	const struct order         *o = &p->change.order;
	enum err                    e;

	p->change.event.act = ACT_PAY;
	if ((e = change_read(db, &p->change)) != ERR_OK)
		return e;
	if (uuid_given(o->payment_id))
		return uuid_equal(o->payment_id, in->payment_id) ?
		    ERR_OK :
		    ERR_ORDER_STATE;
	if (!money_equal(in->amount, o->total_amount))
		return ERR_AMOUNT_MISMATCH;
	if ((e = db_order_paid(db, in->id, in->payment_id)) != ERR_OK)
		return e;
	p->change.order.payment_id = in->payment_id;
	return change_apply(db, &p->change);
}

/* POST /internal/orders/:id/paid - by this payment; idempotent. */
HANDLER(order_paid, order_paid_in, none)
{
	struct payment p = { .in = in, .change = { .rq = rq, .id = in->id } };
	struct change  gone = { .rq = rq,
		 .id = in->id,
		 .event.act = ACT_EXPIRE,
		 .note = "Sold out before it was paid" };
	enum err       e = db_tx(rq->db, pay, &p);

	/* Stock that was given back meanwhile: the money goes back too. */
	if (e == ERR_RESERVATION_GONE && (e = order_change(&gone)) == ERR_OK)
		e = ERR_ORDER_STATE;
	return e;
}

/* ---- money has gone back ------------------------------------------------ */

struct refund {
	struct change                   change;
	const struct order_refunded_in *in;
};

static enum err
refund(struct db *db, void *ctx)
{
	struct refund                  *r = ctx;
	const struct order_refunded_in *in = r->in;
	enum err                        e;

	if ((e = change_read(db, &r->change)) != ERR_OK)
		return e;
	/* A second payment of the same order went back; not this one. */
	if (!uuid_equal(r->change.order.payment_id, in->payment_id))
		return ERR_OK;
	e = db_order_refunded(db, in->id,
	    uuid_given(in->refund_key) ? in->refund_key : in->payment_id,
	    in->amount);
	return e != ERR_OK || !in->is_whole ? e : change_apply(db, &r->change);
}

/* POST /internal/orders/:id/refunded - some or all of it; idempotent. */
HANDLER(order_refunded, order_refunded_in, none)
{
	struct refund r = { .in = in };

	r.change.rq = rq;
	r.change.id = in->id;
	r.change.event.act = ACT_REFUND;
	return db_tx(rq->db, refund, &r);
}

/* ---- money has not come in time ----------------------------------------- */

struct expiry {
	struct req *rq;
	size_t      found;
	int64_t     cancelled;
};

static enum err
expire(struct db *db, void *ctx)
{
	struct expiry         *x = ctx;
	struct change          c;
	const struct order_id *id;
	LIST(order_id)         ids;
	int64_t                n = 0;
	enum err               e;

	e = db_orders_unpaid(db,
	    settings.reservation.reservation_minutes.hundredths * 600,
	    EXPIRE_BATCH, &ids);
	id = ids.items;
	for (size_t i = 0; e == ERR_OK && i < ids.n; i++, id++) {
		c = (struct change){ .rq = x->rq,
			.id = id->id,
			.event.act = ACT_EXPIRE,
			.note = "Not paid in time" };
		if ((e = change_read(db, &c)) == ERR_OK)
			e = change_apply(db, &c);
		n += c.effects.changed;
	}
	x->found = e == ERR_OK ? ids.n : 0;
	x->cancelled += e == ERR_OK ? n : 0;
	return e;
}

/* POST /internal/orders/expire - cancel what was not paid in time. */
HANDLER(orders_expire, none, orders_expired)
{
	struct expiry x = { .rq = rq };
	enum err      e = ERR_OK;

	for (int i = 0; i < EXPIRE_ROUNDS && e == ERR_OK; i++) {
		e = db_tx(rq->db, expire, &x);
		if (x.found < EXPIRE_BATCH)
			break;
	}
	out->cancelled = x.cancelled;
	return e != ERR_OK ? e : db_carts_forget(rq->db);
}

const struct route orders_internal_routes[] = {
	SERVES(CALL_ORDER_BILL, order_bill_show),
	SERVES(CALL_ORDER_PAID, order_paid),
	SERVES(CALL_ORDER_REFUNDED, order_refunded),
	SERVES(CALL_ORDERS_EXPIRE, orders_expire),
	{ 0 },
};
