/* SPDX-License-Identifier: ISC */
/*
 * events.c - what happened, for those who ask and as a webhook, which the
 * worker fetches here and delivers.
 */
#include <stdio.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/crypto.h"
#include "common/contract/sandbox_calls.h"
#include "common/model/json_write.h"
#include "fcgi/sandbox/sandbox.h"

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
show(struct call *c)
{
	struct stripe_event ev;
	struct uuid         id;
	enum err            e;

	if (!event_id_read(c->id, &id))
		return call_no_such(c, "event");
	if ((e = db_stripe_event_get(c->db, id, &ev)) != ERR_OK)
		return e == ERR_NOT_FOUND ? call_no_such(c, "event") : e;
	return call_answer(c, &stripe_event_spec, &ev);
}

/* GET /v1/events/:id - what happened. */
HANDLER(event_show, none, none)
{
	return call_serve(rq, show);
}

static const char *
signature(struct arena *a, const char *body)
{
	long long   now = clock_now().us / 1000000;
	const char *text = arena_printf(a, "%lld.%s", now, body);
	char        hex[SHA256_HEX_SIZE];

	hmac_sha256_hex(settings.stripe.webhook_secret, text, strlen(text),
	    hex);
	return arena_printf(a, "t=%lld,v1=%s", now, hex);
}

/*
 * GET /internal/webhooks/:id - the request to send, signed now: a delivery
 * that is late is not too late.
 */
HANDLER(webhook_show, id_in, webhook)
{
	struct stripe_event ev;
	struct buf          b = { 0 };
	enum err            e;

	if ((e = db_stripe_event_get(rq->db, in->id, &ev)) != ERR_OK)
		return e;
	json_write(&b, stripe_event, &ev);
	out->path = "/api/webhooks/stripe";
	out->body = arena_dup(rq->arena, b.data, b.len);
	buf_free(&b);
	out->headers.text = arena_printf(rq->arena,
	    "{\"Stripe-Signature\":\"%s\"}", signature(rq->arena, out->body));
	return ERR_OK;
}

const struct route events_routes[] = {
	{ GET, V1 "events/:id", &event_show, .who = ANYONE, .face = API_ONLY,
	    .shape = AS_WRITTEN },
	SERVES(CALL_WEBHOOK, webhook_show),
	{ 0 },
};
