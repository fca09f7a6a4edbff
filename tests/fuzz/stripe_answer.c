/* SPDX-License-Identifier: ISC */
/*
 * stripe_answer.c - what Stripe answers about an attempt: a status (the first
 * line) and a body.  No answer is taken for money that it does not name.
 */
#include "fcgi/payments/providers/stripe/stripe_amount.c"
#include "fcgi/payments/providers/stripe/stripe_attempt.c"
#include "tests/fuzz/fuzz.h"

struct payments_config settings = {
	.providers.stripe.api_base = "http://x",
};

static struct http_answer given;

/* In place of stripe_call.c. */
enum sight
stripe_send(struct req *rq, const struct stripe_call *c,
    struct http_answer *out)
{
	(void)rq;
	if (c->form != NULL)
		buf_free(c->form);
	*out = given;
	return SIGHT_WAITING;
}

void
stripe_field(struct buf *b, const char *name, const char *value)
{
	if (value != NULL)
		buf_printf(b, "&%s=%s", name, value);
}

void
stripe_field_int(struct buf *b, const char *name, int64_t value)
{
	buf_printf(b, "&%s=%lld", name, (long long)value);
}

void
stripe_refund(struct req *rq, const struct payment *p, const struct refund *r,
    const struct attempt *a, struct refund_sighting *s)
{
	(void)rq, (void)p, (void)r, (void)a, (void)s;
}

enum err
stripe_message(struct req *rq, struct provider_message *m)
{
	(void)rq, (void)m;
	return ERR_BAD_SIGNATURE;
}

static void
sighting_holds(const struct sighting *s)
{
	MUST(s->sight >= SIGHT_NOTHING && s->sight <= SIGHT_ENDED);
	if (s->sight != SIGHT_PAID)
		return;
	MUST(given.status < 300 || strstr(given.body, "payment_intent"));
	MUST(s->provider_id != NULL || given.status >= 300);
	MUST(strstr(given.body, "succeeded") != NULL ||
	    strstr(given.body, "paid") != NULL ||
	    strchr(given.body, '\\') != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena  *a = arena_new(FUZZ_ARENA);
	struct input   in = input_of(data, size);
	struct req     rq = { .arena = a };
	struct attempt attempt = { .provider_id = "x", .idempotency_key = "k" };
	struct payment payment = { .currency = "EUR", .order_number = "F-1" };
	struct sighting s;

	given = (struct http_answer){ .outcome = HTTP_ANSWERED };
	given.status = input_number(a, &in);
	given.body_len = input_left(&in);
	given.body = arena_dup(a, in.s, given.body_len);
	for (int by_card = 0; by_card < 2; by_card++) {
		attempt.method_id = by_card ? "pm" : NULL;
		stripe_open(&rq, &payment, &attempt, &s);
		sighting_holds(&s);
		if (by_card) {
			stripe_proceed(&rq, &payment, &attempt, NULL, &s);
			sighting_holds(&s);
		}
		stripe_look(&rq, &attempt, &s);
		sighting_holds(&s);
		stripe_end(&rq, &attempt, &s);
		sighting_holds(&s);
	}
	arena_free(&a);
	return 0;
}
