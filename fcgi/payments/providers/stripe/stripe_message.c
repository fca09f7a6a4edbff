/* SPDX-License-Identifier: ISC */
/*
 * stripe_message.c - Stripe's webhooks.  They are signed by the header
 * "Stripe-Signature: t=<seconds>,v1=<hex>[,v1=…]" with the HMAC-SHA256 of
 * "<t>.<raw body>" (https://docs.stripe.com/webhooks#verify-manually).
 */
#include <stdlib.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/crypto.h"
#include "common/base/log.h"
#include "fcgi/payments/engine/message.h"
#include "fcgi/payments/providers/stripe/stripe.h"

#define TOLERANCE_SECONDS 300 /* for age and for clocks that differ */
#define HEADER_MAX        2000

struct message_marks {
	const char *attempt_id, *refund_id;
};
SPEC_VERBATIM_STATIC(message_marks, FIELD(attempt_id), FIELD(refund_id));

struct message_object {
	const char           *id;
	struct message_marks *metadata;
};
SPEC_VERBATIM_STATIC(message_object, FIELD(id),
    FIELD_PTR(metadata, message_marks));

struct message_data {
	struct message_object *object;
};
SPEC_VERBATIM_STATIC(message_data, FIELD_PTR(object, message_object));

struct message {
	const char          *id, *type;
	struct message_data *data;
};
SPEC_VERBATIM_STATIC(message, FIELD(id), FIELD(type),
    FIELD_PTR(data, message_data));

/* "t=12,v1=ab": the next "name=value" of "*s", or false at the end. */
static bool
pair_next(struct arena *a, const char **s, const char **name,
    const char **value)
{
	size_t      len = strcspn(*s, ",");
	const char *eq = memchr(*s, '=', len);

	if (**s == '\0')
		return false;
	*name = eq == NULL ? "" : arena_dup(a, *s, (size_t)(eq - *s));
	*value = eq == NULL ? "" :
			      arena_dup(a, eq + 1, (size_t)(*s + len - eq - 1));
	*s += len;
	*s += strspn(*s, ", ");
	return true;
}

static const char *
time_of(struct arena *a, const char *header)
{
	const char *name, *value, *s = header;

	while (pair_next(a, &s, &name, &value))
		if (strcmp(name, "t") == 0)
			return value;
	return NULL;
}

static bool
is_recent(const char *t)
{
	char     *end;
	long long seconds, now = clock_now().us / 1000000;

	if (*t < '0' || *t > '9' || strlen(t) > 12)
		return false;
	seconds = strtoll(t, &end, 10);
	return *end == '\0' && seconds >= now - TOLERANCE_SECONDS &&
	    seconds <= now + TOLERANCE_SECONDS;
}

/* Any v1 may match.  There are two while a secret is being replaced. */
static bool
signature_holds(struct req *rq)
{
	const char *header = req_env(rq, "HTTP_STRIPE_SIGNATURE");
	const char *t, *name, *value, *s = header;
	char        hex[SHA256_HEX_SIZE];
	struct buf  text = { 0 };
	bool        holds = false;

	if (header == NULL || strlen(header) > HEADER_MAX ||
	    (t = time_of(rq->arena, header)) == NULL || !is_recent(t))
		return false;
	buf_printf(&text, "%s.", t);
	buf_add(&text, rq->body, rq->body_len);
	hmac_sha256_hex(settings.providers.stripe.keys.webhook_secret,
	    text.data, text.len, hex);
	buf_free(&text);
	while (pair_next(rq->arena, &s, &name, &value))
		if (strcmp(name, "v1") == 0 && secret_equal(value, hex))
			holds = true;
	return holds;
}

static bool
type_is_known(const char *type)
{
	static const char *const families[] = { "payment_intent.",
		"checkout.session.", "refund.", "charge.refund.", NULL };

	for (size_t i = 0; families[i] != NULL; i++)
		if (strncmp(type, families[i], strlen(families[i])) == 0)
			return true;
	return false;
}

enum err
stripe_message(struct req *rq, struct provider_message *out)
{
	const struct message_object *o;
	struct message               m;

	*out = (struct provider_message){ 0 };
	if (!signature_holds(rq))
		return ERR_BAD_SIGNATURE;
	if (!json_read(rq->arena, message, rq->body, rq->body_len, &m) ||
	    m.id == NULL || m.type == NULL)
		return ERR_BAD_JSON;
	out->id = m.id;
	out->type = m.type;
	out->is_known = type_is_known(m.type);
	if (m.data == NULL || (o = m.data->object) == NULL)
		return ERR_OK;
	out->object_id = o->id;
	if (o->metadata == NULL)
		return ERR_OK;
	if (o->metadata->attempt_id != NULL)
		uuid_parse(o->metadata->attempt_id,
		    strlen(o->metadata->attempt_id), &out->attempt_id);
	if (o->metadata->refund_id != NULL)
		uuid_parse(o->metadata->refund_id,
		    strlen(o->metadata->refund_id), &out->refund_id);
	return ERR_OK;
}

/* POST /webhooks/stripe - something happened at Stripe. */
HANDLER(stripe_webhook, none, webhook_answer)
{
	return provider_message_take(rq, &stripe_provider, out);
}

const struct route stripe_routes[] = {
	{ POST, "/webhooks/stripe", &stripe_webhook, .who = ANYONE,
	    .face = API_ONLY, .body_max = 256 * 1024, .raw = true },
	{ 0 },
};
