/* SPDX-License-Identifier: ISC */
/*
 * internal.c - what the rest of the farm asks orders, and tells it.
 */
#include "db/orders/carts.h"
#include "fcgi/orders/change.h"
#include "fcgi/orders/orders.h"

#define EXPIRE_BATCH  10 /* orders a transaction */
#define EXPIRE_ROUNDS 50 /* transactions a call */

/* ---- an order, and how its sum is split among the vendors --------------- */

struct order_split {
	struct uuid       id, user_id;
	const char       *order_number, *email, *currency;
	enum order_status status;
	struct money subtotal_amount, shipping_amount, tax_amount, total_amount;
	enum payment_method payment_method;
	LIST(parcel)        vendors;
};
SPEC_STATIC(order_split,
    FIELD(id),
    FIELD(order_number),
    FIELD(user_id),
    FIELD(email),
    FIELD_ENUM(status, order_status_words),
    FIELD(currency),
    FIELD(subtotal_amount),
    FIELD(shipping_amount),
    FIELD(tax_amount),
    FIELD(total_amount),
    FIELD_ENUM(payment_method, payment_method_words),
    FIELD_OF(vendors, parcel));

/* GET /internal/orders/:id - what has to be paid, and to whom it goes. */
HANDLER(order_split_show, order_id_in, order_split)
{
	struct order o;
	enum err     e;

	db_batch(rq->db);
	db_order_get(rq->db, in->id, (struct uuid){ "" }, &o);
	db_parcel_list(rq->db, in->id, &out->vendors);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	out->id = o.id;
	out->order_number = o.order_number;
	out->user_id = o.user_id;
	out->email = o.email;
	out->status = o.status;
	out->currency = o.currency;
	out->subtotal_amount = o.subtotal_amount;
	out->shipping_amount = o.shipping_amount;
	out->tax_amount = o.tax_amount;
	out->total_amount = o.total_amount;
	out->payment_method = o.payment_method;
	return ERR_OK;
}

/* ---- money has come ----------------------------------------------------- */

struct paid_in {
	struct uuid  id, payment_id;
	struct money amount;
};
SPEC_STATIC(paid_in,
    FIELD(id, REQUIRED),
    FIELD(payment_id, REQUIRED),
    FIELD(amount, REQUIRED, RANGE(0, MONEY_MAX)));

struct payment {
	struct change         change;
	const struct paid_in *in;
};

static enum err
pay(struct db *db, void *ctx)
{
	struct payment       *p = ctx;
	const struct paid_in *in = p->in;
	const struct order   *o = &p->change.order;
	enum err              e;

	p->change.event.act = ACT_PAY;
	if ((e = change_read(db, &p->change)) != ERR_OK)
		return e;
	if (uuid_given(o->payment_id))
		return uuid_equal(o->payment_id, in->payment_id) ?
		    ERR_OK :
		    ERR_ORDER_STATE;
	if (in->amount.minor != o->total_amount.minor)
		return ERR_AMOUNT_MISMATCH;
	if ((e = db_order_paid(db, in->id, in->payment_id)) != ERR_OK)
		return e;
	p->change.order.payment_id = in->payment_id;
	return change_apply(db, &p->change);
}

/* POST /internal/orders/:id/paid - by this payment; idempotent. */
HANDLER(order_paid, paid_in, none)
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

/* Without a key of its own a refund is known by its payment. */
struct refunded_in {
	struct uuid  id, payment_id, refund_key;
	struct money amount;
	bool         is_whole;
};
SPEC_STATIC(refunded_in,
    FIELD(id, REQUIRED),
    FIELD(payment_id, REQUIRED),
    FIELD(refund_key),
    FIELD(amount, REQUIRED, RANGE(0, MONEY_MAX)),
    FIELD(is_whole));

struct refund {
	struct change             change;
	const struct refunded_in *in;
};

static enum err
refund(struct db *db, void *ctx)
{
	struct refund            *r = ctx;
	const struct refunded_in *in = r->in;
	enum err                  e;

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
HANDLER(order_refunded, refunded_in, none)
{
	struct refund r = { .in = in };

	r.change.rq = rq;
	r.change.id = in->id;
	r.change.event.act = ACT_REFUND;
	return db_tx(rq->db, refund, &r);
}

/* ---- money has not come in time ----------------------------------------- */

struct expired {
	int64_t cancelled;
};
SPEC_STATIC(expired, FIELD(cancelled));

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

	e = db_orders_unpaid(db, settings.reservation_minutes.minor * 600,
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
HANDLER(orders_expire, none, expired)
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
	{ GET, "/internal/orders/:id", &order_split_show, .who = SERVICE },
	{ POST, "/internal/orders/:id/paid", &order_paid, .who = SERVICE },
	{ POST, "/internal/orders/:id/refunded", &order_refunded,
	    .who = SERVICE },
	{ POST, "/internal/orders/expire", &orders_expire, .who = SERVICE },
	{ 0 },
};
