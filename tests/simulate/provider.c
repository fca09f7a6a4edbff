/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "tests/simulate/breaks.h"
#include "tests/simulate/provider.h"

#define DAY_US (24 * 60 * MINUTE_US)
#define MEMORY 6000

struct provider_world there;

/* ---- requests and answers ------------------------------------------------ */

struct call {
	struct arena *arena;
	const char   *form; /* "a=1&b=2", as it came */
	const char   *id;   /* from the path */
	const char   *body; /* the answer */
};

/* A value of a form, or of the query; "" when there is none. */
static const char *
field(struct call *c, const char *name)
{
	for (const char *s = c->form; s != NULL && *s != '\0';) {
		size_t      len = strcspn(s, "&"), at = strcspn(s, "=");
		const char *is = url_decode(c->arena, s, at, true);

		if (is != NULL && strcmp(is, name) == 0)
			return url_decode(c->arena, s + at + 1, len - at - 1,
			    true);
		s += len + (s[len] == '&');
	}
	return "";
}

static struct uuid
mark(struct call *c, const char *name)
{
	const char *text = field(c, name);
	struct uuid id = { "" };

	uuid_parse(text, strlen(text), &id);
	return id;
}

static void
name_it(char id[24], const char *prefix)
{
	snprintf(id, 24, "%s_%016llx", prefix,
	    (unsigned long long)rng_next(&world.dice));
}

static int
refuse(struct call *c, int status, const char *code)
{
	c->body = arena_printf(c->arena,
	    "{\"error\":{\"type\":\"invalid_request_error\","
	    "\"code\":\"%s\",\"message\":\"No.\"}}",
	    code);
	return status;
}

static void
tell(const char *type, const char *object_id, struct uuid attempt_id,
    struct uuid refund_id)
{
	struct message *m = &there.messages[there.nmessages++];

	if (there.nmessages == MESSAGES_MAX)
		abort();
	*m = (struct message){ .type = type,
		.attempt_id = attempt_id,
		.refund_id = refund_id,
		.more = 1 + (int)rng_below(&world.dice, 5) };
	name_it(m->id, "evt");
	snprintf(m->object_id, sizeof(m->object_id), "%s", object_id);
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
	for (int i = 0; i < there.nintents; i++)
		if (strcmp(there.intents[i].id, id) == 0)
			return &there.intents[i];
	return NULL;
}

static struct intent *
intent_new(struct uuid payment_id, struct uuid attempt_id, int64_t amount)
{
	struct intent *i = &there.intents[there.nintents++];

	if (there.nintents == INTENTS_MAX)
		abort();
	*i = (struct intent){ .payment_id = payment_id,
		.attempt_id = attempt_id,
		.amount = amount };
	name_it(i->id, "pi");
	return i;
}

void
intent_end(struct intent *i, bool is_good)
{
	struct deal *d = deal_of_payment(i->payment_id);

	say("provider: %s of %s %s", i->id, d != NULL ? who_is(d->id) : "?",
	    is_good ? "is paid" : "is declined");
	i->status = is_good ? INTENT_PAID : INTENT_DECLINED;
	i->received = is_good ? i->amount : 0;
	tell(is_good ? "payment_intent.succeeded" :
		       "payment_intent.payment_failed",
	    i->id, i->attempt_id, (struct uuid){ "" });
	if (d != NULL)
		d->dirty = true;
}

static int
intent_answer(struct call *c, const struct intent *i)
{
	c->body = intent_text(c->arena, i);
	return 200;
}

static int
intent_add(struct call *c)
{
	return intent_answer(c,
	    intent_new(mark(c, "metadata[payment_id]"),
		mark(c, "metadata[attempt_id]"),
		strtoll(field(c, "amount"), NULL, 10)));
}

static int
intent_show(struct call *c)
{
	const struct intent *i = intent_find(c->id);

	return i != NULL ? intent_answer(c, i) :
			   refuse(c, 404, "resource_missing");
}

static int
intent_confirm(struct call *c)
{
	struct intent *i = intent_find(c->id);
	const char    *card = field(c, "payment_method");

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
intent_cancel(struct call *c)
{
	struct intent *i = intent_find(c->id);

	if (i == NULL)
		return refuse(c, 404, "resource_missing");
	if (i->status == INTENT_PAID || i->status == INTENT_CANCELLED ||
	    i->status == INTENT_PROCESSING)
		return refuse(c, 400, "payment_intent_unexpected_state");
	say("provider: %s is cancelled", i->id);
	i->status = INTENT_CANCELLED;
	tell("payment_intent.canceled", i->id, i->attempt_id,
	    (struct uuid){ "" });
	return intent_answer(c, i);
}

/* ---- checkout sessions --------------------------------------------------- */

static struct session_page *
session_find(const char *id)
{
	for (int i = 0; i < there.nsessions; i++)
		if (strcmp(there.sessions[i].id, id) == 0)
			return &there.sessions[i];
	return NULL;
}

static int
session_answer(struct call *c, const struct session_page *s)
{
	static const char *const words[] = { "open", "complete", "expired" };
	bool                     paid = s->status == SESSION_PAID;

	c->body = arena_printf(c->arena,
	    "{\"id\":\"%s\",\"status\":\"%s\",\"payment_status\":\"%s\","
	    "\"payment_intent\":%s%s%s,\"url\":%s%s%s,"
	    "\"currency\":\"eur\",\"amount_total\":%lld}",
	    s->id, words[s->status], paid ? "paid" : "unpaid", paid ? "\"" : "",
	    paid ? there.intents[s->intent].id : "null", paid ? "\"" : "",
	    s->status == SESSION_OPEN ? "\"https://pay/" : "",
	    s->status == SESSION_OPEN ? s->id : "null",
	    s->status == SESSION_OPEN ? "\"" : "", (long long)s->amount);
	return 200;
}

static int
session_add(struct call *c)
{
	struct session_page *s = &there.sessions[there.nsessions++];

	if (there.nsessions == SESSIONS_MAX)
		abort();
	*s = (struct session_page){
		.payment_id = mark(c, "metadata[payment_id]"),
		.attempt_id = mark(c, "metadata[attempt_id]"),
		.amount = strtoll(field(c,
				      "line_items[0][price_data][unit_amount]"),
		    NULL, 10),
		.expires_us = strtoll(field(c, "expires_at"), NULL, 10) *
		    SECOND_US,
		.intent = -1,
	};
	name_it(s->id, "cs");
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
	s->intent = there.nintents - 1;
	say("provider: the page %s is paid", s->id);
	intent_end(i, true);
	tell("checkout.session.completed", s->id, s->attempt_id,
	    (struct uuid){ "" });
}

void
session_close(struct session_page *s)
{
	say("provider: the page %s is closed", s->id);
	s->status = SESSION_EXPIRED;
	tell("checkout.session.expired", s->id, s->attempt_id,
	    (struct uuid){ "" });
}

void
provider_clock(void)
{
	for (int i = 0; i < there.nsessions; i++)
		if (there.sessions[i].status == SESSION_OPEN &&
		    there.sessions[i].expires_us < world.now_us)
			session_close(&there.sessions[i]);
}

static int
session_show(struct call *c)
{
	const struct session_page *s = session_find(c->id);

	return s != NULL ? session_answer(c, s) :
			   refuse(c, 404, "resource_missing");
}

static int
session_expire(struct call *c)
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
	struct intent *i = &there.intents[g->intent];
	struct deal   *d = deal_of_payment(i->payment_id);

	say("provider: the refund %s of %s %s", g->id,
	    d != NULL ? who_is(d->id) : "?",
	    is_good ? "is paid back" : "fails");
	g->status = is_good ? GIVEN_BACK : GIVEN_REFUSED;
	if (!is_good)
		i->refunded -= g->amount;
	tell("refund.updated", g->id, (struct uuid){ "" }, g->refund_id);
	if (d != NULL)
		d->dirty = true;
}

static int
given_add(struct call *c)
{
	struct intent *i = intent_find(field(c, "payment_intent"));
	int64_t        amount = strtoll(field(c, "amount"), NULL, 10);
	struct given  *g = &there.given[there.ngiven];

	if (i == NULL)
		return refuse(c, 404, "resource_missing");
	if (amount <= 0 || amount > i->received - i->refunded)
		return refuse(c, 400, "charge_already_refunded");
	if (++there.ngiven == GIVEN_MAX)
		abort();
	*g = (struct given){ .intent = (int)(i - there.intents),
		.refund_id = mark(c, "metadata[refund_id]"),
		.amount = amount };
	name_it(g->id, "re");
	i->refunded += amount;
	say("provider: a refund %s of %lld cents begins", g->id,
	    (long long)amount);
	if (there.is_refusing ||
	    (!there.is_slow && rng_chance(&world.dice, 800)))
		given_end(g, !there.is_refusing);
	else
		tell("refund.created", g->id, (struct uuid){ "" },
		    g->refund_id);
	c->body = given_text(c->arena, g);
	return 200;
}

static int
given_list(struct call *c)
{
	const struct intent *i = intent_find(field(c, "payment_intent"));
	const char          *text = "";

	for (int k = 0; k < there.ngiven && !breaks(BREAK_NO_KEY); k++)
		if (&there.intents[there.given[k].intent] == i)
			text = arena_printf(c->arena, "%s%s%s", text,
			    *text != '\0' ? "," : "",
			    given_text(c->arena, &there.given[k]));
	c->body = arena_printf(c->arena, "{\"data\":[%s]}", text);
	return 200;
}

/* ---- one request --------------------------------------------------------- */

static struct memory {
	const char *key, *what, *body;
	int64_t     at_us;
	int         status;
} memory[MEMORY];
static int nmemory;

static const struct row {
	const char *method, *begins, *ends;
	int (*serve)(struct call *);
} rows[] = {
	{ "POST", "/v1/payment_intents/", "/confirm", intent_confirm },
	{ "POST", "/v1/payment_intents/", "/cancel", intent_cancel },
	{ "POST", "/v1/payment_intents", "", intent_add },
	{ "GET", "/v1/payment_intents/", "", intent_show },
	{ "POST", "/v1/checkout/sessions/", "/expire", session_expire },
	{ "POST", "/v1/checkout/sessions", "", session_add },
	{ "GET", "/v1/checkout/sessions/", "", session_show },
	{ "POST", "/v1/refunds", "", given_add },
	{ "GET", "/v1/refunds?", "", given_list },
};

static bool
fits(const struct row *r, const struct ghost *g)
{
	size_t path = strlen(g->path), begin = strlen(r->begins),
	       end = strlen(r->ends);

	return strcmp(r->method, g->method) == 0 && path >= begin + end &&
	    strncmp(g->path, r->begins, begin) == 0 &&
	    strcmp(g->path + path - end, r->ends) == 0 &&
	    (r->begins[begin - 1] == '/' || r->begins[begin - 1] == '?' ||
		path == begin);
}

static int
serve(struct arena *a, const struct ghost *g, const char **body)
{
	struct call c = { .arena = a, .form = g->form };
	int         status;

	for (const struct row *r = rows;; r++) {
		if (r == rows + sizeof(rows) / sizeof(*rows))
			abort(); /* a request nobody knows */
		if (!fits(r, g))
			continue;
		c.id = arena_dup(a, g->path + strlen(r->begins),
		    strlen(g->path) - strlen(r->begins) - strlen(r->ends));
		if (c.form == NULL)
			c.form = c.id;
		status = r->serve(&c);
		*body = c.body;
		return status;
	}
}

/* The same key: the first answer again, as long as it is remembered. */
int
provider_serve(struct arena *a, const struct ghost *g, const char **body)
{
	struct memory *m;
	const char    *what;

	provider_clock();
	if (g->key == NULL || breaks(BREAK_NO_KEY))
		return serve(a, g, body);
	what = arena_printf(a, "%s?%s", g->path,
	    g->form != NULL ? g->form : "");
	for (m = memory; m < memory + nmemory; m++)
		if (strcmp(m->key, g->key) == 0 &&
		    m->at_us > world.now_us - DAY_US) {
			if (strcmp(m->what, what) != 0)
				broken("a key is never used for two requests",
				    "%s: %s, then %s", g->key, m->what, what);
			*body = m->body;
			return m->status;
		}
	if (nmemory == MEMORY)
		abort();
	m->status = serve(a, g, body);
	m->key = keep(g->key);
	m->what = keep(what);
	m->body = keep(*body);
	m->at_us = world.now_us;
	nmemory++;
	return m->status;
}

int64_t
provider_has(struct uuid payment_id, int *charges)
{
	int64_t sum = 0;

	*charges = 0;
	for (int i = 0; i < there.nintents; i++) {
		const struct intent *in = &there.intents[i];

		if (!uuid_equal(in->payment_id, payment_id))
			continue;
		sum += in->received - in->refunded;
		*charges += in->status == INTENT_PAID;
	}
	return sum;
}
