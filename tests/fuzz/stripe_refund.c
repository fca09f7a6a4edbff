/* SPDX-License-Identifier: ISC */
/*
 * stripe_refund.c - what Stripe answers about a refund: a status (the first
 * line) and a body, to the search for it and to the request.
 */
#include "fcgi/payments/providers/stripe/stripe_refund.c"
#include "fcgi/payments/providers/stripe/stripe_amount.c"
#include "tests/fuzz/fuzz.h"

struct stripe_intent {
	const char *id;
};
SPEC_VERBATIM_STATIC(stripe_intent, FIELD(id));
SPEC_VERBATIM_STATIC(stripe_error, FIELD(type), FIELD(code),
    FIELD(decline_code), FIELD(message),
    FIELD_PTR(payment_intent, stripe_intent));
SPEC_VERBATIM(stripe_refusal,
    FIELD_SUB(error, stripe_error));

static struct http_answer given;

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
	buf_printf(b, "&%s=%s", name, value);
}

void
stripe_field_int(struct buf *b, const char *name, int64_t value)
{
	buf_printf(b, "&%s=%lld", name, (long long)value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena          *a = arena_new(FUZZ_ARENA);
	struct input           in = input_of(data, size);
	struct req             rq = { .arena = a };
	struct payment         payment = { .currency = "USD" };
	struct refund          refund = { .amount = CENTS(100) };
	struct attempt         attempt = { .transaction_id = "pi_1" };
	struct refund_sighting s;

	refund.id = (struct uuid){ "0192f3a0-7c4e-7abc-8def-0123456789ab" };
	given = (struct http_answer){ .outcome = HTTP_ANSWERED };
	given.status = input_number(a, &in);
	given.body_len = input_left(&in);
	given.body = arena_dup(a, in.s, given.body_len);
	stripe_refund(&rq, &payment, &refund, &attempt, &s);
	MUST(s.sight >= SIGHT_NOTHING && s.sight <= SIGHT_ENDED);
	if (s.sight == SIGHT_PAID)
		MUST(given.status < 300);
	arena_free(&a);
	return 0;
}
