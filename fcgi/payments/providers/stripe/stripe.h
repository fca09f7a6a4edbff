/* SPDX-License-Identifier: ISC */
/*
 * stripe.h - what the files of the Stripe client share (Stripe API v1,
 * https://docs.stripe.com/api: requests are forms, answers are JSON).
 */
#ifndef FARM_FCGI_PAYMENTS_PROVIDERS_STRIPE_STRIPE_H
#define FARM_FCGI_PAYMENTS_PROVIDERS_STRIPE_STRIPE_H

#include "common/client/http_client.h"
#include "fcgi/payments/payments.h"
#include "fcgi/payments/providers/stripe/stripe_amount.h"

/*
 * The address of the API: Stripe's own unless a setting names another.  One of
 * a sandbox does not count when the key is live: the two never meet.
 */
const char *stripe_api_base(const struct stripe_settings *);

/* The fields of a request, "a[b]=1&c=2". */
void stripe_field(struct buf *, const char *name, const char *value);
void stripe_field_int(struct buf *, const char *name, int64_t value);

/* What a buyer or an admin reads when stripe_units() says false. */
#define STRIPE_NO_AMOUNT \
	SAY_LATER("The payment provider cannot charge this amount.")

struct stripe_call {
	const char *method; /* "POST" */
	const char *path;   /* "/v1/payment_intents" */
	const char *key;    /* Idempotency-Key, or NULL */
	struct buf *form;   /* freed by the call; or NULL */
};

/*
 * One call.  It is sent a second time, with the same key, when Stripe was not
 * reached or asked for it.  SIGHT_WAITING: "out" is the answer.  Otherwise
 * SIGHT_NOTHING or SIGHT_UNKNOWN.
 */
enum sight stripe_send(struct req *, const struct stripe_call *,
    struct http_answer *out);

/* stripe_refund.c, stripe_message.c: see struct provider. */
void stripe_refund(struct req *, const struct payment *, const struct refund *,
    const struct attempt *, struct refund_sighting *);
enum err stripe_message(struct req *, struct provider_message *);

/* What Stripe says is wrong; members may be NULL. */
struct stripe_intent;
struct stripe_error {
	const char           *type, *code, *decline_code, *message;
	struct stripe_intent *payment_intent;
};
struct stripe_refusal {
	struct stripe_error error;
};
SPEC_DECLARE(stripe_refusal);

#endif
