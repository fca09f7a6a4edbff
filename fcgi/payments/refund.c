/* SPDX-License-Identifier: ISC */
/*
 * refund.c - money that goes back: recorded first, then asked of the
 * provider, posted when it has said yes. Refunds of one sale go one after the
 * other, so that each takes its parts from what the one before left.
 */
#include "common/base/log.h"
#include "common/contract/events.h"
#include "db/payments/ledger.h"
#include "fcgi/payments/ledger_split.h"
#include "fcgi/payments/payment_state.h"
#include "fcgi/payments/payments.h"
#include "fcgi/payments/refund_state.h"

struct wishing {
	struct uuid               payment_id;
	const struct refund_wish *wish;
	struct refund             refund;
	bool                      is_needed;
};

static struct money
sum_of(const LIST(ledger_line) *lines)
{
	const struct ledger_line *line = lines->items;
	int64_t                   sum = 0;

	for (size_t i = 0; i < lines->n; i++)
		sum += line[i].amount.minor;
	return MONEY(sum, lines->n > 0 ? line[0].amount.exponent : 0);
}

/* What the provider refused is refused under its key for ever. */
static struct refund_step
take_step(struct refund *r, enum refund_event event)
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

/* How much of what is wished is still there to be given back. */
static enum err
amount_of(struct db *db, const struct wishing *w, struct money *out)
{
	struct money      most = w->wish->amount;
	LIST(ledger_line) left;
	enum err          e;

	e = db_ledger_left(db, w->payment_id, w->wish->vendor_id, &left);
	if (e != ERR_OK)
		return e;
	*out = sum_of(&left);
	if (money_given(most) && most.minor < out->minor)
		*out = most;
	return ERR_OK;
}

/* One that failed: others may have given back of it meanwhile. */
static enum err
wish_again(struct db *db, struct wishing *w)
{
	enum err e;

	w->is_needed = w->refund.status == REFUND_REQUESTED;
	if (w->refund.status != REFUND_FAILED)
		return ERR_OK;
	if ((e = amount_of(db, w, &w->refund.amount)) != ERR_OK ||
	    w->refund.amount.minor <= 0)
		return e;
	w->is_needed = true;
	take_step(&w->refund, REFUND_WISHED);
	return db_refund_set(db, &w->refund);
}

static enum err
wish(struct db *db, void *ctx)
{
	struct wishing *w = ctx;
	struct payment  p;
	struct attempt  paid;
	struct money    amount;
	enum err        e;

	w->is_needed = false;
	if ((e = db_payment_lock(db, w->payment_id, &p)) != ERR_OK)
		return e;
	e = db_refund_by_key(db, w->wish->key, &w->refund);
	if (e == ERR_OK)
		return wish_again(db, w);
	if (e != ERR_NOT_FOUND || (e = amount_of(db, w, &amount)) != ERR_OK ||
	    amount.minor <= 0)
		return e;
	if ((e = db_attempt_paid(db, p.id, &paid)) != ERR_OK)
		return e;
	w->is_needed = true;
	w->refund = (struct refund){ .id = uuid_new(),
		.payment_id = p.id,
		.attempt_id = paid.id,
		.refund_key = w->wish->key,
		.kind = REFUND_SALE,
		.vendor_id = w->wish->vendor_id,
		.amount = amount,
		.tries = 1,
		.reason = w->wish->reason };
	return db_refund_add(db, &w->refund);
}

/* One that is under way goes first. */
enum err
refund_sale(struct req *rq, struct uuid payment_id,
    const struct refund_wish *want)
{
	struct wishing w = { .payment_id = payment_id, .wish = want };
	struct refund  before;
	enum err       e;

	e = db_refund_requested(rq->db, payment_id, &before);
	if (e == ERR_OK && (e = refund_drive(rq, &before)) != ERR_OK)
		return e;
	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return e;
	e = db_tx(rq->db, wish, &w);
	if (e == ERR_CONFLICT)
		return ERR_UNAVAILABLE;
	if (e != ERR_OK || !w.is_needed)
		return e;
	return refund_drive(rq, &w.refund);
}

/* ---- recording what became of it ----------------------------------------- */

struct refunding {
	struct refund                 refund;
	const struct refund_sighting *seen;
	int64_t                       tries; /* it was looked at */
	bool                          is_refused;
};

static enum err
sale_reverse(struct db *db, const struct refund *r, struct payment *p,
    struct posting *posting)
{
	struct payment_step step;
	LIST(ledger_line)   left;
	LIST(ledger_line)   all;
	bool                is_whole;
	enum err            e;

	db_batch(db);
	db_ledger_left(db, p->id, r->vendor_id, &left);
	db_ledger_left(db, p->id, (struct uuid){ "" }, &all);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	if (!ledger_split_refund(db_arena(db), &left, p->user_id, r->amount,
		&posting->lines)) {
		log_write(LOG_ERROR, "more is refunded than was left", "refund",
		    r->id.text, NULL);
		return ERR_AMOUNT_MISMATCH;
	}
	is_whole = sum_of(&all).minor == r->amount.minor;
	if (is_whole) {
		step = payment_step((struct payment_state){ p->status,
					ATTEMPT_SUCCEEDED },
		    EVENT_ALL_REFUNDED);
		p->status = step.next.status;
	}
	return payment_tell(db, EVENT_NAME(EVENT_PAYMENT_REFUNDED), p,
	    r->amount, (struct flag){ is_whole });
}

/*
 * A second charge that went back is nobody else's business; money that came
 * for an order that was gone is the buyer's.
 */
static enum err
surplus_reverse(struct db *db, const struct refund *r, struct payment *p,
    struct posting *posting)
{
	struct payment_step step;

	posting->kind = "surplus_refund";
	ledger_split_surplus(db_arena(db), p->user_id, r->amount, false,
	    &posting->lines);
	if (p->status != PAYMENT_CANCELLED)
		return ERR_OK;
	step = payment_step((struct payment_state){ p->status,
				ATTEMPT_SUCCEEDED },
	    EVENT_ALL_REFUNDED);
	p->status = step.next.status;
	return payment_tell(db, EVENT_NAME(EVENT_PAYMENT_REFUNDED), p,
	    r->amount, (struct flag){ 1 });
}

static enum err
reverse(struct db *db, const struct refund *r, struct payment *p)
{
	struct posting posting = { .kind = "refund",
		.reference = r->id.text,
		.payment_id = p->id,
		.currency = p->currency };
	enum err       e;

	e = r->kind == REFUND_SALE ? sale_reverse(db, r, p, &posting) :
				     surplus_reverse(db, r, p, &posting);
	if (e != ERR_OK)
		return e;
	if ((e = db_payment_set(db, p)) != ERR_OK)
		return e;
	return db_ledger_post(db, &posting);
}

static enum refund_event
event_of(const struct refund_sighting *s)
{
	return s->sight == SIGHT_PAID ? REFUND_GIVEN :
	    s->sight == SIGHT_FAILED  ? REFUND_REFUSED :
					REFUND_UNSEEN;
}

static enum err
record(struct db *db, void *ctx)
{
	struct refunding  *x = ctx;
	struct payment     p;
	struct refund     *r = &x->refund;
	struct refund_step step;
	enum err           e;

	x->is_refused = false;
	if ((e = db_payment_lock(db, r->payment_id, &p)) != ERR_OK ||
	    (e = db_refund_get(db, r->id, r)) != ERR_OK ||
	    r->status != REFUND_REQUESTED)
		return e;
	/* Of a key that nobody uses any more a refusal is no news. */
	x->is_refused = x->seen->sight == SIGHT_FAILED && r->tries == x->tries;
	if (x->seen->sight == SIGHT_FAILED && !x->is_refused)
		return ERR_OK;
	if (x->seen->provider_id != NULL)
		r->provider_id = x->seen->provider_id;
	r->message = x->seen->message;
	step = take_step(r, event_of(x->seen));
	if ((e = db_refund_set(db, r)) != ERR_OK || !step.posts)
		return e;
	return reverse(db, r, &p);
}

enum err
refund_drive(struct req *rq, const struct refund *refund)
{
	struct refund_sighting seen;
	struct refunding       x = { .refund = *refund,
		      .seen = &seen,
		      .tries = refund->tries };
	struct attempt         a;
	struct payment         p;
	enum err               e;

	if ((e = db_payment_get(rq->db, refund->payment_id, &p)) != ERR_OK ||
	    (e = db_attempt_get(rq->db, refund->attempt_id, &a)) != ERR_OK)
		return e;
	seen = (struct refund_sighting){ .sight = SIGHT_FAILED,
		.message = "This provider is not connected." };
	if (provider_of(p.method) != NULL)
		provider_of(p.method)->refund(rq, &p, refund, &a, &seen);
	if ((e = db_tx(rq->db, record, &x)) != ERR_OK)
		return e;
	if (x.is_refused)
		log_write(LOG_ERROR, "the provider refuses a refund", "refund",
		    refund->id.text, "why", x.refund.message, NULL);
	if (x.refund.status == REFUND_FAILED)
		return ERR_PAYMENT_STATE;
	return x.refund.status == REFUND_SUCCEEDED ? ERR_OK : ERR_UNAVAILABLE;
}
