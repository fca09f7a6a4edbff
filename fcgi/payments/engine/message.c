/* SPDX-License-Identifier: ISC */
#include "fcgi/payments/engine/message.h"
#include "fcgi/payments/engine/attempt.h"
#include "fcgi/payments/engine/effects.h"

SPEC(webhook_answer, FIELD(received));

/* A message about an object that is not ours is taken and forgotten. */
static enum err
message_of_attempt(struct req *rq, const char *provider,
    const struct provider_message *m, struct uuid *payment_id)
{
	struct settlement s;
	struct attempt    a;
	enum err          e;

	e = db_attempt_find(rq->db, provider, m->attempt_id, m->object_id, &a);
	if (e != ERR_OK)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	*payment_id = a.payment_id;
	/* Without a name it is in its first call, which sees what happens. */
	if (a.provider_id == NULL)
		return ERR_OK;
	if ((e = attempt_look(rq, &a, &s)) == ERR_OK)
		effects_execute(rq, &s);
	return e;
}

static enum err
message_of_refund(struct req *rq, const char *provider,
    const struct provider_message *m, struct uuid *payment_id)
{
	struct refund  r;
	struct payment p;
	enum err       e;

	e = uuid_given(m->refund_id) ?
	    db_refund_get(rq->db, m->refund_id, &r) :
	    db_refund_by_provider(rq->db, provider, m->object_id, &r);
	if (e != ERR_OK)
		return e == ERR_NOT_FOUND ? ERR_OK : e;
	*payment_id = r.payment_id;
	if (r.status != REFUND_REQUESTED)
		return ERR_OK;
	e = refund_drive(rq, &r, &p);
	return e == ERR_PAYMENT_STATE ? ERR_OK : e;
}

/*
 * A message is recorded before anything is done about it and marked when all
 * is done.  The provider repeats it if something fails in between.
 */
enum err
provider_message_take(struct req *rq, const struct provider *provider,
    struct webhook_answer *out)
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
	e = uuid_given(m.refund_id) ?
	    message_of_refund(rq, provider->name, &m, &payment_id) :
	    message_of_attempt(rq, provider->name, &m, &payment_id);
	if (e != ERR_OK)
		return e;
	return db_provider_event_done(rq->db, provider->name, m.id, payment_id);
}
