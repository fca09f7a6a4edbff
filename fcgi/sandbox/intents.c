/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/model/config.h"
#include "common/model/json_write.h"
#include "fcgi/sandbox/sandbox.h"

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

static struct raw_json
json_of(struct arena *a, struct spec *spec, const void *obj)
{
	struct buf      b = { 0 };
	struct raw_json out;

	json_write_spec(&b, spec, obj);
	out.text = arena_dup(a, b.data, b.len);
	buf_free(&b);
	return out;
}

static bool
status_is(const struct stripe_intent *i, const char *status)
{
	return strcmp(i->status, status) == 0;
}

static enum err
record(struct db *db, struct stripe_intent *i, const char *event)
{
	enum err e;

	if ((e = db_intent_put(db, i)) != ERR_OK)
		return e;
	return db_stripe_event_add(db, event, &stripe_intent_spec, i);
}

static enum err
succeed(struct db *db, struct stripe_intent *i)
{
	i->status = "succeeded";
	i->amount_received = i->amount;
	i->latest_charge = id_new(db_arena(db), "ch_");
	i->next_action.text = NULL;
	i->last_payment_error.text = NULL;
	return record(db, i, "payment_intent.succeeded");
}

static enum err
fail(struct db *db, struct stripe_intent *i, const struct reason *why)
{
	i->status = "requires_payment_method";
	i->payment_method = NULL;
	i->next_action.text = NULL;
	i->last_payment_error = json_of(db_arena(db), &reason_spec, why);
	return record(db, i, "payment_intent.payment_failed");
}

static enum err
ask_bank(struct db *db, struct stripe_intent *i)
{
	struct arena *a = db_arena(db);
	struct action next = { "redirect_to_url",
		{ arena_printf(a, "%s/sandbox/stripe/authenticate/%s",
		      config.public_url, i->id),
		    i->return_url } };

	i->status = "requires_action";
	i->next_action = json_of(a, &action_spec, &next);
	i->last_payment_error.text = NULL;
	return record(db, i, "payment_intent.requires_action");
}

enum err
intent_charge(struct db *db, struct stripe_intent *i, const struct card *card)
{
	i->payment_method = card->method;
	switch (card->does) {
	case CARD_PAYS: return succeed(db, i);
	case CARD_ASKS: return ask_bank(db, i);
	case CARD_DECLINES: break;
	}
	return fail(db, i,
	    &(struct reason){ "card_error", card->code, card->decline_code,
		card->message });
}

enum err
intent_authenticated(struct db *db, struct stripe_intent *i, bool ok)
{
	if (ok)
		return succeed(db, i);
	return fail(db, i,
	    &(struct reason){ "card_error",
		"payment_intent_authentication_failure", NULL,
		"Your bank did not confirm this payment." });
}

static enum err
answer(struct call *c, const struct stripe_intent *i)
{
	return call_answer(c, &stripe_intent_spec, i);
}

static enum err
unexpected_state(struct call *c, const struct stripe_intent *i,
    const char *verb)
{
	return call_fail(c, 400,
	    &(struct failure){ .type = "invalid_request_error",
		.code = "payment_intent_unexpected_state",
		.message = arena_printf(c->rq->arena,
		    "You cannot %s this "
		    "PaymentIntent because it has a status of %s.",
		    verb, i->status),
		.intent = i });
}

static enum err
add(struct call *c)
{
	struct stripe_intent i = { .status = "requires_payment_method" };
	enum err             e;

	if (!call_number(c, "amount", &i.amount))
		return call_missing(c, "amount");
	if ((i.currency = call_text(c, "currency")) == NULL)
		return call_missing(c, "currency");
	if (amount_refused(c, i.amount, i.currency, true))
		return ERR_OK;
	i.id = id_new(c->rq->arena, "pi_");
	i.description = call_text(c, "description");
	i.metadata = call_marks(c, "metadata");
	if ((e = record(c->db, &i, "payment_intent.created")) != ERR_OK)
		return e;
	return answer(c, &i);
}

static enum err
confirm(struct call *c)
{
	struct stripe_intent i;
	const struct card   *card;
	const char          *method = call_text(c, "payment_method");
	enum err             e;

	if ((e = db_intent_get(c->db, c->id, true, &i)) != ERR_OK)
		return e == ERR_NOT_FOUND ? call_no_such(c, "payment_intent") :
					    e;
	if (!status_is(&i, "requires_payment_method") &&
	    !status_is(&i, "requires_confirmation"))
		return unexpected_state(c, &i, "confirm");
	if (method == NULL || (card = card_of_method(method)) == NULL)
		return call_fail(c, 400,
		    &(struct failure){ .type = "invalid_request_error",
			.code = "resource_missing",
			.param = "payment_method",
			.message = arena_printf(c->rq->arena,
			    "No such PaymentMethod: '%s'",
			    method != NULL ? method : "") });
	i.return_url = call_url(c, "return_url");
	if ((e = intent_charge(c->db, &i, card)) != ERR_OK)
		return e;
	if (card->does != CARD_DECLINES)
		return answer(c, &i);
	return call_fail(c, 402,
	    &(struct failure){ "card_error", card->code, card->decline_code,
		card->message, NULL, &i });
}

static enum err
cancel(struct call *c)
{
	struct stripe_intent i;
	enum err             e;

	if ((e = db_intent_get(c->db, c->id, true, &i)) != ERR_OK)
		return e == ERR_NOT_FOUND ? call_no_such(c, "payment_intent") :
					    e;
	if (status_is(&i, "succeeded") || status_is(&i, "canceled") ||
	    status_is(&i, "processing"))
		return unexpected_state(c, &i, "cancel");
	i.status = "canceled";
	i.next_action.text = NULL;
	if ((e = record(c->db, &i, "payment_intent.canceled")) != ERR_OK)
		return e;
	return answer(c, &i);
}

static enum err
show(struct call *c)
{
	struct stripe_intent i;
	enum err             e;

	if ((e = db_intent_get(c->db, c->id, false, &i)) != ERR_OK)
		return e == ERR_NOT_FOUND ? call_no_such(c, "payment_intent") :
					    e;
	return answer(c, &i);
}

/* POST /v1/payment_intents - the intent to be paid an amount. */
HANDLER(intent_add, none, none)
{
	return call_serve(rq, add);
}

/* GET /v1/payment_intents/:id - how it is. */
HANDLER(intent_show, none, none)
{
	return call_serve(rq, show);
}

/* POST /v1/payment_intents/:id/confirm - charge this card. */
HANDLER(intent_confirm, none, none)
{
	return call_serve(rq, confirm);
}

/* POST /v1/payment_intents/:id/cancel - never to be paid. */
HANDLER(intent_cancel, none, none)
{
	return call_serve(rq, cancel);
}

const struct route intents_routes[] = {
	{ POST, V1 "payment_intents", &intent_add, .who = ANYONE,
	    .face = API_ONLY, .form_body = true, .shape = AS_WRITTEN },
	{ GET, V1 "payment_intents/:id", &intent_show, .who = ANYONE,
	    .face = API_ONLY, .shape = AS_WRITTEN },
	{ POST, V1 "payment_intents/:id/confirm", &intent_confirm,
	    .who = ANYONE, .face = API_ONLY, .form_body = true,
	    .shape = AS_WRITTEN },
	{ POST, V1 "payment_intents/:id/cancel", &intent_cancel, .who = ANYONE,
	    .face = API_ONLY, .form_body = true, .shape = AS_WRITTEN },
	{ 0 },
};
