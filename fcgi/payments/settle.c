/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "common/base/log.h"
#include "common/contract/events.h"
#include "common/http/service_call.h"
#include "db/payments/ledger.h"
#include "fcgi/payments/ledger_split.h"
#include "fcgi/payments/payment_state.h"
#include "fcgi/payments/payments.h"

struct settling {
	struct uuid            payment_id, attempt_id;
	const char            *provider_id; /* what was looked at */
	const struct sighting *seen;
	bool                   is_owner;
	struct payment         payment; /* afterwards */
	struct refund          surplus; /* of EFFECT_SURPLUS */
	unsigned               effects;
};

/* ---- events -------------------------------------------------------------- */

/* "payment.completed" says the status "completed". */
enum err
payment_tell(struct db *db, const char *name, const struct payment *p,
    struct money amount, struct flag is_whole)
{
	struct payment_payload told = {
		.payment_id = p->id,
		.order_id = p->order_id,
		.user_id = p->user_id,
		.order_number = p->order_number,
		.email = p->email,
		.currency = p->currency,
		.status = strchr(name, '.') + 1,
		.message = p->message,
		.amount = amount,
		.method = p->method,
		.is_whole = is_whole,
	};

	return db_event(db, name, payment_payload, p->id, &told);
}

/* ---- recording ----------------------------------------------------------- */

static enum payment_event
event_of(const struct sighting *s, const struct payment *p)
{
	switch (s->sight) {
	case SIGHT_NOTHING:
	case SIGHT_UNKNOWN: return EVENT_UNKNOWN;
	case SIGHT_WAITING: return EVENT_WAITING;
	case SIGHT_FAILED: return EVENT_FAILED;
	case SIGHT_ENDED: return EVENT_ENDED;
	case SIGHT_PAID: break;
	}
	if (money_equal(s->amount, p->amount) && s->currency != NULL &&
	    strcasecmp(s->currency, p->currency) == 0 &&
	    s->transaction_id != NULL)
		return EVENT_PAID;
	log_write(LOG_ERROR, "the provider has another amount than we asked",
	    "payment", p->id.text, "provider", s->provider_id, NULL);
	return EVENT_UNKNOWN;
}

static enum err
sale_post(struct db *db, const struct payment *p)
{
	struct posting    posting = { .kind = "sale",
		   .reference = p->id.text,
		   .payment_id = p->id,
		   .currency = p->currency };
	LIST(order_share) shares;
	enum err          e;

	if ((e = db_payment_shares(db, p->id, &shares)) != ERR_OK)
		return e;
	if (!ledger_split_sale(db_arena(db), p, &shares,
		settings.commission_percent, &posting.lines)) {
		log_write(LOG_ERROR, "the shares are not the amount", "payment",
		    p->id.text, NULL);
		return ERR_AMOUNT_MISMATCH;
	}
	return db_ledger_post(db, &posting);
}

/* Money of no sale: on the books it is the shop's until it has gone back. */
static enum err
surplus_post(struct db *db, struct settling *x, const struct attempt *a)
{
	const struct payment *p = &x->payment;
	struct posting        posting = { .kind = "surplus",
		       .reference = a->id.text,
		       .payment_id = p->id,
		       .currency = p->currency };
	enum err              e;

	x->surplus = (struct refund){
		.id = uuid_new(),
		.payment_id = p->id,
		.attempt_id = a->id,
		.refund_key = arena_printf(db_arena(db), "surplus:%s",
		    a->id.text),
		.kind = REFUND_SURPLUS,
		.amount = p->amount,
		.tries = 1,
		.reason = "paid without a sale",
	};
	log_write(LOG_WARN, "a surplus goes back", "payment", p->id.text,
	    "attempt", a->id.text, NULL);
	ledger_split_surplus(db_arena(db), p->user_id, p->amount, true,
	    &posting.lines);
	if ((e = db_refund_add(db, &x->surplus)) != ERR_OK)
		return e;
	return db_ledger_post(db, &posting);
}

static void
attempt_change(struct attempt *a, const struct payment_step *step,
    const struct sighting *s)
{
	a->status = step->next.attempt;
	if (a->status == ATTEMPT_SUCCEEDED)
		a->transaction_id = s->transaction_id;
	if (a->status == ATTEMPT_STARTED && s->url != NULL)
		a->url = s->url;
	if (a->status == ATTEMPT_FAILED) {
		a->code = s->code;
		a->message = s->message;
	}
}

static void
payment_change(struct arena *arena, struct payment *p,
    const struct payment_step *step, const struct attempt *a)
{
	p->status = step->next.status;
	p->next_action = NULL;
	if ((step->effects & EFFECT_SALE) != 0) {
		p->transaction_id = a->transaction_id;
		p->message = NULL;
	} else if (p->status == PAYMENT_FAILED && a->message != NULL)
		p->message = a->message;
	if (p->status == PAYMENT_PROCESSING && a->url != NULL &&
	    a->status == ATTEMPT_STARTED) {
		p->next_action = arena_alloc(arena, sizeof(*p->next_action));
		*p->next_action = (struct next_action){ "redirect", a->url };
	}
}

static enum err
effects_record(struct db *db, struct settling *x, const struct attempt *a)
{
	enum err e = ERR_OK;

	if ((x->effects & EFFECT_SALE) != 0)
		e = sale_post(db, &x->payment);
	if (e == ERR_OK && (x->effects & EFFECT_SURPLUS) != 0)
		e = surplus_post(db, x, a);
	if (e == ERR_OK && (x->effects & EFFECT_TELL_COMPLETED) != 0)
		e = payment_tell(db, EVENT_NAME(EVENT_PAYMENT_COMPLETED),
		    &x->payment, x->payment.amount, FLAG_NONE);
	if (e == ERR_OK && (x->effects & EFFECT_TELL_FAILED) != 0)
		e = payment_tell(db, EVENT_NAME(EVENT_PAYMENT_FAILED),
		    &x->payment, x->payment.amount, FLAG_NONE);
	return e;
}

/* Whoever looked before it had a name has seen nothing of it. */
static bool
is_named_since(const struct settling *x, const struct attempt *a)
{
	return x->provider_id == NULL && a->provider_id != NULL;
}

static enum err
settle(struct db *db, void *ctx)
{
	struct settling    *x = ctx;
	struct payment_step step;
	enum payment_event  event;
	struct attempt      a;
	enum err            e;

	x->effects = 0;
	if ((e = db_payment_lock(db, x->payment_id, &x->payment)) != ERR_OK ||
	    (e = db_attempt_get(db, x->attempt_id, &a)) != ERR_OK ||
	    is_named_since(x, &a))
		return e;
	event = event_of(x->seen, &x->payment);
	step = payment_step((struct payment_state){ x->payment.status,
				a.status },
	    event);
	/* News of an attempt that is over, or that somebody is just at. */
	if (step.next.attempt == a.status &&
	    (!attempt_open(a.status) || (a.leased && !x->is_owner)))
		return ERR_OK;
	x->effects = step.effects;
	attempt_change(&a, &step, x->seen);
	payment_change(db_arena(db), &x->payment, &step, &a);
	db_batch(db);
	db_attempt_set(db, &a);
	db_payment_set(db, &x->payment);
	if (x->seen->json != NULL)
		db_payment_set_answer(db, x->payment.id, x->seen->json);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	return effects_record(db, x, &a);
}

/* ---- what follows -------------------------------------------------------- */

void
order_confirm(struct req *rq, struct payment *p)
{
	struct order_paid_in paid = { .id = p->order_id,
		.payment_id = p->id,
		.amount = p->amount };
	struct payment       after;
	enum err             e;

	if (p->order_told.is == 1)
		return;
	e = service_call(rq, CALL_ORDER_PAID, &paid, NONE);
	p->order_told.is = e == ERR_OK || e == ERR_ORDER_STATE;
	if (e != ERR_ORDER_STATE)
		return;
	refund_sale(rq, p->id,
	    &(struct refund_wish){
		.key = arena_printf(rq->arena, "order_state:%s", p->id.text),
		.reason = "the order was cancelled",
		.amount = MONEY_NONE });
	if (db_payment_get(rq->db, p->id, &after) != ERR_OK)
		return;
	*p = after;
	p->order_told.is = 1;
}

enum err
attempt_settle(struct req *rq, const struct attempt *a,
    const struct sighting *seen, bool is_owner, struct payment *out)
{
	struct settling x = { .payment_id = a->payment_id,
		.attempt_id = a->id,
		.provider_id = a->provider_id,
		.seen = seen,
		.is_owner = is_owner };
	enum err        e;

	if ((e = db_tx(rq->db, settle, &x)) != ERR_OK)
		return e;
	if ((x.effects & EFFECT_CONFIRM_ORDER) != 0)
		order_confirm(rq, &x.payment);
	if ((x.effects & EFFECT_SURPLUS) != 0)
		refund_drive(rq, &x.surplus);
	if ((x.effects & EFFECT_END_OTHERS) != 0)
		attempt_end_open(rq, a->payment_id);
	*out = x.payment;
	return ERR_OK;
}

static enum err
cancel(struct db *db, void *ctx)
{
	struct settling    *x = ctx;
	struct payment_step step;
	enum err            e;

	if ((e = db_payment_lock(db, x->payment_id, &x->payment)) != ERR_OK)
		return e;
	step = payment_step((struct payment_state){ x->payment.status,
				ATTEMPT_CANCELLED },
	    EVENT_ORDER_GONE);
	x->effects = step.effects;
	if (x->payment.status == step.next.status)
		return ERR_OK;
	x->payment.status = step.next.status;
	x->payment.next_action = NULL;
	x->payment.message = NULL;
	return db_payment_set(db, &x->payment);
}

enum err
payment_cancel(struct req *rq, struct uuid id, unsigned *effects,
    struct payment *out)
{
	struct settling x = { .payment_id = id };
	enum err        e;

	if ((e = db_tx(rq->db, cancel, &x)) != ERR_OK)
		return e;
	*effects = x.effects;
	*out = x.payment;
	return ERR_OK;
}
