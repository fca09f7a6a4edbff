/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/crypto.h"
#include "tests/simulate/at_stripe.h"
#include "tests/simulate/breaks.h"

#define SECRET "whsec_simulated"

struct stripe_world stripe;

static int
refuse(struct provider_call *c, int status, const char *code)
{
	c->body = arena_printf(c->arena,
	    "{\"error\":{\"type\":\"invalid_request_error\","
	    "\"code\":\"%s\",\"message\":\"No.\"}}",
	    code);
	return status;
}

/* ---- intents ------------------------------------------------------------- */

static const char *const intent_words[] = { "requires_payment_method",
	"requires_action", "processing", "succeeded", "requires_payment_method",
	"canceled" };

static const char *
intent_text(struct arena *a, const struct intent *i)
{
	return arena_printf(a,
	    "{\"id\":\"%s\",\"status\":\"%s\",\"currency\":\"eur\","
	    "\"amount_received\":%lld,\"next_action\":%s,"
	    "\"last_payment_error\":%s}",
	    i->id, intent_words[i->status], (long long)i->received,
	    i->status == INTENT_ACTION ?
		"{\"redirect_to_url\":{\"url\":\"https://bank/\"}}" :
		"null",
	    i->status == INTENT_DECLINED ?
		"{\"code\":\"card_declined\",\"message\":\"No.\"}" :
		"null");
}

static struct intent *
intent_find(const char *id)
{
	for (int i = 0; i < stripe.nintents; i++)
		if (strcmp(stripe.intents[i].id, id) == 0)
			return &stripe.intents[i];
	return NULL;
}

static struct intent *
intent_new(struct uuid payment_id, struct uuid attempt_id, int64_t amount)
{
	struct intent *i = &stripe.intents[stripe.nintents++];

	if (stripe.nintents == INTENTS_MAX)
		abort();
	*i = (struct intent){ .payment_id = payment_id,
		.attempt_id = attempt_id,
		.amount = amount };
	provider_name(i->id, "pi");
	return i;
}

static void
intent_end(struct intent *i, bool is_good)
{
	struct deal *d = deal_of_payment(i->payment_id);

	say("provider: %s of %s %s", i->id, d != NULL ? who_is(d->id) : "?",
	    is_good ? "is paid" : "is declined");
	i->status = is_good ? INTENT_PAID : INTENT_DECLINED;
	i->received = is_good ? i->amount : 0;
	provider_tell(&at_stripe,
	    is_good ? "payment_intent.succeeded" :
		      "payment_intent.payment_failed",
	    i->id, i->attempt_id, (struct uuid){ "" });
	if (d != NULL)
		d->dirty = true;
}

static int
intent_answer(struct provider_call *c, const struct intent *i)
{
	c->body = intent_text(c->arena, i);
	return 200;
}

static int
intent_add(struct provider_call *c)
{
	return intent_answer(c,
	    intent_new(call_uuid(c, "metadata[payment_id]"),
		call_uuid(c, "metadata[attempt_id]"),
		strtoll(call_field(c, "amount"), NULL, 10)));
}

static int
intent_show(struct provider_call *c)
{
	const struct intent *i = intent_find(c->id);

	return i != NULL ? intent_answer(c, i) :
			   refuse(c, 404, "resource_missing");
}

static int
intent_confirm(struct provider_call *c)
{
	struct intent *i = intent_find(c->id);
	const char    *card = call_field(c, "payment_method");

	if (i == NULL)
		return refuse(c, 404, "resource_missing");
	if (i->status != INTENT_NEW && i->status != INTENT_DECLINED)
		return refuse(c, 400, "payment_intent_unexpected_state");
	if (strcmp(card, "pm_card_slow") == 0)
		i->status = INTENT_PROCESSING;
	else if (strcmp(card, "pm_card_authenticationRequired") == 0)
		i->status = INTENT_ACTION;
	else
		intent_end(i, strcmp(card, "pm_card_visa") == 0);
	if (i->status != INTENT_DECLINED)
		return intent_answer(c, i);
	c->body = arena_printf(c->arena,
	    "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\","
	    "\"message\":\"No.\",\"payment_intent\":%s}}",
	    intent_text(c->arena, i));
	return 402;
}

static int
intent_cancel(struct provider_call *c)
{
	struct intent *i = intent_find(c->id);

	if (i == NULL)
		return refuse(c, 404, "resource_missing");
	if (i->status == INTENT_PAID || i->status == INTENT_CANCELLED ||
	    i->status == INTENT_PROCESSING)
		return refuse(c, 400, "payment_intent_unexpected_state");
	say("provider: %s is cancelled", i->id);
	i->status = INTENT_CANCELLED;
	provider_tell(&at_stripe, "payment_intent.canceled", i->id,
	    i->attempt_id, (struct uuid){ "" });
	return intent_answer(c, i);
}

/* ---- checkout sessions --------------------------------------------------- */

static struct session_page *
session_find(const char *id)
{
	for (int i = 0; i < stripe.nsessions; i++)
		if (strcmp(stripe.sessions[i].id, id) == 0)
			return &stripe.sessions[i];
	return NULL;
}

static int
session_answer(struct provider_call *c, const struct session_page *s)
{
	static const char *const words[] = { "open", "complete", "expired" };
	bool                     paid = s->status == SESSION_PAID;

	c->body = arena_printf(c->arena,
	    "{\"id\":\"%s\",\"status\":\"%s\",\"payment_status\":\"%s\","
	    "\"payment_intent\":%s%s%s,\"url\":%s%s%s,"
	    "\"currency\":\"eur\",\"amount_total\":%lld}",
	    s->id, words[s->status], paid ? "paid" : "unpaid", paid ? "\"" : "",
	    paid ? stripe.intents[s->intent].id : "null", paid ? "\"" : "",
	    s->status == SESSION_OPEN ? "\"https://pay/" : "",
	    s->status == SESSION_OPEN ? s->id : "null",
	    s->status == SESSION_OPEN ? "\"" : "", (long long)s->amount);
	return 200;
}

static int
session_add(struct provider_call *c)
{
	struct session_page *s = &stripe.sessions[stripe.nsessions++];

	if (stripe.nsessions == SESSIONS_MAX)
		abort();
	*s = (struct session_page){
		.payment_id = call_uuid(c, "metadata[payment_id]"),
		.attempt_id = call_uuid(c, "metadata[attempt_id]"),
		.amount = strtoll(call_field(c,
				      "line_items[0][price_data][unit_amount]"),
		    NULL, 10),
		.expires_us = strtoll(call_field(c, "expires_at"), NULL, 10) *
		    SECOND_US,
		.intent = -1,
	};
	provider_name(s->id, "cs");
	return session_answer(c, s);
}

void
session_pay(struct session_page *s, bool is_good)
{
	struct intent *i;

	if (!is_good) {
		say("provider: a card is declined on the page %s", s->id);
		return; /* the page stays open for another card */
	}
	i = intent_new(s->payment_id, s->attempt_id, s->amount);
	s->status = SESSION_PAID;
	s->intent = stripe.nintents - 1;
	say("provider: the page %s is paid", s->id);
	intent_end(i, true);
	provider_tell(&at_stripe, "checkout.session.completed", s->id,
	    s->attempt_id, (struct uuid){ "" });
}

static void
session_close(struct session_page *s)
{
	say("provider: the page %s is closed", s->id);
	s->status = SESSION_EXPIRED;
	provider_tell(&at_stripe, "checkout.session.expired", s->id,
	    s->attempt_id, (struct uuid){ "" });
}

static void
stripe_clock(void)
{
	for (int i = 0; i < stripe.nsessions; i++)
		if (stripe.sessions[i].status == SESSION_OPEN &&
		    stripe.sessions[i].expires_us < world.now_us)
			session_close(&stripe.sessions[i]);
}

static int
session_show(struct provider_call *c)
{
	const struct session_page *s = session_find(c->id);

	return s != NULL ? session_answer(c, s) :
			   refuse(c, 404, "resource_missing");
}

static int
session_expire(struct provider_call *c)
{
	struct session_page *s = session_find(c->id);

	if (s == NULL)
		return refuse(c, 404, "resource_missing");
	if (s->status != SESSION_OPEN)
		return refuse(c, 400, "session_not_open");
	session_close(s);
	return session_answer(c, s);
}

/* ---- refunds ------------------------------------------------------------- */

static const char *
given_text(struct arena *a, const struct given *g)
{
	static const char *const words[] = { "pending", "succeeded", "failed" };

	return arena_printf(a,
	    "{\"id\":\"%s\",\"status\":\"%s\",\"failure_reason\":null,"
	    "\"metadata\":{\"refund_id\":\"%s\"}}",
	    g->id, words[g->status], g->refund_id.text);
}

void
given_end(struct given *g, bool is_good)
{
	struct intent *i = &stripe.intents[g->intent];
	struct deal   *d = deal_of_payment(i->payment_id);

	say("provider: the refund %s of %s %s", g->id,
	    d != NULL ? who_is(d->id) : "?",
	    is_good ? "is paid back" : "fails");
	g->status = is_good ? GIVEN_BACK : GIVEN_REFUSED;
	if (!is_good)
		i->refunded -= g->amount;
	provider_tell(&at_stripe, "refund.updated", g->id, (struct uuid){ "" },
	    g->refund_id);
	if (d != NULL)
		d->dirty = true;
}

static int
given_add(struct provider_call *c)
{
	struct intent *i = intent_find(call_field(c, "payment_intent"));
	int64_t        amount = strtoll(call_field(c, "amount"), NULL, 10);
	struct given  *g = &stripe.given[stripe.ngiven];

	if (i == NULL)
		return refuse(c, 404, "resource_missing");
	if (amount <= 0 || amount > i->received - i->refunded)
		return refuse(c, 400, "charge_already_refunded");
	if (++stripe.ngiven == GIVEN_MAX)
		abort();
	*g = (struct given){ .intent = (int)(i - stripe.intents),
		.refund_id = call_uuid(c, "metadata[refund_id]"),
		.amount = amount };
	provider_name(g->id, "re");
	i->refunded += amount;
	say("provider: a refund %s of %lld cents begins", g->id,
	    (long long)amount);
	if (there.is_refusing ||
	    (!there.is_slow && rng_chance(&world.dice, 800)))
		given_end(g, !there.is_refusing);
	else
		provider_tell(&at_stripe, "refund.created", g->id,
		    (struct uuid){ "" }, g->refund_id);
	c->body = given_text(c->arena, g);
	return 200;
}

static int
given_list(struct provider_call *c)
{
	const struct intent *i = intent_find(call_field(c, "payment_intent"));
	const char          *text = "";

	for (int k = 0; k < stripe.ngiven && !breaks(BREAK_NO_KEY); k++)
		if (&stripe.intents[stripe.given[k].intent] == i)
			text = arena_printf(c->arena, "%s%s%s", text,
			    *text != '\0' ? "," : "",
			    given_text(c->arena, &stripe.given[k]));
	c->body = arena_printf(c->arena, "{\"data\":[%s]}", text);
	return 200;
}

static int64_t
stripe_has(struct uuid payment_id, int *charges)
{
	int64_t sum = 0;

	*charges = 0;
	for (int i = 0; i < stripe.nintents; i++) {
		const struct intent *in = &stripe.intents[i];

		if (!uuid_equal(in->payment_id, payment_id))
			continue;
		sum += in->received - in->refunded;
		*charges += in->status == INTENT_PAID;
	}
	return sum;
}

/* ---- what people and time do --------------------------------------------- */

static void
stripe_work(void)
{
	for (int k = 0; k < stripe.nintents; k++)
		if (stripe.intents[k].status == INTENT_PROCESSING &&
		    (world.calm || rng_chance(&world.dice, 300)))
			intent_end(&stripe.intents[k],
			    rng_chance(&world.dice, 700));
	for (int k = 0; k < stripe.ngiven; k++)
		if (stripe.given[k].status == GIVEN_PENDING && !there.is_slow &&
		    (world.calm || rng_chance(&world.dice, 300)))
			given_end(&stripe.given[k],
			    world.calm || rng_chance(&world.dice, 700));
}

static void
stripe_visit(struct uuid payment_id, bool is_good)
{
	for (int i = 0; i < stripe.nsessions; i++) {
		struct session_page *p = &stripe.sessions[i];

		if (uuid_equal(p->payment_id, payment_id) && p->shown &&
		    p->status == SESSION_OPEN) {
			session_pay(p, is_good);
			return;
		}
	}
	for (int i = 0; i < stripe.nintents; i++) {
		struct intent *in = &stripe.intents[i];

		if (uuid_equal(in->payment_id, payment_id) &&
		    in->status == INTENT_ACTION) {
			intent_end(in, is_good);
			return;
		}
	}
}

static void
stripe_seen(const char *text)
{
	for (int i = 0; i < stripe.nsessions; i++)
		if (!stripe.sessions[i].shown &&
		    strstr(text, stripe.sessions[i].id) != NULL)
			stripe.sessions[i].shown = true;
}

/* ---- webhooks ------------------------------------------------------------ */

static const char *
stripe_body(struct arena *a, const struct message *m)
{
	bool is_refund = uuid_given(m->refund_id);

	return arena_printf(a,
	    "{\"id\":\"%s\",\"type\":\"%s\",\"data\":{\"object\":{\"id\":"
	    "\"%s\",\"metadata\":{\"%s\":\"%s\"}}}}",
	    m->id, m->type, m->object_id,
	    is_refund ? "refund_id" : "attempt_id",
	    is_refund ? m->refund_id.text : m->attempt_id.text);
}

static const char *
stripe_sign(struct arena *a, const char *body, bool is_forged)
{
	char        hex[SHA256_HEX_SIZE];
	long long   t = world.now_us / SECOND_US;
	const char *text = arena_printf(a, "%lld.%s", t, body);

	hmac_sha256_hex(is_forged ? "whsec_guessed" : SECRET, text,
	    strlen(text), hex);
	return arena_printf(a, "t=%lld,v1=%s", t, hex);
}

static const struct provider_row rows[] = {
	{ "POST", "/v1/payment_intents/", "/confirm", intent_confirm },
	{ "POST", "/v1/payment_intents/", "/cancel", intent_cancel },
	{ "POST", "/v1/payment_intents", "", intent_add },
	{ "GET", "/v1/payment_intents/", "", intent_show },
	{ "POST", "/v1/checkout/sessions/", "/expire", session_expire },
	{ "POST", "/v1/checkout/sessions", "", session_add },
	{ "GET", "/v1/checkout/sessions/", "", session_show },
	{ "POST", "/v1/refunds", "", given_add },
	{ "GET", "/v1/refunds?", "", given_list },
	{ NULL, NULL, NULL, NULL },
};

const struct provider_at at_stripe = {
	.word = "STRIPE",
	.base = "https://stripe",
	.webhook = "/api/webhooks/stripe",
	.variable = "HTTP_STRIPE_SIGNATURE",
	.rows = rows,
	.clock = stripe_clock,
	.work = stripe_work,
	.visit = stripe_visit,
	.seen = stripe_seen,
	.body = stripe_body,
	.sign = stripe_sign,
	.has = stripe_has,
};
