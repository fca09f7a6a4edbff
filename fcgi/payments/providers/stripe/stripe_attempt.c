/* SPDX-License-Identifier: ISC */
/*
 * stripe_attempt.c - attempts at Stripe.  A direct attempt is a PaymentIntent
 * that we confirm.  An attempt by page is a Checkout Session, which the buyer
 * pays on Stripe's page.
 *
 * An intent is made first and confirmed in a second step.  Its id is recorded
 * between the two, so that we can ask what became of the second.  The first
 * step cannot charge anything.  Nobody else can confirm the intent, because its
 * client secret never leaves this pool.  So an intent that was declined once
 * is over.
 */
#include <string.h>

#include "common/base/log.h"
#include "common/base/text.h"
#include "common/model/config.h"
#include "fcgi/payments/providers/stripe/stripe.h"

/* A session cannot live shorter than 30 minutes. */
#define SESSION_SECONDS (31 * 60)

SPEC(stripe_proof, FIELD(payment_method_id, RANGE(1, 255)));

struct stripe_redirect {
	const char *url;
};
SPEC_VERBATIM_STATIC(stripe_redirect, FIELD(url));

struct stripe_action {
	struct stripe_redirect *redirect_to_url;
};
SPEC_VERBATIM_STATIC(stripe_action,
    FIELD_PTR(redirect_to_url, stripe_redirect));

struct stripe_reason {
	const char *code, *decline_code, *message;
};
SPEC_VERBATIM_STATIC(stripe_reason, FIELD(code), FIELD(decline_code),
    FIELD(message));

struct stripe_intent {
	const char           *id, *status, *currency;
	int64_t               amount_received;
	struct stripe_action *next_action;
	struct stripe_reason *last_payment_error;
};
SPEC_VERBATIM_STATIC(stripe_intent, FIELD(id), FIELD(status), FIELD(currency),
    FIELD(amount_received), FIELD_PTR(next_action, stripe_action),
    FIELD_PTR(last_payment_error, stripe_reason));

struct stripe_session {
	const char *id, *status, *payment_status, *payment_intent, *url,
	    *currency;
	int64_t amount_total;
};
SPEC_VERBATIM_STATIC(stripe_session, FIELD(id), FIELD(status),
    FIELD(payment_status), FIELD(payment_intent), FIELD(url), FIELD(currency),
    FIELD(amount_total));

SPEC_VERBATIM_STATIC(stripe_error, FIELD(type), FIELD(code),
    FIELD(decline_code), FIELD(message),
    FIELD_PTR(payment_intent, stripe_intent));

SPEC_VERBATIM(stripe_refusal,
    FIELD_SUB(error, stripe_error));

/* ---- reading answers ----------------------------------------------------- */

static bool
word_is(const char *s, const char *word)
{
	return s != NULL && strcmp(s, word) == 0;
}

/* Without a card the buyer pays on Stripe's page. */
static bool
is_direct(const struct attempt *a)
{
	return a->method_id != NULL;
}

static void
intent_sight(const struct stripe_intent *i, struct sighting *s)
{
	s->provider_id = i->id;
	s->sight = SIGHT_WAITING;
	if (word_is(i->status, "succeeded")) {
		s->sight = SIGHT_PAID;
		s->transaction_id = i->id;
		s->amount = stripe_money(i->amount_received, i->currency);
		s->currency = i->currency;
	} else if (word_is(i->status, "canceled")) {
		s->sight = SIGHT_ENDED;
	} else if (word_is(i->status, "requires_payment_method") &&
	    i->last_payment_error != NULL) {
		s->sight = SIGHT_FAILED;
		s->code = i->last_payment_error->decline_code != NULL ?
		    i->last_payment_error->decline_code :
		    i->last_payment_error->code;
		s->message = i->last_payment_error->message;
	} else if (i->next_action != NULL &&
	    i->next_action->redirect_to_url != NULL)
		s->url = i->next_action->redirect_to_url->url;
}

static void
session_sight(const struct stripe_session *c, struct sighting *s)
{
	s->provider_id = c->id;
	s->sight = SIGHT_WAITING;
	s->url = c->url;
	if (word_is(c->status, "expired")) {
		s->sight = SIGHT_ENDED;
	} else if (word_is(c->status, "complete") &&
	    word_is(c->payment_status, "paid")) {
		s->sight = SIGHT_PAID;
		s->transaction_id = c->payment_intent;
		s->amount = stripe_money(c->amount_total, c->currency);
		s->currency = c->currency;
	}
}

static bool
object_read(struct req *rq, const struct attempt *a,
    const struct http_answer *answer, struct sighting *s)
{
	struct stripe_intent  intent;
	struct stripe_session session;

	if (is_direct(a)) {
		if (!json_read(rq->arena, stripe_intent, answer->body,
			answer->body_len, &intent) ||
		    intent.id == NULL)
			return false;
		intent_sight(&intent, s);
	} else {
		if (!json_read(rq->arena, stripe_session, answer->body,
			answer->body_len, &session) ||
		    session.id == NULL)
			return false;
		session_sight(&session, s);
	}
	s->json = answer->body;
	return true;
}

/* Stripe refuses the card (402, with the intent) or the request. */
static void
refusal_read(struct req *rq, const struct http_answer *answer,
    struct sighting *s)
{
	struct stripe_refusal r;

	s->sight = SIGHT_FAILED;
	s->message = SAY_LATER("The payment provider rejected the payment.");
	if (!json_read(rq->arena, stripe_refusal, answer->body,
		answer->body_len, &r))
		return;
	if (r.error.payment_intent != NULL)
		intent_sight(r.error.payment_intent, s);
	s->code = r.error.decline_code != NULL ? r.error.decline_code :
						 r.error.code;
	if (r.error.message != NULL)
		s->message = r.error.message;
	if (answer->status == 401 || answer->status == 403) {
		log_write(LOG_ERROR, "the provider refuses our key", "why",
		    s->message, NULL);
		s->sight = SIGHT_NOTHING;
	}
}

static void
attempt_ask(struct req *rq, const struct attempt *a,
    const struct stripe_call *call, struct sighting *s)
{
	struct http_answer answer;

	*s = (struct sighting){ .amount = MONEY_NONE };
	s->sight = stripe_send(rq, call, &answer);
	if (s->sight != SIGHT_WAITING)
		return;
	if (answer.status >= 300)
		refusal_read(rq, &answer, s);
	else if (!object_read(rq, a, &answer, s))
		s->sight = SIGHT_UNKNOWN;
}

/* ---- requests ------------------------------------------------------------ */

static const char *
step_key(struct req *rq, const struct attempt *a, const char *step)
{
	return arena_printf(rq->arena, "%s-%s", a->idempotency_key, step);
}

/* Stripe writes "usd". */
static const char *
currency_of(struct req *rq, const struct payment *p)
{
	char *text = arena_strdup(rq->arena, p->currency);

	for (char *s = text; *s != '\0'; s++)
		*s |= 0x20;
	return text;
}

static void
intent_open(struct req *rq, const struct payment *p, const struct attempt *a,
    int64_t units, struct sighting *s)
{
	struct buf form = { 0 };

	stripe_field_int(&form, "amount", units);
	stripe_field(&form, "currency", currency_of(rq, p));
	stripe_field(&form, "payment_method_types[0]", "card");
	stripe_field(&form, "description", p->order_number);
	stripe_field(&form, "metadata[payment_id]", p->id.text);
	stripe_field(&form, "metadata[attempt_id]", a->id.text);
	stripe_field(&form, "metadata[order_id]", p->order_id.text);
	attempt_ask(rq, a,
	    &(struct stripe_call){ "POST", "/v1/payment_intents",
		step_key(rq, a, "create"), &form },
	    s);
}

/* It is repeated with the same key, so nothing in it may change with time. */
static void
session_open(struct req *rq, const struct payment *p, const struct attempt *a,
    int64_t units, struct sighting *s)
{
	const char *page = arena_printf(rq->arena, "%s/pay/%s",
	    config.public_url, p->order_id.text);
	struct buf  form = { 0 };

	stripe_field(&form, "mode", "payment");
	stripe_field(&form, "payment_method_types[0]", "card");
	stripe_field_int(&form, "line_items[0][price_data][unit_amount]",
	    units);
	stripe_field(&form, "line_items[0][price_data][currency]",
	    currency_of(rq, p));
	stripe_field(&form, "line_items[0][price_data][product_data][name]",
	    arena_printf(rq->arena, "Order %s", p->order_number));
	stripe_field(&form, "line_items[0][quantity]", "1");
	stripe_field(&form, "customer_email", p->email);
	stripe_field(&form, "client_reference_id", p->id.text);
	stripe_field(&form, "metadata[payment_id]", p->id.text);
	stripe_field(&form, "metadata[attempt_id]", a->id.text);
	stripe_field(&form, "payment_intent_data[metadata][payment_id]",
	    p->id.text);
	stripe_field(&form, "payment_intent_data[metadata][attempt_id]",
	    a->id.text);
	stripe_field_int(&form, "expires_at",
	    a->created_at.us / 1000000 + SESSION_SECONDS);
	stripe_field(&form, "success_url",
	    arena_printf(rq->arena, "%s/return", page));
	stripe_field(&form, "cancel_url",
	    arena_printf(rq->arena, "%s?notice=payment-left", page));
	attempt_ask(rq, a,
	    &(struct stripe_call){ "POST", "/v1/checkout/sessions",
		step_key(rq, a, "create"), &form },
	    s);
}

static void
stripe_open(struct req *rq, const struct payment *p, const struct attempt *a,
    struct sighting *s)
{
	int64_t units;

	if (!stripe_units(p->amount, p->currency, &units))
		*s = (struct sighting){ .sight = SIGHT_FAILED,
			.amount = MONEY_NONE,
			.message = STRIPE_NO_AMOUNT };
	else if (is_direct(a))
		intent_open(rq, p, a, units, s);
	else
		session_open(rq, p, a, units, s);
}

static const char *
path_of(struct req *rq, const struct attempt *a, const char *verb)
{
	struct buf id = { 0 };

	url_text(&id, a->provider_id, strlen(a->provider_id));
	return arena_printf(rq->arena, "/v1/%s/%s%s",
	    is_direct(a) ? "payment_intents" : "checkout/sessions",
	    buf_keep(&id, rq->arena), verb);
}

static void
stripe_look(struct req *rq, const struct attempt *a, struct sighting *s)
{
	attempt_ask(rq, a,
	    &(struct stripe_call){ .method = "GET",
		.path = path_of(rq, a, "") },
	    s);
	/* That Stripe refuses to answer says nothing about the money. */
	if (s->sight == SIGHT_FAILED && s->provider_id == NULL)
		s->sight = SIGHT_UNKNOWN;
}

/* Only an intent has to be confirmed; the buyer pays a session. */
static void
stripe_proceed(struct req *rq, const struct payment *p, const struct attempt *a,
    const struct payment_proof *proof, struct sighting *s)
{
	struct buf form = { 0 };

	(void)proof;
	stripe_field(&form, "payment_method", a->method_id);
	stripe_field(&form, "return_url",
	    arena_printf(rq->arena, "%s/pay/%s/return", config.public_url,
		p->order_id.text));
	attempt_ask(rq, a,
	    &(struct stripe_call){ "POST", path_of(rq, a, "/confirm"),
		step_key(rq, a, "confirm"), &form },
	    s);
	if (word_is(s->code, "payment_intent_unexpected_state"))
		stripe_look(rq, a, s);
}

/* Stripe decides whether we or the buyer came first. */
static void
stripe_end(struct req *rq, const struct attempt *a, struct sighting *s)
{
	attempt_ask(rq, a,
	    &(struct stripe_call){ .method = "POST",
		.path = path_of(rq, a, is_direct(a) ? "/cancel" : "/expire") },
	    s);
	if (s->sight == SIGHT_FAILED)
		stripe_look(rq, a, s);
}

static const char *
stripe_missing(void)
{
	return stripe_keys_missing(&settings.providers.stripe.keys);
}

static const char *
stripe_instrument(const struct payment_proof *proof)
{
	return proof->stripe.payment_method_id;
}

const struct provider stripe_provider = {
	.method = PAY_STRIPE,
	.name = "stripe",
	.missing = stripe_missing,
	.instrument = stripe_instrument,
	.open = stripe_open,
	.proceed = stripe_proceed,
	.look = stripe_look,
	.end = stripe_end,
	.refund = stripe_refund,
	.message = stripe_message,
};
