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
	struct list         vendors; /* of struct parcel */
};
SPEC(order_split,
    FIELD(order_split, id),
    FIELD(order_split, order_number),
    FIELD(order_split, user_id),
    FIELD(order_split, email),
    FIELD_ENUM(order_split, status, order_status_words),
    FIELD(order_split, currency),
    FIELD(order_split, subtotal_amount),
    FIELD(order_split, shipping_amount),
    FIELD(order_split, tax_amount),
    FIELD(order_split, total_amount),
    FIELD_ENUM(order_split, payment_method, payment_method_words),
    FIELD_OF(order_split, vendors, parcel));

/* GET /internal/orders/:id - what has to be paid, and to whom it goes. */
enum err
order_split_show(struct req *rq)
{
	const struct order_id_in *in = rq->in;
	struct order_split       *out = rq->out;
	struct order              o;
	enum err                  e;

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
SPEC(paid_in,
    FIELD_IN(paid_in, id, 0, 0),
    FIELD_IN(paid_in, payment_id, 0, 0),
    FIELD_IN(paid_in, amount, 0, MONEY_MAX));

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
enum err
order_paid(struct req *rq)
{
	const struct paid_in *in = rq->in;
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
SPEC(refunded_in,
    FIELD_IN(refunded_in, id, 0, 0),
    FIELD_IN(refunded_in, payment_id, 0, 0),
    FIELD_OPT(refunded_in, refund_key, 0, 0),
    FIELD_IN(refunded_in, amount, 0, MONEY_MAX),
    FIELD_OPT(refunded_in, is_whole, 0, 0));

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
enum err
order_refunded(struct req *rq)
{
	const struct refunded_in *in = rq->in;
	struct refund             r = { .in = in };

	r.change.rq = rq;
	r.change.id = in->id;
	r.change.event.act = ACT_REFUND;
	return db_tx(rq->db, refund, &r);
}

/* ---- money has not come in time ----------------------------------------- */

struct expired {
	int64_t cancelled;
};
SPEC(expired, FIELD(expired, cancelled));

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
	struct list            ids;
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
enum err
orders_expire(struct req *rq)
{
	struct expired *out = rq->out;
	struct expiry   x = { .rq = rq };
	enum err        e = ERR_OK;

	for (int i = 0; i < EXPIRE_ROUNDS && e == ERR_OK; i++) {
		e = db_tx(rq->db, expire, &x);
		if (x.found < EXPIRE_BATCH)
			break;
	}
	out->cancelled = x.cancelled;
	return e != ERR_OK ? e : db_carts_forget(rq->db);
}
