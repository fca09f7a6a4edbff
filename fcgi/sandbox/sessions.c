/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/clock.h"
#include "fcgi/sandbox/sandbox.h"

#define LIFE_SECONDS (24 * 3600)
#define LIFE_MIN     (30 * 60) /* shorter ones Stripe does not take */

static enum err
record(struct db *db, struct stripe_session *s, const char *event)
{
	enum err e;

	if ((e = db_session_put(db, s)) != ERR_OK || event == NULL)
		return e;
	return db_stripe_event_add(db, event, &stripe_session_spec, s);
}

enum err
session_load_locked(struct db *db, const char *id, struct stripe_session *s)
{
	enum err e;

	if ((e = db_session_get(db, id, true, s)) != ERR_OK)
		return e;
	if (!s->is_late || strcmp(s->status, "open") != 0)
		return ERR_OK;
	s->status = "expired";
	return record(db, s, "checkout.session.expired");
}

enum err
session_complete(struct db *db, struct stripe_session *s)
{
	s->status = "complete";
	s->payment_status = "paid";
	return record(db, s, "checkout.session.completed");
}

static bool
life_fits(const struct stripe_session *s)
{
	int64_t now = clock_now().us / 1000000;

	return s->expires_at >= now + LIFE_MIN - 60 &&
	    s->expires_at <= now + LIFE_SECONDS;
}

static enum err
add(struct call *c)
{
	static const char     item[] = "line_items.0.price_data";
	struct stripe_session s = { .status = "open",
		.payment_status = "unpaid" };
	struct arena         *a = c->rq->arena;
	enum err              e;

	if (!call_number(c, arena_printf(a, "%s.unit_amount", item),
		&s.amount_total))
		return call_missing(c, "line_items[0]");
	s.currency = call_text(c, arena_printf(a, "%s.currency", item));
	s.name = call_text(c, arena_printf(a, "%s.product_data.name", item));
	s.success_url = call_url(c, "success_url");
	s.cancel_url = call_url(c, "cancel_url");
	if (s.currency == NULL || s.name == NULL)
		return call_missing(c, "line_items[0][price_data]");
	if (amount_refused(c, s.amount_total, s.currency, true))
		return ERR_OK;
	if (s.success_url == NULL)
		return call_missing(c, "success_url");
	if (s.cancel_url == NULL && call_text(c, "cancel_url") != NULL)
		return call_missing(c, "cancel_url");
	s.expires_at = clock_now().us / 1000000 + LIFE_SECONDS;
	if (call_text(c, "expires_at") != NULL &&
	    (!call_number(c, "expires_at", &s.expires_at) || !life_fits(&s)))
		return call_missing(c, "expires_at");
	s.id = id_new(a, "cs_test_");
	s.customer_email = call_text(c, "customer_email");
	s.client_reference_id = call_text(c, "client_reference_id");
	s.metadata = call_marks(c, "metadata");
	s.intent_metadata = call_marks(c, "payment_intent_data.metadata");
	if ((e = record(c->db, &s, NULL)) != ERR_OK)
		return e;
	return call_answer(c, &stripe_session_spec, &s);
}

static enum err
show(struct call *c)
{
	struct stripe_session s;
	enum err              e;

	if ((e = session_load_locked(c->db, c->id, &s)) != ERR_OK)
		return e == ERR_NOT_FOUND ?
		    call_no_such(c, "checkout.session") :
		    e;
	return call_answer(c, &stripe_session_spec, &s);
}

static enum err
expire(struct call *c)
{
	struct stripe_session s;
	enum err              e;

	if ((e = session_load_locked(c->db, c->id, &s)) != ERR_OK)
		return e == ERR_NOT_FOUND ?
		    call_no_such(c, "checkout.session") :
		    e;
	if (strcmp(s.status, "open") != 0)
		return call_fail(c, 400,
		    &(struct failure){ .type = "invalid_request_error",
			.message = "Only Checkout Sessions with a status of "
				   "`open` can be "
				   "expired." });
	s.status = "expired";
	if ((e = record(c->db, &s, "checkout.session.expired")) != ERR_OK)
		return e;
	return call_answer(c, &stripe_session_spec, &s);
}

/* POST /v1/checkout/sessions - a payment page for one purchase. */
HANDLER(session_add, none, none)
{
	return call_serve(rq, add);
}

/* GET /v1/checkout/sessions/:id - how far the buyer has come. */
HANDLER(session_show, none, none)
{
	return call_serve(rq, show);
}

/* POST /v1/checkout/sessions/:id/expire - close the page. */
HANDLER(session_expire, none, none)
{
	return call_serve(rq, expire);
}

const struct route sessions_routes[] = {
	{ POST, V1 "checkout/sessions", &session_add, .who = ANYONE,
	    .face = API_ONLY, .form_body = true, .shape = AS_WRITTEN },
	{ GET, V1 "checkout/sessions/:id", &session_show, .who = ANYONE,
	    .face = API_ONLY, .shape = AS_WRITTEN },
	{ POST, V1 "checkout/sessions/:id/expire", &session_expire,
	    .who = ANYONE, .face = API_ONLY, .form_body = true,
	    .shape = AS_WRITTEN },
	{ 0 },
};
