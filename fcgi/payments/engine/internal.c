/* SPDX-License-Identifier: ISC */
/*
 * internal.c - the calls of other services that payments answers.
 */
#include "common/base/clock.h"
#include "common/contract/payments_calls.h"
#include "fcgi/payments/engine/attempt.h"
#include "fcgi/payments/engine/effects.h"
#include "fcgi/payments/payments.h"

#define STALE_AT_ONCE 20   /* attempts, and refunds, of one call */
#define RECONCILE_MS  2000 /* then a slow provider is left alone */

/*
 * A part of an order that is not paid cannot be taken off its payment.  When
 * the money has arrived, the order says so again ("order.overpaid").
 */
static enum err
part_cancelled(struct req *rq, struct payment *p,
    const struct refund_wish *wish)
{
	return p->status == PAYMENT_COMPLETED ?
	    refund_sale(rq, p->id, wish, p) :
	    ERR_OK;
}

/*
 * POST /internal/orders/:orderId/cancelled - the order, or one vendor's part
 * of it, was cancelled.
 */
HANDLER(order_cancelled, order_cancelled_in, none)
{
	struct refund_wish wish = { .key = in->refund_key,
		.reason = { .text = in->reason, .id = in->reason_id },
		.vendor_id = in->vendor_id,
		.amount = in->amount };
	struct settlement  s;
	struct payment     p;
	enum err           e;

	e = db_payment_of_order(rq->db, in->order_id, &p);
	if (e != ERR_OK)
		return e == ERR_PAYMENT_NOT_FOUND ? ERR_OK : e;
	if (uuid_given(in->vendor_id))
		return part_cancelled(rq, &p, &wish);
	/* All that is left, also what the refund of a part did not give. */
	wish.amount = MONEY_NONE;
	if ((e = payment_cancel(rq->db, p.id, &wish, &s)) != ERR_OK)
		return e;
	return effects_execute(rq, &s);
}

static bool
attempt_is_over(struct req *rq, const struct attempt *a)
{
	struct settlement s;
	bool              is_over;

	if (attempt_look(rq, a, &s) != ERR_OK)
		return false;
	is_over = !attempt_open(s.attempt);
	effects_execute(rq, &s);
	return is_over;
}

/*
 * POST /internal/payments/reconcile - ask the providers about attempts and
 * refunds whose outcome is not known.
 */
HANDLER(payments_reconcile, none, payments_reconciled)
{
	LIST(attempt)  attempts;
	LIST(refund)   refunds;
	struct payment p;
	int64_t        until = clock_ms() + RECONCILE_MS;
	enum err       e;

	db_batch(rq->db);
	db_attempt_stale(rq->db, STALE_AT_ONCE, &attempts);
	db_refund_stale(rq->db, STALE_AT_ONCE, &refunds);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	for (size_t i = 0; i < attempts.n && clock_ms() < until; i++)
		if (attempt_is_over(rq, &attempts.items[i]))
			out->settled++;
	for (size_t i = 0; i < refunds.n && clock_ms() < until; i++)
		if (refund_drive(rq, &refunds.items[i], &p) == ERR_OK)
			out->settled++;
	return ERR_OK;
}

const struct route payments_internal_routes[] = {
	SERVES(CALL_ORDER_CANCELLED, order_cancelled),
	SERVES(CALL_PAYMENTS_RECONCILE, payments_reconcile),
	{ 0 },
};
