/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "common/base/log.h"
#include "common/contract/events.h"
#include "fcgi/payments/engine/event.h"
#include "fcgi/payments/engine/payment_state.h"
#include "fcgi/payments/engine/settle.h"
#include "fcgi/payments/ledger/posting.h"

struct settle_tx {
	const struct attempt  *looked_at; /* as it was then */
	const struct sighting *seen;
	bool                   is_owner;
	struct settlement     *out;
};

static bool
amount_fits(const struct sighting *s, const struct payment *p)
{
	return money_equal(s->amount, p->amount) && s->currency != NULL &&
	    strcasecmp(s->currency, p->currency) == 0 &&
	    s->transaction_id != NULL;
}

static enum payment_event
payment_event_of(const struct sighting *s, const struct payment *p)
{
	switch (s->sight) {
	case SIGHT_NOTHING:
	case SIGHT_UNKNOWN: return EVENT_UNKNOWN;
	case SIGHT_WAITING:
	case SIGHT_APPROVED: return EVENT_WAITING;
	case SIGHT_FAILED: return EVENT_FAILED;
	case SIGHT_ENDED: return EVENT_ENDED;
	case SIGHT_PAID: break;
	}
	if (amount_fits(s, p))
		return EVENT_PAID;
	log_write(LOG_ERROR, "the provider has another amount than we asked",
	    "payment", p->id.text, "provider", s->provider_id, NULL);
	return EVENT_UNKNOWN;
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
surplus_record(struct db *db, struct settlement *s, const struct attempt *a)
{
	enum err e;

	s->surplus = (struct refund){
		.id = uuid_new(),
		.payment_id = s->payment.id,
		.attempt_id = a->id,
		.refund_key = arena_printf(db_arena(db), "surplus:%s",
		    a->id.text),
		.kind = REFUND_SURPLUS,
		.amount = s->payment.amount,
		.tries = 1,
	};
	log_write(LOG_WARN, "a surplus goes back", "payment",
	    s->payment.id.text, "attempt", a->id.text, NULL);
	if ((e = db_refund_add(db, &s->surplus)) != ERR_OK)
		return e;
	return ledger_post_surplus(db, &s->payment, a);
}

static enum err
effects_record(struct db *db, struct settlement *s, unsigned effects,
    const struct attempt *a)
{
	const struct payment *p = &s->payment;
	enum err              e = ERR_OK;

	if ((effects & EFFECT_SALE) != 0)
		e = ledger_post_sale(db, p);
	if (e == ERR_OK && (effects & EFFECT_SURPLUS) != 0)
		e = surplus_record(db, s, a);
	if (e == ERR_OK && (effects & EFFECT_TELL_COMPLETED) != 0)
		e = payment_tell(db, EVENT_NAME(EVENT_PAYMENT_COMPLETED), p,
		    p->amount, FLAG_NONE);
	if (e == ERR_OK && (effects & EFFECT_TELL_FAILED) != 0)
		e = payment_tell(db, EVENT_NAME(EVENT_PAYMENT_FAILED), p,
		    p->amount, FLAG_NONE);
	return e;
}

/* Who looked before the attempt had a name has seen nothing of it. */
static bool
is_named_since(const struct settle_tx *x, const struct attempt *a)
{
	return x->looked_at->provider_id == NULL && a->provider_id != NULL;
}

/* Nothing new of an attempt that is over or that somebody else works on. */
static bool
is_no_news(const struct settle_tx *x, const struct attempt *a,
    const struct payment_step *step)
{
	return step->next.attempt == a->status &&
	    (!attempt_open(a->status) || (a->leased && !x->is_owner));
}

static enum err
settle_record(struct db *db, void *ctx)
{
	struct settle_tx   *x = ctx;
	struct settlement  *s = x->out;
	struct payment_step step;
	struct attempt      a;
	enum err            e;

	s->effects = 0;
	e = db_payment_lock(db, x->looked_at->payment_id, &s->payment);
	if (e != ERR_OK ||
	    (e = db_attempt_get(db, x->looked_at->id, &a)) != ERR_OK)
		return e;
	s->attempt = a.status;
	if (is_named_since(x, &a))
		return ERR_OK;
	step = payment_step((struct payment_state){ s->payment.status,
				a.status },
	    payment_event_of(x->seen, &s->payment));
	if (is_no_news(x, &a, &step))
		return ERR_OK;
	attempt_change(&a, &step, x->seen);
	payment_change(db_arena(db), &s->payment, &step, &a);
	s->attempt = a.status;
	s->effects = step.effects & EFFECTS_LATER;
	db_batch(db);
	db_attempt_set(db, &a);
	db_payment_set(db, &s->payment);
	if (x->seen->json != NULL)
		db_payment_set_answer(db, s->payment.id, x->seen->json);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	return effects_record(db, s, step.effects & EFFECTS_RECORDED, &a);
}

enum err
attempt_settle(struct db *db, const struct attempt *a,
    const struct sighting *seen, bool is_owner, struct settlement *out)
{
	struct settle_tx x = { a, seen, is_owner, out };

	return db_tx(db, settle_record, &x);
}

/* ---- the order was cancelled --------------------------------------------- */

struct cancel_tx {
	struct uuid        payment_id;
	struct settlement *out;
};

static enum err
cancel_record(struct db *db, void *ctx)
{
	struct cancel_tx   *x = ctx;
	struct payment     *p = &x->out->payment;
	struct payment_step step;
	enum err            e;

	if ((e = db_payment_lock(db, x->payment_id, p)) != ERR_OK)
		return e;
	step = payment_step((struct payment_state){ p->status,
				ATTEMPT_CANCELLED },
	    EVENT_ORDER_GONE);
	x->out->effects = step.effects & EFFECTS_LATER;
	if (p->status == step.next.status)
		return ERR_OK;
	p->status = step.next.status;
	p->next_action = NULL;
	p->message = NULL;
	return db_payment_set(db, p);
}

enum err
payment_cancel(struct db *db, struct uuid payment_id,
    const struct refund_wish *wish, struct settlement *out)
{
	struct cancel_tx x = { payment_id, out };

	*out = (struct settlement){ .wish = *wish };
	return db_tx(db, cancel_record, &x);
}
