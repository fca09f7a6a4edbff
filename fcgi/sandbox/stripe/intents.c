/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/model/config.h"
#include "common/model/json_write.h"
#include "fcgi/sandbox/stripe/stripe_sandbox.h"

struct reason {
	const char *type, *code, *decline_code, *message;
};
SPEC_VERBATIM_STATIC(reason, FIELD(type), FIELD(code), FIELD(decline_code),
    FIELD(message));

struct redirect {
	const char *url, *return_url;
};
SPEC_VERBATIM_STATIC(redirect, FIELD(url), FIELD(return_url));

struct action {
	const char     *type;
	struct redirect redirect_to_url;
};
SPEC_VERBATIM_STATIC(action, FIELD(type), FIELD_SUB(redirect_to_url, redirect));

static bool
status_is(const struct stripe_intent *i, const char *status)
{
	return strcmp(i->status, status) == 0;
}

static enum err
intent_record(struct db *db, struct stripe_intent *i, const char *event)
{
	enum err e;

	if ((e = db_stripe_intent_put(db, i)) != ERR_OK)
		return e;
	return db_stripe_event_add(db, event, &stripe_intent_spec, i);
}

static enum err
intent_succeed(struct db *db, struct stripe_intent *i)
{
	i->status = "succeeded";
	i->amount_received = i->amount;
	i->latest_charge = stripe_id_new(db_arena(db), "ch_");
	i->next_action.text = NULL;
	i->last_payment_error.text = NULL;
	return intent_record(db, i, "payment_intent.succeeded");
}

static enum err
intent_fail(struct db *db, struct stripe_intent *i, const struct reason *why)
{
	i->status = "requires_payment_method";
	i->payment_method = NULL;
	i->next_action.text = NULL;
	i->last_payment_error.text = json_object_text(db_arena(db), reason,
	    why);
	return intent_record(db, i, "payment_intent.payment_failed");
}

static enum err
intent_ask_bank(struct db *db, struct stripe_intent *i)
{
	struct arena *a = db_arena(db);
	struct action next = { "redirect_to_url",
		{ arena_printf(a, "%s/sandbox/stripe/authenticate/%s",
		      config.public_url, i->id),
		    i->return_url } };

	i->status = "requires_action";
	i->next_action.text = json_object_text(a, action, &next);
	i->last_payment_error.text = NULL;
	return intent_record(db, i, "payment_intent.requires_action");
}

enum err
intent_charge(struct db *db, struct stripe_intent *i,
    const struct test_card *card)
{
	i->payment_method = card->method;
	switch (card->does) {
	case CARD_PAYS: return intent_succeed(db, i);
	case CARD_ASKS: return intent_ask_bank(db, i);
	case CARD_DECLINES: break;
	}
	return intent_fail(db, i,
	    &(struct reason){ "card_error", card->code, card->decline_code,
		card->message });
}

enum err
intent_authenticated(struct db *db, struct stripe_intent *i, bool ok)
{
	if (ok)
		return intent_succeed(db, i);
	return intent_fail(db, i,
	    &(struct reason){ "card_error",
		"payment_intent_authentication_failure", NULL,
		"Your bank did not confirm this payment." });
}

static enum err
intent_answer(struct stripe_api_call *c, const struct stripe_intent *i)
{
	return stripe_api_answer(c, &stripe_intent_spec, i);
}

static enum err
intent_unexpected_state(struct stripe_api_call *c,
    const struct stripe_intent *i, const char *verb)
{
	return stripe_api_fail(c, 400,
	    &(struct stripe_failure){ .type = "invalid_request_error",
		.code = "payment_intent_unexpected_state",
		.message = arena_printf(c->rq->arena,
		    "You cannot %s this "
		    "PaymentIntent because it has a status of %s.",
		    verb, i->status),
		.intent = i });
}

static enum err
intent_add_tx(struct stripe_api_call *c)
{
	struct stripe_intent i = { .status = "requires_payment_method" };
	enum err             e;

	if (!stripe_api_number(c, "amount", &i.amount))
		return stripe_api_missing(c, "amount");
	if ((i.currency = stripe_api_text(c, "currency")) == NULL)
		return stripe_api_missing(c, "currency");
	if (stripe_api_amount_refused(c, i.amount, i.currency, true))
		return ERR_OK;
	i.id = stripe_id_new(c->rq->arena, "pi_");
	i.description = stripe_api_text(c, "description");
	i.metadata = stripe_api_marks(c, "metadata");
	if ((e = intent_record(c->db, &i, "payment_intent.created")) != ERR_OK)
		return e;
	return intent_answer(c, &i);
}

static enum err
intent_confirm_tx(struct stripe_api_call *c)
{
	struct stripe_intent    i;
	const struct test_card *card;
	const char             *method = stripe_api_text(c, "payment_method");
	enum err                e;

	if ((e = db_stripe_intent_get(c->db, c->id, true, &i)) != ERR_OK)
		return e == ERR_NOT_FOUND ?
		    stripe_api_no_such(c, "payment_intent") :
		    e;
	if (!status_is(&i, "requires_payment_method") &&
	    !status_is(&i, "requires_confirmation"))
		return intent_unexpected_state(c, &i, "confirm");
	if (method == NULL || (card = test_card_by_method(method)) == NULL)
		return stripe_api_fail(c, 400,
		    &(struct stripe_failure){ .type = "invalid_request_error",
			.code = "resource_missing",
			.param = "payment_method",
			.message = arena_printf(c->rq->arena,
			    "No such PaymentMethod: '%s'",
			    method != NULL ? method : "") });
	i.return_url = stripe_api_url(c, "return_url");
	if ((e = intent_charge(c->db, &i, card)) != ERR_OK)
		return e;
	if (card->does != CARD_DECLINES)
		return intent_answer(c, &i);
	return stripe_api_fail(c, 402,
	    &(struct stripe_failure){ "card_error", card->code,
		card->decline_code, card->message, NULL, &i });
}

static enum err
intent_cancel_tx(struct stripe_api_call *c)
{
	struct stripe_intent i;
	enum err             e;

	if ((e = db_stripe_intent_get(c->db, c->id, true, &i)) != ERR_OK)
		return e == ERR_NOT_FOUND ?
		    stripe_api_no_such(c, "payment_intent") :
		    e;
	if (status_is(&i, "succeeded") || status_is(&i, "canceled") ||
	    status_is(&i, "processing"))
		return intent_unexpected_state(c, &i, "cancel");
	i.status = "canceled";
	i.next_action.text = NULL;
	if ((e = intent_record(c->db, &i, "payment_intent.canceled")) != ERR_OK)
		return e;
	return intent_answer(c, &i);
}

static enum err
intent_show_tx(struct stripe_api_call *c)
{
	struct stripe_intent i;
	enum err             e;

	if ((e = db_stripe_intent_get(c->db, c->id, false, &i)) != ERR_OK)
		return e == ERR_NOT_FOUND ?
		    stripe_api_no_such(c, "payment_intent") :
		    e;
	return intent_answer(c, &i);
}

/* POST /v1/payment_intents - make an intent. */
HANDLER(intent_add, none, none)
{
	return stripe_api_serve(rq, intent_add_tx);
}

/* GET /v1/payment_intents/:id - one intent. */
HANDLER(intent_show, none, none)
{
	return stripe_api_serve(rq, intent_show_tx);
}

/* POST /v1/payment_intents/:id/confirm - charge a card for it. */
HANDLER(intent_confirm, none, none)
{
	return stripe_api_serve(rq, intent_confirm_tx);
}

/* POST /v1/payment_intents/:id/cancel - it cannot be paid any more. */
HANDLER(intent_cancel, none, none)
{
	return stripe_api_serve(rq, intent_cancel_tx);
}

const struct route stripe_intent_routes[] = {
	{ POST, STRIPE_V1 "payment_intents", &intent_add, .who = ANYONE,
	    .face = API_ONLY, .form_body = true, .shape = AS_WRITTEN },
	{ GET, STRIPE_V1 "payment_intents/:id", &intent_show, .who = ANYONE,
	    .face = API_ONLY, .shape = AS_WRITTEN },
	{ POST, STRIPE_V1 "payment_intents/:id/confirm", &intent_confirm,
	    .who = ANYONE, .face = API_ONLY, .form_body = true,
	    .shape = AS_WRITTEN },
	{ POST, STRIPE_V1 "payment_intents/:id/cancel", &intent_cancel,
	    .who = ANYONE, .face = API_ONLY, .form_body = true,
	    .shape = AS_WRITTEN },
	{ 0 },
};
