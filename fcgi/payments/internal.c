/* SPDX-License-Identifier: ISC */
/*
 * internal.c - what the rest of the farm tells payments.
 */
#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/contract/payments_calls.h"
#include "fcgi/payments/payment_state.h"
#include "fcgi/payments/payments.h"

#define STALE_AT_ONCE 20   /* attempts, and refunds, of one call */
#define SETTLE_MS     2000 /* a provider that is slow is not asked on */

/*
 * A part of an order that is not paid cannot be taken off its payment: when
 * the money has come, the order says so again ("order.overpaid").
 */
static enum err
part_cancelled(struct req *rq, const struct payment *p,
    const struct refund_wish *want)
{
	return p->status == PAYMENT_COMPLETED ? refund_sale(rq, p->id, want) :
						ERR_OK;
}

/*
 * POST /internal/orders/:orderId/cancelled - the order, or one vendor's part
 * of it, does not want its money. What the provider does not confirm now is
 * done by payments_reconcile().
 */
HANDLER(order_cancelled, order_cancelled_in, none)
{
	struct refund_wish want = { .key = in->refund_key,
		.reason = in->reason,
		.vendor_id = in->vendor_id,
		.amount = in->amount };
	struct payment     p;
	unsigned           effects;
	enum err           e;

	e = db_payment_of_order(rq->db, in->order_id, &p);
	if (e != ERR_OK)
		return e == ERR_PAYMENT_NOT_FOUND ? ERR_OK : e;
	if (uuid_given(in->vendor_id))
		return part_cancelled(rq, &p, &want);
	/* Whatever is left: what a part's refund was to give, it may not. */
	want.amount = MONEY_NONE;
	if ((e = payment_cancel(rq, p.id, &effects, &p)) != ERR_OK)
		return e;
	if ((effects & EFFECT_REFUND_ORDER) != 0)
		return refund_sale(rq, p.id, &want);
	if ((effects & EFFECT_END_OTHERS) != 0)
		attempt_end_open(rq, p.id);
	return ERR_OK;
}

static bool
attempt_is_over(struct req *rq, const struct attempt *a)
{
	struct payment p;
	struct attempt now;

	return attempt_look(rq, a, &p) == ERR_OK &&
	    db_attempt_get(rq->db, a->id, &now) == ERR_OK &&
	    !attempt_open(now.status);
}

/* POST /internal/payments/reconcile - what became of what we do not know? */
HANDLER(payments_reconcile, none, payments_reconciled)
{
	LIST(attempt) attempts;
	LIST(refund)  refunds;
	int64_t       until = clock_ms() + SETTLE_MS;
	enum err      e;

	db_batch(rq->db);
	db_attempt_stale(rq->db, STALE_AT_ONCE, &attempts);
	db_refund_stale(rq->db, STALE_AT_ONCE, &refunds);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	for (size_t i = 0; i < attempts.n && clock_ms() < until; i++)
		if (attempt_is_over(rq, &attempts.items[i]))
			out->settled++;
	for (size_t i = 0; i < refunds.n && clock_ms() < until; i++)
		if (refund_drive(rq, &refunds.items[i]) == ERR_OK)
			out->settled++;
	return ERR_OK;
}

const struct route payments_internal_routes[] = {
	SERVES(CALL_ORDER_CANCELLED, order_cancelled),
	SERVES(CALL_PAYMENTS_RECONCILE, payments_reconcile),
	{ 0 },
};
