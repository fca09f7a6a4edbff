/* SPDX-License-Identifier: ISC */
/*
 * webhook.c - messages of the providers. What they say is not believed: it
 * only tells which object to ask for, so it matters neither how often nor how
 * late nor in which order they come.
 */
#include "fcgi/payments/payments.h"

struct received {
	bool received;
};
SPEC_STATIC(received, FIELD(received));

static enum err
attempt_follow(struct req *rq, const struct provider_message *m,
    struct uuid *payment_id)
{
	struct attempt a;
	struct payment p;
	enum err       e;

	e = db_attempt_find(rq->db, m->attempt_id, m->object_id, &a);
	if (e == ERR_NOT_FOUND)
		return ERR_OK; /* not of ours */
	if (e != ERR_OK)
		return e;
	*payment_id = a.payment_id;
	if (a.provider_id == NULL)
		return ERR_OK; /* whoever began it, is at it */
	return attempt_look(rq, &a, &p);
}

static enum err
refund_follow(struct req *rq, const struct provider_message *m,
    struct uuid *payment_id)
{
	struct refund r;
	enum err      e;

	e = uuid_given(m->refund_id) ?
	    db_refund_get(rq->db, m->refund_id, &r) :
	    db_refund_by_provider(rq->db, m->object_id, &r);
	if (e == ERR_NOT_FOUND)
		return ERR_OK;
	if (e != ERR_OK)
		return e;
	*payment_id = r.payment_id;
	if (r.status != REFUND_REQUESTED)
		return ERR_OK;
	e = refund_drive(rq, &r);
	return e == ERR_PAYMENT_STATE ? ERR_OK : e;
}

/*
 * The event is on record before anything is done about it, and marked when
 * all is: what fails between is repeated by the provider.
 */
static enum err
message_receive(struct req *rq, const struct provider *provider,
    struct received *out)
{
	struct provider_message m;
	struct provider_event   ev;
	struct uuid             payment_id = { "" };
	enum err                e;

	if (provider->missing() != NULL)
		return ERR_NOT_FOUND;
	if ((e = provider->message(rq, &m)) != ERR_OK)
		return e;
	out->received = true;
	if (!m.is_known)
		return ERR_OK;
	ev = (struct provider_event){ .id = m.id,
		.type = m.type,
		.object_id = m.object_id };
	e = db_provider_event_add(rq->db, provider->name, &ev);
	if (e != ERR_OK || ev.is_done)
		return e;
	e = uuid_given(m.refund_id) ? refund_follow(rq, &m, &payment_id) :
				      attempt_follow(rq, &m, &payment_id);
	if (e != ERR_OK)
		return e;
	return db_provider_event_done(rq->db, provider->name, m.id, payment_id);
}

/* POST /webhooks/stripe - something happened at Stripe. */
HANDLER(webhook_stripe, none, received)
{
	return message_receive(rq, &stripe, out);
}

const struct route webhook_routes[] = {
	{ POST, "/webhooks/stripe", &webhook_stripe, .who = ANYONE,
	    .face = API_ONLY, .body_max = 256 * 1024, .raw = true },
	{ 0 },
};
