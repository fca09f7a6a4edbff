/* SPDX-License-Identifier: ISC */
#include "fcgi/payments/engine/attempt.h"
#include "fcgi/payments/engine/payment_state.h"
#include "fcgi/payments/payments.h"

/* ---- looking at the provider --------------------------------------------- */

static const struct payment_proof no_proof;

/*
 * What the provider says of an attempt that is open here.  The money of an
 * approved one is taken while the payment wants it.
 */
static void
attempt_see(struct req *rq, const struct payment *p, const struct attempt *a,
    const struct payment_proof *proof, struct sighting *seen)
{
	const struct provider *provider = provider_named(a->provider);

	*seen = (struct sighting){ .sight = SIGHT_ENDED };
	if (a->provider_id == NULL)
		return;
	seen->sight = SIGHT_UNKNOWN;
	if (provider == NULL)
		return;
	provider->look(rq, a, seen);
	if (seen->sight == SIGHT_APPROVED && attempt_open(a->status) &&
	    p->status == PAYMENT_PROCESSING)
		provider->proceed(rq, p, a, proof, seen);
}

static void
attempt_end(struct req *rq, const struct attempt *a, struct sighting *seen)
{
	const struct provider *provider = provider_named(a->provider);

	*seen = (struct sighting){ .sight = SIGHT_ENDED };
	if (a->provider_id == NULL)
		return;
	seen->sight = SIGHT_UNKNOWN;
	if (provider != NULL)
		provider->end(rq, a, seen);
}

static bool
is_waiting(const struct sighting *seen)
{
	return seen->sight == SIGHT_WAITING || seen->sight == SIGHT_APPROVED;
}

static enum err
error_of(const struct sighting *seen)
{
	return seen->sight == SIGHT_UNKNOWN || seen->sight == SIGHT_NOTHING ?
	    ERR_PAYMENT_UNKNOWN :
	    ERR_OK;
}

/* ---- claiming the attempt that is to be continued ------------------------ */

enum claim {
	CLAIM_NEW,  /* ours, and nothing was sent */
	CLAIM_OPEN, /* ours now; another request began it */
	CLAIM_BUSY, /* another request works on it */
	CLAIM_PAID  /* nothing is left to do */
};

struct claim_tx {
	struct uuid                 payment_id;
	const struct payment_proof *proof;
	struct payment              payment;
	struct attempt              attempt;
	enum claim                  claim;
};

static enum err
claim_new(struct db *db, struct claim_tx *c)
{
	const struct provider *provider = provider_of(c->payment.method);
	struct payment_step    step;
	struct attempt         a = { .id = uuid_new() };

	step = payment_step((struct payment_state){ c->payment.status,
				ATTEMPT_CANCELLED },
	    EVENT_OPENED);
	if (step.refused)
		return ERR_PAYMENT_STATE;
	if (!provider_offers(c->payment.method))
		return ERR_PAYMENT_METHOD;
	a.payment_id = c->payment_id;
	a.provider = provider->name;
	a.method_id = provider->instrument(c->proof);
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
claim_record(struct db *db, void *ctx)
{
	struct claim_tx *c = ctx;
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
		return claim_new(db, c);
	if (e != ERR_OK)
		return e;
	c->claim = c->attempt.leased ? CLAIM_BUSY : CLAIM_OPEN;
	return c->claim == CLAIM_BUSY ? ERR_OK :
					db_attempt_lease(db, c->attempt.id);
}

/* ---- a new attempt ------------------------------------------------------- */

/*
 * From its first call to its last.  Its name is recorded before it can be
 * charged.  Without a name it cannot have been charged and is over.
 */
static enum err
attempt_begin(struct req *rq, struct claim_tx *c, struct sighting *seen)
{
	const struct provider *provider = provider_of(c->payment.method);
	enum err               e;

	provider->open(rq, &c->payment, &c->attempt, seen);
	if (seen->provider_id == NULL) {
		if (seen->sight != SIGHT_FAILED)
			seen->sight = SIGHT_NOTHING;
		return ERR_OK;
	}
	e = db_attempt_set_name(rq->db, c->attempt.id, seen->provider_id);
	if (e != ERR_OK)
		return e == ERR_CONFLICT ? ERR_PAYMENT_STATE :
		    err_is_outage(e)     ? ERR_UNAVAILABLE :
					   e;
	c->attempt.provider_id = seen->provider_id;
	if (c->attempt.method_id != NULL)
		provider->proceed(rq, &c->payment, &c->attempt, c->proof, seen);
	return ERR_OK;
}

/*
 * Record what was seen.  When our database does not answer, what the provider
 * did is not known here: money may have moved.
 */
static enum err
sighting_record(struct req *rq, const struct attempt *a,
    const struct sighting *seen, bool is_owner, struct settlement *out)
{
	enum err e = attempt_settle(rq->db, a, seen, is_owner, out);

	return err_is_outage(e) ? ERR_PAYMENT_UNKNOWN : e;
}

/* A request that did not reach the provider is as if it never began. */
static enum err
attempt_begin_settled(struct req *rq, struct claim_tx *c,
    struct settlement *out)
{
	struct sighting seen;
	bool            is_down;
	enum err        e;

	if ((e = attempt_begin(rq, c, &seen)) != ERR_OK)
		return e;
	is_down = seen.sight == SIGHT_NOTHING;
	if (is_down)
		seen.sight = SIGHT_ENDED;
	e = sighting_record(rq, &c->attempt, &seen, true, out);
	if (e != ERR_OK || out->payment.status == PAYMENT_COMPLETED)
		return e;
	return is_down ? ERR_UNAVAILABLE : error_of(&seen);
}

/* ---- an attempt that is open --------------------------------------------- */

/*
 * Continue it, or end it when the buyer named a card now or when it leads
 * nowhere: an attempt by card that was not charged.  "*again": make a new one.
 */
static enum err
attempt_resume(struct req *rq, struct claim_tx *c, struct settlement *out,
    bool *again)
{
	const struct provider *provider = provider_of(c->payment.method);
	struct sighting        seen;
	enum err               e;

	attempt_see(rq, &c->payment, &c->attempt, c->proof, &seen);
	if (is_waiting(&seen) &&
	    (seen.url == NULL ||
		(provider != NULL && provider->instrument(c->proof) != NULL)))
		attempt_end(rq, &c->attempt, &seen);
	e = sighting_record(rq, &c->attempt, &seen, true, out);
	if (e != ERR_OK)
		return e;
	*again = out->payment.status == PAYMENT_PENDING ||
	    out->payment.status == PAYMENT_FAILED;
	return error_of(&seen);
}

enum err
payment_process(struct req *rq, struct uuid payment_id,
    const struct payment_proof *proof, struct settlement *out)
{
	struct claim_tx c = { .payment_id = payment_id, .proof = proof };
	bool            again = true;
	enum err        e = ERR_OK;

	*out = (struct settlement){ 0 };
	for (int round = 0; round < 2 && again && e == ERR_OK; round++) {
		again = false;
		if ((e = db_tx(rq->db, claim_record, &c)) != ERR_OK)
			return e;
		out->payment = c.payment;
		if (c.claim == CLAIM_NEW)
			e = attempt_begin_settled(rq, &c, out);
		else if (c.claim == CLAIM_OPEN)
			e = attempt_resume(rq, &c, out, &again);
		else if (c.claim == CLAIM_BUSY)
			e = ERR_PAYMENT_UNKNOWN;
	}
	return e;
}

/* ---- looking at it ------------------------------------------------------- */

/*
 * Will nobody continue it?  So it is when the payment is over, and with a card
 * whose charge did not reach the provider.
 */
static bool
is_abandoned(const struct payment *p, const struct attempt *a,
    const struct sighting *seen)
{
	return is_waiting(seen) && attempt_open(a->status) &&
	    (p->status != PAYMENT_PROCESSING ||
		(seen->url == NULL && !a->leased));
}

enum err
attempt_look(struct req *rq, const struct attempt *a, struct settlement *out)
{
	struct sighting seen;
	enum err        e;

	*out = (struct settlement){ .attempt = a->status };
	if ((e = db_payment_get(rq->db, a->payment_id, &out->payment)) !=
		ERR_OK ||
	    a->status == ATTEMPT_SUCCEEDED)
		return e;
	attempt_see(rq, &out->payment, a, &no_proof, &seen);
	if (is_abandoned(&out->payment, a, &seen))
		attempt_end(rq, a, &seen);
	if ((e = sighting_record(rq, a, &seen, false, out)) != ERR_OK)
		return e;
	return error_of(&seen);
}

enum err
payment_look(struct req *rq, const struct payment *p, struct settlement *out)
{
	struct attempt a;
	enum err       e;

	*out = (struct settlement){ .payment = *p };
	e = db_attempt_last(rq->db, p->id, &a);
	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	/* During its first call there is nothing to see. */
	if (e == ERR_OK && !(a.provider_id == NULL && a.leased))
		e = attempt_look(rq, &a, out);
	return e;
}

enum err
attempt_end_open(struct req *rq, struct uuid payment_id, struct settlement *out)
{
	struct sighting seen;
	struct attempt  a;
	enum err        e;

	e = db_attempt_open_of(rq->db, payment_id, &a);
	if (e != ERR_OK)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	attempt_end(rq, &a, &seen);
	return attempt_settle(rq->db, &a, &seen, false, out);
}
