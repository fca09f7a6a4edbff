/* SPDX-License-Identifier: ISC */
/*
 * order_payment.c - what payments asks of an order, and what it tells it.
 */
#include "common/contract/orders_calls.h"
#include "db/orders/pages/order_read.h"
#include "db/orders/state/order_move.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/state/order_change.h"

/* ---- what is to be paid -------------------------------------------------- */

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

/* ---- a payment ----------------------------------------------------------- */

/* POST /internal/orders/:id/paid - a payment was received; idempotent. */
HANDLER(order_paid, order_paid_in, none)
{
	struct order_change paid = { .rq = rq,
		.id = in->id,
		.event.act = ACT_PAY,
		.payment_id = in->payment_id,
		.amount = in->amount };
	struct order_change sold_out = { .rq = rq,
		.id = in->id,
		.event.act = ACT_EXPIRE,
		.note = stored_sentence(rq->arena, STORED_CANCELLED_SOLD_OUT,
		    NO_ARGS) };
	enum err            e = order_change(&paid);

	/* The stock was sold to others: the money goes back, too. */
	if (e == ERR_RESERVATION_GONE &&
	    (e = order_change(&sold_out)) == ERR_OK)
		e = ERR_ORDER_STATE;
	return e;
}

/* ---- a refund ------------------------------------------------------------ */

struct order_refund {
	struct order_change             change;
	const struct order_refunded_in *in;
};

static enum err
refund_apply(struct db *db, void *ctx)
{
	struct order_refund            *r = ctx;
	const struct order_refunded_in *in = r->in;
	enum err                        e;

	if ((e = order_change_read(db, &r->change)) != ERR_OK)
		return e;
	/* A second payment of the same order was refunded, not this one. */
	if (!uuid_equal(r->change.order.payment_id, in->payment_id))
		return ERR_OK;
	e = db_order_refunded(db, in->id,
	    uuid_given(in->refund_key) ? in->refund_key : in->payment_id,
	    in->amount);
	return e != ERR_OK || !in->is_whole ?
	    e :
	    order_change_write(db, &r->change);
}

/* POST /internal/orders/:id/refunded - a part or all of it; idempotent. */
HANDLER(order_refunded, order_refunded_in, none)
{
	struct order_refund r = { .change = { .rq = rq, .id = in->id },
		.in = in };

	r.change.event.act = ACT_REFUND;
	return db_tx(rq->db, refund_apply, &r);
}

const struct route order_payment_routes[] = {
	SERVES(CALL_ORDER_BILL, order_bill_show),
	SERVES(CALL_ORDER_PAID, order_paid),
	SERVES(CALL_ORDER_REFUNDED, order_refunded),
	{ 0 },
};
