/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/clock.h"
#include "fcgi/sandbox/stripe/stripe_sandbox.h"

#define LIFE_SECONDS (24 * 3600)
#define LIFE_MIN     (30 * 60) /* Stripe refuses shorter ones */

static enum err
checkout_session_record(struct db *db, struct stripe_session *s,
    const char *event)
{
	enum err e;

	if ((e = db_stripe_session_put(db, s)) != ERR_OK || event == NULL)
		return e;
	return db_stripe_event_add(db, event, &stripe_session_spec, s);
}

enum err
checkout_session_lock(struct db *db, const char *id, struct stripe_session *s)
{
	enum err e;

	if ((e = db_stripe_session_get(db, id, true, s)) != ERR_OK)
		return e;
	if (!s->is_late || strcmp(s->status, "open") != 0)
		return ERR_OK;
	s->status = "expired";
	return checkout_session_record(db, s, "checkout.session.expired");
}

enum err
checkout_session_complete(struct db *db, struct stripe_session *s)
{
	s->status = "complete";
	s->payment_status = "paid";
	return checkout_session_record(db, s, "checkout.session.completed");
}

static bool
session_life_fits(const struct stripe_session *s)
{
	int64_t now = clock_now().us / 1000000;

	return s->expires_at >= now + LIFE_MIN - 60 &&
	    s->expires_at <= now + LIFE_SECONDS;
}

static enum err
session_add_tx(struct stripe_api_call *c)
{
	static const char     item[] = "line_items.0.price_data";
	struct stripe_session s = { .status = "open",
		.payment_status = "unpaid" };
	struct arena         *a = c->rq->arena;
	enum err              e;

	if (!stripe_api_number(c, arena_printf(a, "%s.unit_amount", item),
		&s.amount_total))
		return stripe_api_missing(c, "line_items[0]");
	s.currency = stripe_api_text(c, arena_printf(a, "%s.currency", item));
	s.name = stripe_api_text(c,
	    arena_printf(a, "%s.product_data.name", item));
	s.success_url = stripe_api_url(c, "success_url");
	s.cancel_url = stripe_api_url(c, "cancel_url");
	if (s.currency == NULL || s.name == NULL)
		return stripe_api_missing(c, "line_items[0][price_data]");
	if (stripe_api_amount_refused(c, s.amount_total, s.currency, true))
		return ERR_OK;
	if (s.success_url == NULL)
		return stripe_api_missing(c, "success_url");
	if (s.cancel_url == NULL && stripe_api_text(c, "cancel_url") != NULL)
		return stripe_api_missing(c, "cancel_url");
	s.expires_at = clock_now().us / 1000000 + LIFE_SECONDS;
	if (stripe_api_text(c, "expires_at") != NULL &&
	    (!stripe_api_number(c, "expires_at", &s.expires_at) ||
		!session_life_fits(&s)))
		return stripe_api_missing(c, "expires_at");
	s.id = stripe_id_new(a, "cs_test_");
	s.customer_email = stripe_api_text(c, "customer_email");
	s.client_reference_id = stripe_api_text(c, "client_reference_id");
	s.metadata = stripe_api_marks(c, "metadata");
	s.intent_metadata = stripe_api_marks(c, "payment_intent_data.metadata");
	if ((e = checkout_session_record(c->db, &s, NULL)) != ERR_OK)
		return e;
	return stripe_api_answer(c, &stripe_session_spec, &s);
}

static enum err
session_show_tx(struct stripe_api_call *c)
{
	struct stripe_session s;
	enum err              e;

	if ((e = checkout_session_lock(c->db, c->id, &s)) != ERR_OK)
		return e == ERR_NOT_FOUND ?
		    stripe_api_no_such(c, "checkout.session") :
		    e;
	return stripe_api_answer(c, &stripe_session_spec, &s);
}

static enum err
session_expire_tx(struct stripe_api_call *c)
{
	struct stripe_session s;
	enum err              e;

	if ((e = checkout_session_lock(c->db, c->id, &s)) != ERR_OK)
		return e == ERR_NOT_FOUND ?
		    stripe_api_no_such(c, "checkout.session") :
		    e;
	if (strcmp(s.status, "open") != 0)
		return stripe_api_fail(c, 400,
		    &(struct stripe_failure){ .type = "invalid_request_error",
			.message = "Only Checkout Sessions with a status of "
				   "`open` can be "
				   "expired." });
	s.status = "expired";
	if ((e = checkout_session_record(c->db, &s,
		 "checkout.session.expired")) != ERR_OK)
		return e;
	return stripe_api_answer(c, &stripe_session_spec, &s);
}

/* POST /v1/checkout/sessions - make a payment page for one purchase. */
HANDLER(session_add, none, none)
{
	return stripe_api_serve(rq, session_add_tx);
}

/* GET /v1/checkout/sessions/:id - one session. */
HANDLER(session_show, none, none)
{
	return stripe_api_serve(rq, session_show_tx);
}

/* POST /v1/checkout/sessions/:id/expire - close its page. */
HANDLER(session_expire, none, none)
{
	return stripe_api_serve(rq, session_expire_tx);
}

const struct route stripe_session_routes[] = {
	{ POST, STRIPE_V1 "checkout/sessions", &session_add, .who = ANYONE,
	    .face = API_ONLY, .form_body = true, .shape = AS_WRITTEN },
	{ GET, STRIPE_V1 "checkout/sessions/:id", &session_show, .who = ANYONE,
	    .face = API_ONLY, .shape = AS_WRITTEN },
	{ POST, STRIPE_V1 "checkout/sessions/:id/expire", &session_expire,
	    .who = ANYONE, .face = API_ONLY, .form_body = true,
	    .shape = AS_WRITTEN },
	{ 0 },
};
