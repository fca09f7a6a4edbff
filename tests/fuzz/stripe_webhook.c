/* SPDX-License-Identifier: ISC */
/*
 * stripe_webhook.c - the header Stripe-Signature (the first line) and the
 * message below it.  Taken is only what was signed, whatever else stands in
 * the header.
 */
#include "fcgi/payments/providers/stripe/stripe_message.c"
#include "tests/fuzz/fuzz.h"

struct payments_config settings = {
	.providers.stripe.keys.webhook_secret = "whsec_0123456789",
};

/* In place of engine/message.c: no request gets there. */
const struct provider stripe_provider;
SPEC(webhook_answer, FIELD(received));
enum err
provider_message_take(struct req *rq, const struct provider *p,
    struct webhook_answer *out)
{
	(void)rq, (void)p, (void)out;
	return ERR_NOT_FOUND;
}

static enum err
message_receive(struct req *rq, const char *header, struct provider_message *m)
{
	static char *env[2];

	env[0] = arena_printf(rq->arena, "HTTP_STRIPE_SIGNATURE=%s", header);
	rq->env = env;
	return stripe_message(rq, m);
}

static const char *
signature(struct req *rq, int64_t now)
{
	char       hex[SHA256_HEX_SIZE];
	struct buf text = { 0 };

	buf_printf(&text, "%lld.", (long long)now);
	buf_add(&text, rq->body, rq->body_len);
	hmac_sha256_hex(settings.providers.stripe.keys.webhook_secret,
	    text.data, text.len, hex);
	buf_free(&text);
	return arena_strdup(rq->arena, hex);
}

static void
message_holds(const struct provider_message *m)
{
	MUST(m->id != NULL && m->type != NULL);
	MUST(m->is_known == type_is_known(m->type));
	MUST(!uuid_given(m->attempt_id) ||
	    strlen(m->attempt_id.text) == UUID_LEN);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena           *a = arena_new(FUZZ_ARENA);
	struct input            in = input_of(data, size);
	struct req              rq = { .arena = a };
	struct provider_message m;
	const char             *header = input_line(a, &in), *good;
	int64_t                 now = clock_now().us / 1000000;
	enum err                e;

	rq.body_len = input_left(&in);
	rq.body = arena_dup(a, in.s, rq.body_len);
	MUST(message_receive(&rq, header, &m) == ERR_BAD_SIGNATURE);
	good = arena_printf(a, "t=%lld,v1=%s", (long long)now,
	    signature(&rq, now));
	e = message_receive(&rq, good, &m);
	MUST(e == ERR_OK || e == ERR_BAD_JSON);
	if (e == ERR_OK)
		message_holds(&m);
	/* Further pairs after a good one change nothing. */
	if (strlen(header) < 1000)
		MUST(message_receive(&rq,
			 arena_printf(a, "%s,%s", good, header), &m) == e);
	/* Another body, or another time, is signed by nobody. */
	rq.body = "other";
	rq.body_len = 5;
	MUST(message_receive(&rq, good, &m) == ERR_BAD_SIGNATURE);
	arena_free(&a);
	return 0;
}
