/* SPDX-License-Identifier: ISC */
/*
 * approver_client.c - the farm's client of the approver.  The buyer approves an
 * order on its page; the money moves when we capture it.  An approval is
 * signed.  Messages are verified by a call.  So it stands for the providers
 * whose manner is not that of Stripe.
 */
#include <stdio.h>
#include <string.h>

#include "common/base/crypto.h"
#include "common/client/http_client.h"
#include "fcgi/payments/engine/message.h"
#include "fcgi/payments/payments.h"

SPEC(approver_settings, FIELD_AS(secret, "approver_secret", RANGE(1, 100)));
SPEC(approver_proof, FIELD(approval, RANGE(1, 100)));

static enum sight
approver_send(struct req *rq, const char *method, const char *path,
    const char *key, const char *form, struct http_answer *out)
{
	struct http_call call = { .method = method,
		.url = arena_printf(rq->arena, "https://approver%s", path),
		.headers = { key == NULL ?
			NULL :
			arena_printf(rq->arena, "Idempotency-Key: %s", key) },
		.body = form,
		.body_len = form != NULL ? strlen(form) : 0 };

	http_call(rq->arena, &call, out);
	if (out->outcome == HTTP_NOT_SENT || out->status == 429)
		return SIGHT_NOTHING;
	return out->outcome == HTTP_UNKNOWN || out->status >= 500 ?
	    SIGHT_UNKNOWN :
	    SIGHT_WAITING;
}

/* "ap_1 approved 1990": the money counts when it is captured. */
static void
order_ask(struct req *rq, const char *method, const char *path, const char *key,
    const char *form, struct sighting *s)
{
	struct http_answer answer;
	char               id[24], status[24];
	long long          amount;

	*s = (struct sighting){ .amount = MONEY_NONE };
	s->sight = approver_send(rq, method, path, key, form, &answer);
	if (s->sight != SIGHT_WAITING)
		return;
	s->sight = SIGHT_UNKNOWN;
	if (answer.status != 200 ||
	    sscanf(answer.body, "%23s %23s %lld", id, status, &amount) != 3)
		return;
	s->provider_id = arena_strdup(rq->arena, id);
	s->sight = strcmp(status, "captured") == 0 ? SIGHT_PAID :
	    strcmp(status, "approved") == 0        ? SIGHT_APPROVED :
	    strcmp(status, "expired") == 0         ? SIGHT_ENDED :
						     SIGHT_WAITING;
	s->url = arena_printf(rq->arena, "https://approver/%s", id);
	if (s->sight == SIGHT_PAID) {
		s->transaction_id = s->provider_id;
		s->amount = MONEY(amount, 2);
		s->currency = "EUR";
	}
}

static void
approver_open(struct req *rq, const struct payment *p, const struct attempt *a,
    struct sighting *s)
{
	order_ask(rq, "POST", "/orders",
	    arena_printf(rq->arena, "%s-open", a->idempotency_key),
	    arena_printf(rq->arena, "payment=%s&attempt=%s&amount=%lld",
		p->id.text, a->id.text, (long long)p->amount.minor),
	    s);
}

static void
approver_look(struct req *rq, const struct attempt *a, struct sighting *s)
{
	order_ask(rq, "GET",
	    arena_printf(rq->arena, "/orders/%s", a->provider_id), NULL, NULL,
	    s);
}

static bool
approval_holds(const struct attempt *a, const char *approval)
{
	char hex[SHA256_HEX_SIZE];

	hmac_sha256_hex(settings.providers.approver.secret, a->provider_id,
	    strlen(a->provider_id), hex);
	return secret_equal(approval, hex);
}

static void
approver_proceed(struct req *rq, const struct payment *p,
    const struct attempt *a, const struct payment_proof *proof,
    struct sighting *s)
{
	(void)p;
	if (proof->approver.approval != NULL &&
	    !approval_holds(a, proof->approver.approval))
		return; /* as it was seen */
	order_ask(rq, "POST",
	    arena_printf(rq->arena, "/orders/%s/capture", a->provider_id),
	    arena_printf(rq->arena, "%s-capture", a->idempotency_key), "", s);
}

/* Nobody but us can capture it. */
static void
approver_end(struct req *rq, const struct attempt *a, struct sighting *s)
{
	approver_look(rq, a, s);
	if (s->sight == SIGHT_WAITING || s->sight == SIGHT_APPROVED)
		s->sight = SIGHT_ENDED;
}

static void
refund_ask(struct req *rq, const char *method, const char *path,
    const char *key, const char *form, struct refund_sighting *s)
{
	struct http_answer answer;

	*s = (struct refund_sighting){ 0 };
	s->sight = approver_send(rq, method, path, key, form, &answer);
	if (s->sight == SIGHT_WAITING)
		s->sight = answer.status == 200 ? SIGHT_PAID :
		    answer.status == 404        ? SIGHT_WAITING :
						  SIGHT_FAILED;
	if (s->sight == SIGHT_PAID)
		s->provider_id = arena_strdup(rq->arena, answer.body);
}

/* Keys are forgotten, so it is searched first. */
static void
approver_refund(struct req *rq, const struct payment *p, const struct refund *r,
    const struct attempt *a, struct refund_sighting *s)
{
	(void)p;
	refund_ask(rq, "GET",
	    arena_printf(rq->arena, "/refunds/%s", r->id.text), NULL, NULL, s);
	if (s->sight != SIGHT_WAITING)
		return;
	refund_ask(rq, "POST", "/refunds",
	    arena_printf(rq->arena, "%s-%lld", r->id.text, (long long)r->tries),
	    arena_printf(rq->arena, "order=%s&refund=%s&amount=%lld",
		a->transaction_id, r->id.text, (long long)r->amount.minor),
	    s);
}

/* "evt_1 order.approved ap_1 attempt 0190…": verified by asking for it. */
static enum err
approver_message(struct req *rq, struct provider_message *out)
{
	const char        *sum = req_env(rq, "HTTP_APPROVER_SUM");
	struct http_answer answer;
	char               id[24], type[24], object[24], what[24], uuid[40];

	*out = (struct provider_message){ 0 };
	if (sum == NULL ||
	    sscanf(rq->body, "%23s %23s %23s %23s %39s", id, type, object, what,
		uuid) != 5)
		return ERR_BAD_SIGNATURE;
	if (approver_send(rq, "POST", "/verify", NULL,
		arena_printf(rq->arena, "id=%s&sum=%s", id, sum),
		&answer) != SIGHT_WAITING)
		return ERR_UNAVAILABLE;
	if (answer.status != 200)
		return ERR_BAD_SIGNATURE;
	out->id = arena_strdup(rq->arena, id);
	out->type = arena_strdup(rq->arena, type);
	out->object_id = arena_strdup(rq->arena, object);
	out->is_known = true;
	uuid_parse(uuid, strlen(uuid),
	    strcmp(what, "refund") == 0 ? &out->refund_id : &out->attempt_id);
	return ERR_OK;
}

static const char *
approver_missing(void)
{
	return settings.providers.approver.secret == NULL ? "APPROVER_SECRET" :
							    NULL;
}

static const char *
approver_instrument(const struct payment_proof *proof)
{
	(void)proof;
	return NULL;
}

const struct provider approver_provider = {
	.method = PAY_PAYPAL,
	.name = "approver",
	.missing = approver_missing,
	.instrument = approver_instrument,
	.open = approver_open,
	.proceed = approver_proceed,
	.look = approver_look,
	.end = approver_end,
	.refund = approver_refund,
	.message = approver_message,
};

HANDLER(approver_webhook, none, webhook_answer)
{
	return provider_message_take(rq, &approver_provider, out);
}

const struct route approver_routes[] = {
	{ POST, "/webhooks/approver", &approver_webhook, .who = ANYONE,
	    .face = API_ONLY, .raw = true },
	{ 0 },
};
