/* SPDX-License-Identifier: ISC */
/*
 * events.c - what happened, for callers who ask and as webhooks.
 */
#include <stdio.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/crypto.h"
#include "common/contract/sandbox_calls.h"
#include "common/model/json_write.h"
#include "fcgi/sandbox/stripe/stripe_sandbox.h"

#define EVENT_PREFIX "evt_"
#define HEX_LEN      32

/* "evt_" and 32 hex digits. */
static bool
event_id_read(const char *s, struct uuid *out)
{
	static const size_t dashes[] = { 8, 12, 16, 20 };
	char                text[UUID_LEN + 1];
	size_t              n = 0;

	if (strncmp(s, EVENT_PREFIX, strlen(EVENT_PREFIX)) != 0 ||
	    strlen(s) != strlen(EVENT_PREFIX) + HEX_LEN)
		return false;
	s += strlen(EVENT_PREFIX);
	for (size_t i = 0, d = 0; i < HEX_LEN; i++) {
		if (d < 4 && i == dashes[d]) {
			text[n++] = '-';
			d++;
		}
		text[n++] = s[i];
	}
	text[n] = '\0';
	return uuid_parse(text, n, out);
}

static enum err
event_show_tx(struct stripe_api_call *c)
{
	struct stripe_event ev;
	struct uuid         id;
	enum err            e;

	if (!event_id_read(c->id, &id))
		return stripe_api_no_such(c, "event");
	if ((e = db_stripe_event_get(c->db, id, &ev)) != ERR_OK)
		return e == ERR_NOT_FOUND ? stripe_api_no_such(c, "event") : e;
	return stripe_api_answer(c, &stripe_event_spec, &ev);
}

/* GET /v1/events/:id - one event. */
HANDLER(event_show, none, none)
{
	return stripe_api_serve(rq, event_show_tx);
}

static const char *
webhook_signature(struct arena *a, const char *body)
{
	long long   now = clock_now().us / 1000000;
	const char *text = arena_printf(a, "%lld.%s", now, body);
	char        hex[SHA256_HEX_SIZE];

	hmac_sha256_hex(settings.stripe.webhook_secret, text, strlen(text),
	    hex);
	return arena_printf(a, "t=%lld,v1=%s", now, hex);
}

enum err
stripe_webhook_make(struct req *rq, struct uuid event_id, struct webhook *out)
{
	struct stripe_event ev;
	enum err            e;

	if ((e = db_stripe_event_get(rq->db, event_id, &ev)) != ERR_OK)
		return e;
	out->path = "/api/webhooks/stripe";
	out->body = json_object_text(rq->arena, stripe_event, &ev);
	out->headers.text = arena_printf(rq->arena,
	    "{\"Stripe-Signature\":\"%s\"}",
	    webhook_signature(rq->arena, out->body));
	return ERR_OK;
}

const struct route stripe_event_routes[] = {
	{ GET, STRIPE_V1 "events/:id", &event_show, .who = ANYONE,
	    .face = API_ONLY, .shape = AS_WRITTEN },
	{ 0 },
};
