/* SPDX-License-Identifier: ISC */
#include "fcgi/payments/payment_state.h"
#include "fcgi/payments/payments.h"

enum claim {
	CLAIM_NEW,  /* ours, and nothing has been sent */
	CLAIM_OPEN, /* ours now; somebody began it before */
	CLAIM_BUSY, /* another request is at it */
	CLAIM_PAID  /* there is nothing left to do */
};

struct claiming {
	struct uuid    payment_id;
	const char    *method_id;
	struct payment payment;
	struct attempt attempt;
	enum claim     claim;
};

static enum err
attempt_begin(struct db *db, struct claiming *c)
{
	struct payment_step step;
	struct attempt      a = { .id = uuid_new() };

	a.payment_id = c->payment_id;
	a.method_id = c->method_id;
	a.kind = c->method_id != NULL ? ATTEMPT_INTENT : ATTEMPT_SESSION;
	step = payment_step((struct payment_state){ c->payment.status,
				ATTEMPT_CANCELLED },
	    EVENT_OPENED);
	if (step.refused)
		return ERR_PAYMENT_STATE;
	if (!provider_offers(c->payment.method))
		return ERR_PAYMENT_METHOD;
	a.idempotency_key = arena_printf(db_arena(db), "farm-%s", a.id.text);
	c->payment.status = step.next.status;
	c->payment.message = NULL;
	c->payment.next_action = NULL;
	c->claim = CLAIM_NEW;
	db_batch(db);
	db_attempt_add(db, &a);
	db_payment_set(db, &c->payment);
	db_attempt_get(db, a.id, &c->attempt);
	return db_flush(db);
}

static enum err
claim(struct db *db, void *ctx)
{
	struct claiming *c = ctx;
	enum err         e;

	if ((e = db_payment_lock(db, c->payment_id, &c->payment)) != ERR_OK)
		return e;
	c->claim = CLAIM_PAID;
	if (c->payment.status == PAYMENT_COMPLETED)
		return ERR_OK;
	if (c->payment.status == PAYMENT_CANCELLED ||
	    c->payment.status == PAYMENT_REFUNDED)
		return ERR_PAYMENT_STATE;
	e = db_attempt_open_of(db, c->payment_id, &c->attempt);
	if (e == ERR_NOT_FOUND)
		return attempt_begin(db, c);
	if (e != ERR_OK)
		return e;
	c->claim = c->attempt.leased ? CLAIM_BUSY : CLAIM_OPEN;
	return c->claim == CLAIM_BUSY ? ERR_OK :
					db_attempt_lease(db, c->attempt.id);
}

/*
 * A new attempt from its first call to its last. Its name is on record before
 * it can be charged; without one it cannot have been, and is over.
 */
static enum err
attempt_run(struct req *rq, struct claiming *c, struct sighting *seen)
{
	const struct provider *provider = provider_of(c->payment.method);
	enum err               e;

	provider->open(rq, &c->payment, &c->attempt, seen);
	if (seen->provider_id == NULL) {
		if (seen->sight != SIGHT_FAILED)
			seen->sight = SIGHT_NOTHING;
		return ERR_OK;
	}
	e = db_attempt_named(rq->db, c->attempt.id, seen->provider_id);
	if (e != ERR_OK)
		return e == ERR_CONFLICT ? ERR_PAYMENT_STATE : e;
	c->attempt.provider_id = seen->provider_id;
	if (c->attempt.kind == ATTEMPT_INTENT)
		provider->charge(rq, &c->payment, &c->attempt, seen);
	return ERR_OK;
}

/* When our database does not answer, it does not know what the provider did. */
static enum err
settle_error(enum err e)
{
	return err_is_outage(e) ? ERR_PAYMENT_UNKNOWN : e;
}

/* What was asked for did not reach the provider: it is as if never begun. */
static enum err
attempt_new(struct req *rq, struct claiming *c)
{
	struct sighting seen;
	bool            is_down;
	enum err        e;

	if ((e = attempt_run(rq, c, &seen)) != ERR_OK)
		return e;
	is_down = seen.sight == SIGHT_NOTHING;
	if (is_down)
		seen.sight = SIGHT_ENDED;
	e = attempt_settle(rq, &c->attempt, &seen, true, &c->payment);
	if (e != ERR_OK || c->payment.status == PAYMENT_COMPLETED)
		return settle_error(e);
	return is_down                  ? ERR_UNAVAILABLE :
	    seen.sight == SIGHT_UNKNOWN ? ERR_PAYMENT_UNKNOWN :
					  ERR_OK;
}

static void
look_at(struct req *rq, const struct provider *provider,
    const struct attempt *a, struct sighting *seen)
{
	*seen = (struct sighting){ .sight = SIGHT_ENDED };
	if (a->provider_id != NULL)
		provider->look(rq, a, seen);
}

/*
 * One that is open: as it is now, or over when the buyer wants to pay in
 * another way than it allows. "*again": make a new one.
 */
static enum err
attempt_resume(struct req *rq, struct claiming *c, bool *again)
{
	const struct provider *provider = provider_of(c->payment.method);
	struct sighting        seen;
	enum err               e;

	look_at(rq, provider, &c->attempt, &seen);
	if (seen.sight == SIGHT_WAITING &&
	    (seen.url == NULL || c->method_id != NULL))
		provider->end(rq, &c->attempt, &seen);
	e = attempt_settle(rq, &c->attempt, &seen, true, &c->payment);
	if (e != ERR_OK)
		return settle_error(e);
	*again = c->payment.status == PAYMENT_PENDING ||
	    c->payment.status == PAYMENT_FAILED;
	return seen.sight == SIGHT_UNKNOWN || seen.sight == SIGHT_NOTHING ?
	    ERR_PAYMENT_UNKNOWN :
	    ERR_OK;
}

enum err
payment_process(struct req *rq, struct payment *p, const char *method_id)
{
	struct claiming c = { .payment_id = p->id, .method_id = method_id };
	bool            again = true;
	enum err        e = ERR_OK;

	if (provider_of(p->method) == NULL)
		return ERR_PAYMENT_METHOD;
	for (int round = 0; round < 2 && again && e == ERR_OK; round++) {
		again = false;
		if ((e = db_tx(rq->db, claim, &c)) != ERR_OK)
			break;
		if (c.claim == CLAIM_NEW)
			e = attempt_new(rq, &c);
		else if (c.claim == CLAIM_OPEN)
			e = attempt_resume(rq, &c, &again);
		else if (c.claim == CLAIM_BUSY)
			e = ERR_PAYMENT_UNKNOWN;
		*p = c.payment;
	}
	return e;
}

enum err
attempt_look(struct req *rq, const struct attempt *a, struct payment *out)
{
	struct sighting seen;
	enum err        e;

	if ((e = db_payment_get(rq->db, a->payment_id, out)) != ERR_OK)
		return e;
	if (a->status == ATTEMPT_SUCCEEDED)
		return ERR_OK;
	look_at(rq, provider_of(out->method), a, &seen);
	/* What nobody comes back to the provider need not keep: a payment
	   that is over, or a card whose charge did not arrive. */
	if (seen.sight == SIGHT_WAITING && attempt_open(a->status) &&
	    (out->status != PAYMENT_PROCESSING ||
		(seen.url == NULL && !a->leased)))
		provider_of(out->method)->end(rq, a, &seen);
	if ((e = attempt_settle(rq, a, &seen, false, out)) != ERR_OK)
		return settle_error(e);
	return seen.sight == SIGHT_UNKNOWN || seen.sight == SIGHT_NOTHING ?
	    ERR_PAYMENT_UNKNOWN :
	    ERR_OK;
}

enum err
payment_look(struct req *rq, struct payment *p)
{
	struct attempt a;
	enum err       e;

	e = db_attempt_last(rq->db, p->id, &a);
	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	/* In the midst of its first call there is nothing to see. */
	if (e == ERR_OK && !(a.provider_id == NULL && a.leased))
		e = attempt_look(rq, &a, p);
	return e;
}

enum err
attempt_end_open(struct req *rq, struct uuid payment_id)
{
	struct sighting seen = { .sight = SIGHT_ENDED };
	struct payment  p;
	struct attempt  a;
	enum err        e;

	if ((e = db_payment_get(rq->db, payment_id, &p)) != ERR_OK)
		return e;
	e = db_attempt_open_of(rq->db, payment_id, &a);
	if (e != ERR_OK)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	if (a.provider_id != NULL)
		provider_of(p.method)->end(rq, &a, &seen);
	return attempt_settle(rq, &a, &seen, false, &p);
}
