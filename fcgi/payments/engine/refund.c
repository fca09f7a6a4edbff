/* SPDX-License-Identifier: ISC */
#include "fcgi/payments/engine/refund.h"
#include "common/base/log.h"
#include "common/contract/events.h"
#include "fcgi/payments/engine/event.h"
#include "fcgi/payments/engine/payment_state.h"
#include "fcgi/payments/engine/provider.h"
#include "fcgi/payments/engine/refund_state.h"
#include "fcgi/payments/ledger/posting.h"

/* What the provider refused, it refuses under the same key for ever. */
static struct refund_step
refund_take_step(struct refund *r, enum refund_event event)
{
	struct refund_step step = refund_step((struct refund_state){ r->kind,
						  r->status },
	    event);

	r->status = step.next;
	if (step.is_new_try) {
		r->tries++;
		r->provider_id = NULL;
	}
	return step;
}

/* ---- recording what is wished -------------------------------------------- */

struct wish_tx {
	struct uuid               payment_id;
	const struct refund_wish *wish;
	struct payment            payment;
	struct refund             refund;
	bool                      is_needed;
};

/* As much of the wish as is still left to be refunded. */
static enum err
wish_amount(struct db *db, const struct wish_tx *w, struct money *out)
{
	struct money      most = w->wish->amount;
	LIST(ledger_line) left;
	enum err          e;

	e = db_ledger_left(db, w->payment_id, w->wish->vendor_id, &left);
	if (e != ERR_OK)
		return e;
	*out = ledger_sum(&left);
	if (money_given(most) && most.minor < out->minor)
		*out = most;
	return ERR_OK;
}

/* The refund exists.  One that failed is tried with what is left by now. */
static enum err
wish_repeat(struct db *db, struct wish_tx *w)
{
	enum err e;

	w->is_needed = w->refund.status == REFUND_REQUESTED;
	if (w->refund.status != REFUND_FAILED)
		return ERR_OK;
	if ((e = wish_amount(db, w, &w->refund.amount)) != ERR_OK ||
	    w->refund.amount.minor <= 0)
		return e;
	w->is_needed = true;
	refund_take_step(&w->refund, REFUND_WISHED);
	return db_refund_set(db, &w->refund);
}

static enum err
wish_record(struct db *db, void *ctx)
{
	struct wish_tx *w = ctx;
	struct attempt  paid;
	struct money    amount;
	enum err        e;

	w->is_needed = false;
	if ((e = db_payment_lock(db, w->payment_id, &w->payment)) != ERR_OK)
		return e;
	e = db_refund_by_key(db, w->wish->key, &w->refund);
	if (e == ERR_OK)
		return wish_repeat(db, w);
	if (e != ERR_NOT_FOUND || (e = wish_amount(db, w, &amount)) != ERR_OK ||
	    amount.minor <= 0)
		return e;
	if ((e = db_attempt_paid(db, w->payment_id, &paid)) != ERR_OK)
		return e;
	w->is_needed = true;
	w->refund = (struct refund){ .id = uuid_new(),
		.payment_id = w->payment_id,
		.attempt_id = paid.id,
		.refund_key = w->wish->key,
		.kind = REFUND_SALE,
		.vendor_id = w->wish->vendor_id,
		.amount = amount,
		.tries = 1,
		.reason = w->wish->reason.text,
		.reason_id = w->wish->reason.id };
	return db_refund_add(db, &w->refund);
}

/* A refund that was requested before comes first. */
enum err
refund_sale(struct req *rq, struct uuid payment_id,
    const struct refund_wish *wish, struct payment *out)
{
	struct wish_tx w = { .payment_id = payment_id, .wish = wish };
	struct refund  before;
	enum err       e;

	e = db_refund_requested(rq->db, payment_id, &before);
	if (e == ERR_OK && (e = refund_drive(rq, &before, out)) != ERR_OK)
		return e;
	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return e;
	e = db_tx(rq->db, wish_record, &w);
	if (e == ERR_CONFLICT)
		return ERR_UNAVAILABLE;
	if (e != ERR_OK)
		return e;
	*out = w.payment;
	return w.is_needed ? refund_drive(rq, &w.refund, out) : ERR_OK;
}

/* ---- recording what became of it ----------------------------------------- */

struct refund_tx {
	const struct refund          *asked; /* as the provider was asked */
	const struct refund_sighting *seen;
	struct refund                 refund;
	struct payment                payment;
	bool                          is_refused;
};

/* Nothing is left of the payment. */
static void
payment_refunded(struct payment *p)
{
	struct payment_step step =
	    payment_step((struct payment_state){ p->status, ATTEMPT_SUCCEEDED },
		EVENT_ALL_REFUNDED);

	p->status = step.next.status;
}

static enum err
sale_refunded(struct db *db, const struct refund *r, struct payment *p)
{
	bool     is_whole;
	enum err e;

	if ((e = ledger_post_refund(db, p, r, &is_whole)) != ERR_OK)
		return e;
	if (is_whole)
		payment_refunded(p);
	db_batch(db);
	payment_tell(db, EVENT_NAME(EVENT_PAYMENT_REFUNDED), p, r->amount,
	    (struct flag){ is_whole });
	db_payment_set(db, p);
	return db_flush(db);
}

/*
 * Only a surplus of a cancelled order is news for the buyer.  That a second
 * charge was returned concerns nobody else.
 */
static enum err
surplus_refunded(struct db *db, const struct refund *r, struct payment *p)
{
	enum err e;

	if ((e = ledger_post_surplus_refund(db, p, r)) != ERR_OK ||
	    p->status != PAYMENT_CANCELLED)
		return e;
	payment_refunded(p);
	db_batch(db);
	payment_tell(db, EVENT_NAME(EVENT_PAYMENT_REFUNDED), p, r->amount,
	    (struct flag){ 1 });
	db_payment_set(db, p);
	return db_flush(db);
}

static enum refund_event
refund_event_of(const struct refund_sighting *s)
{
	return s->sight == SIGHT_PAID ? REFUND_GIVEN :
	    s->sight == SIGHT_FAILED  ? REFUND_REFUSED :
					REFUND_UNSEEN;
}

static enum err
refund_record(struct db *db, void *ctx)
{
	struct refund_tx  *x = ctx;
	struct refund     *r = &x->refund;
	struct payment    *p = &x->payment;
	struct refund_step step;
	enum err           e;

	x->is_refused = false;
	if ((e = db_payment_lock(db, x->asked->payment_id, p)) != ERR_OK ||
	    (e = db_refund_get(db, x->asked->id, r)) != ERR_OK ||
	    r->status != REFUND_REQUESTED)
		return e;
	/* The refusal of an earlier try says nothing about this one. */
	x->is_refused = x->seen->sight == SIGHT_FAILED &&
	    r->tries == x->asked->tries;
	if (x->seen->sight == SIGHT_FAILED && !x->is_refused)
		return ERR_OK;
	if (x->seen->provider_id != NULL)
		r->provider_id = x->seen->provider_id;
	r->message = x->seen->message;
	step = refund_take_step(r, refund_event_of(x->seen));
	if ((e = db_refund_set(db, r)) != ERR_OK || !step.posts)
		return e;
	return r->kind == REFUND_SALE ? sale_refunded(db, r, p) :
					surplus_refunded(db, r, p);
}

/* ---- asking the provider ------------------------------------------------- */

enum err
refund_drive(struct req *rq, const struct refund *refund, struct payment *out)
{
	struct refund_sighting seen = { .sight = SIGHT_UNKNOWN };
	struct refund_tx       x = { .asked = refund, .seen = &seen };
	const struct provider *provider;
	struct attempt         a;
	enum err               e;

	if ((e = db_payment_get(rq->db, refund->payment_id, &x.payment)) !=
		ERR_OK ||
	    (e = db_attempt_get(rq->db, refund->attempt_id, &a)) != ERR_OK)
		return e;
	if ((provider = provider_named(a.provider)) != NULL)
		provider->refund(rq, &x.payment, refund, &a, &seen);
	else
		seen = (struct refund_sighting){ .sight = SIGHT_FAILED,
			.message = SAY_LATER("This payment provider is not "
					     "connected.") };
	if ((e = db_tx(rq->db, refund_record, &x)) != ERR_OK)
		return e;
	*out = x.payment;
	if (x.is_refused)
		log_write(LOG_ERROR, "the provider refuses a refund", "refund",
		    refund->id.text, "why", x.refund.message, NULL);
	if (x.refund.status == REFUND_FAILED)
		return ERR_PAYMENT_STATE;
	return x.refund.status == REFUND_SUCCEEDED ? ERR_OK : ERR_UNAVAILABLE;
}
