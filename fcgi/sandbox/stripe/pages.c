/* SPDX-License-Identifier: ISC */
/*
 * pages.c - Stripe's pages: one where the buyer enters a card, and one where
 * the buyer's bank asks for consent.  After a declined card another one can be
 * tried on the same page.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/clock.h"
#include "fcgi/sandbox/stripe/stripe_sandbox.h"

#define NUMBER_MAX 19 /* digits of a card */

struct object_id_in {
	const char *id;
};
SPEC_STATIC(object_id_in, FIELD(id, REQUIRED, RANGE(1, 100)));

struct checkout_in {
	const char *id, *number, *expiry, *cvc;
};
SPEC_STATIC(checkout_in,
    FIELD(id, REQUIRED, RANGE(1, 100)),
    FIELD(number, REQUIRED, RANGE(1, 40)),
    FIELD(expiry, REQUIRED, RANGE(1, 10)),
    FIELD(cvc, REQUIRED, RANGE(1, 10)));

/* "status" is that of the session. */
struct checkout_page {
	const char  *id, *name, *status, *email, *cancel_url, *currency;
	struct money amount;
};
SPEC_STATIC(checkout_page,
    FIELD(id),
    FIELD(name),
    FIELD(status),
    FIELD(email),
    FIELD(cancel_url),
    FIELD(currency),
    FIELD(amount));

struct authenticate_in {
	const char *id, *answer;
};
SPEC_STATIC(authenticate_in,
    FIELD(id, REQUIRED, RANGE(1, 100)),
    FIELD(answer, REQUIRED, RANGE(1, 10)));

struct authenticate_page {
	const char  *id, *currency;
	struct money amount;
	bool         is_waiting;
};
SPEC_STATIC(authenticate_page,
    FIELD(id),
    FIELD(currency),
    FIELD(amount),
    FIELD(is_waiting));

/* ---- reading a card ------------------------------------------------------ */

/* The digits alone.  People group them by spaces and dashes. */
static bool
digits_of(const char *s, char *out, size_t max)
{
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if (*s == ' ' || *s == '-')
			continue;
		if (!isdigit((unsigned char)*s) || n == max)
			return false;
		out[n++] = *s;
	}
	out[n] = '\0';
	return n > 0;
}

/* "12 / 34" or "12/2034", and the month is not over. */
static bool
expiry_fits(const char *s)
{
	char *end, now[TIMESTAMP_SIZE];
	long  month = strtol(s, &end, 10), year;

	end += strspn(end, " /");
	if (month < 1 || month > 12 || !isdigit((unsigned char)*end))
		return false;
	year = strtol(end, &end, 10);
	timestamp_strftime(clock_now(), "%Y%m", now);
	return *end == '\0' &&
	    (year < 100 ? year + 2000 : year) * 100 + month >=
	    strtol(now, NULL, 10) &&
	    year < 10000;
}

static const struct test_card *
card_read(struct req *rq, const struct checkout_in *in)
{
	struct complaints      *cs = &rq->complaints;
	const struct test_card *card = NULL;
	char                    number[NUMBER_MAX + 1], cvc[5];

	if (digits_of(in->number, number, NUMBER_MAX))
		card = test_card_by_number(number);
	if (card == NULL)
		complain_as(cs, "number", "unknown_card",
		    SAY("Use one of the test cards. Real cards do not work "
			"here."),
		    NO_ARGS);
	if (!expiry_fits(in->expiry))
		complain_as(cs, "expiry", "expired",
		    SAY("Enter a month in the future, such as 12/34."),
		    NO_ARGS);
	if (!digits_of(in->cvc, cvc, 4) || strlen(cvc) < 3)
		complain_as(cs, "cvc", "invalid_cvc",
		    SAY("Enter the 3 or 4 digits of the security code."),
		    NO_ARGS);
	return cs->list.n == 0 ? card : NULL;
}

/* ---- paying -------------------------------------------------------------- */

struct paying {
	const char             *id;
	const struct test_card *card;
	struct stripe_session   session;
	struct stripe_intent    intent;
};

/* The session's intent.  It is made when the buyer first pays, as by Stripe. */
static enum err
checkout_intent(struct db *db, struct stripe_session *s,
    struct stripe_intent *i)
{
	enum err e;

	if (s->payment_intent != NULL)
		return db_stripe_intent_get(db, s->payment_intent, true, i);
	*i = (struct stripe_intent){
		.id = stripe_id_new(db_arena(db), "pi_"),
		.amount = s->amount_total,
		.currency = s->currency,
		.status = "requires_payment_method",
		.description = s->name,
		.metadata = s->intent_metadata,
		.return_url = s->success_url,
		.session_id = s->id,
	};
	if ((e = db_stripe_intent_put(db, i)) != ERR_OK)
		return e;
	s->payment_intent = i->id;
	return db_stripe_session_put(db, s);
}

static enum err
checkout_pay_tx(struct db *db, void *ctx)
{
	struct paying *x = ctx;
	enum err       e;

	x->intent = (struct stripe_intent){ .status = "" };
	e = checkout_session_lock(db, x->id, &x->session);
	if (e != ERR_OK || strcmp(x->session.status, "open") != 0)
		return e;
	if ((e = checkout_intent(db, &x->session, &x->intent)) != ERR_OK ||
	    (e = intent_charge(db, &x->intent, x->card)) != ERR_OK)
		return e;
	return strcmp(x->intent.status, "succeeded") == 0 ?
	    checkout_session_complete(db, &x->session) :
	    ERR_OK;
}

/* GET /sandbox/stripe/checkout/:id - the form for the card. */
HANDLER(checkout_show, object_id_in, checkout_page)
{
	struct stripe_session s;
	enum err              e;

	buf_str(rq->headers, "Cache-Control: no-store\r\n");
	if ((e = db_stripe_session_get(rq->db, in->id, false, &s)) != ERR_OK)
		return e;
	out->id = s.id;
	out->name = s.name;
	out->status = s.is_late && strcmp(s.status, "open") == 0 ? "expired" :
								   s.status;
	out->email = s.customer_email;
	out->cancel_url = s.cancel_url;
	out->amount = stripe_amount_shown(s.amount_total, s.currency);
	out->currency = stripe_currency_shown(rq->arena, s.currency);
	return ERR_OK;
}

/* POST /sandbox/stripe/checkout/:id - charge the card. */
HANDLER(checkout_pay, checkout_in, checkout_page)
{
	struct paying x = { .id = in->id };
	enum err      e;

	if ((x.card = card_read(rq, in)) == NULL)
		return ERR_INVALID;
	if ((e = db_tx(rq->db, checkout_pay_tx, &x)) != ERR_OK)
		return e;
	if (strcmp(x.session.status, "complete") == 0)
		req_next(rq, "%s", x.session.success_url);
	else if (strcmp(x.session.status, "expired") == 0)
		req_next(rq, "/sandbox/stripe/checkout/%s", x.session.id);
	else if (strcmp(x.intent.status, "requires_action") == 0)
		req_next(rq, "/sandbox/stripe/authenticate/%s", x.intent.id);
	else {
		complain_as(&rq->complaints, "number", x.card->code,
		    SAY(x.card->message), NO_ARGS);
		return ERR_INVALID;
	}
	return ERR_OK;
}

/* ---- the page of the bank ------------------------------------------------ */

struct authenticating {
	const char          *id;
	bool                 ok;
	struct stripe_intent intent;
};

/* Sessions are always locked before their intents. */
static enum err
authenticate_tx(struct db *db, void *ctx)
{
	struct authenticating *x = ctx;
	struct stripe_session  s;
	enum err               e;

	if ((e = db_stripe_intent_get(db, x->id, false, &x->intent)) != ERR_OK)
		return e;
	if (x->intent.session_id != NULL &&
	    (e = checkout_session_lock(db, x->intent.session_id, &s)) != ERR_OK)
		return e;
	if ((e = db_stripe_intent_get(db, x->id, true, &x->intent)) != ERR_OK ||
	    strcmp(x->intent.status, "requires_action") != 0)
		return e;
	e = intent_authenticated(db, &x->intent, x->ok);
	if (e != ERR_OK || !x->ok || x->intent.session_id == NULL)
		return e;
	return checkout_session_complete(db, &s);
}

/* GET /sandbox/stripe/authenticate/:id - the question of the bank. */
HANDLER(authenticate_show, object_id_in, authenticate_page)
{
	struct stripe_intent i;
	enum err             e;

	buf_str(rq->headers, "Cache-Control: no-store\r\n");
	if ((e = db_stripe_intent_get(rq->db, in->id, false, &i)) != ERR_OK)
		return e;
	out->id = i.id;
	out->amount = stripe_amount_shown(i.amount, i.currency);
	out->currency = stripe_currency_shown(rq->arena, i.currency);
	out->is_waiting = strcmp(i.status, "requires_action") == 0;
	return ERR_OK;
}

/* POST /sandbox/stripe/authenticate/:id - the answer, "yes" or "no". */
HANDLER(authenticate_done, authenticate_in, authenticate_page)
{
	struct authenticating x = { .id = in->id,
		.ok = strcmp(in->answer, "yes") == 0 };
	enum err              e;

	if ((e = db_tx(rq->db, authenticate_tx, &x)) != ERR_OK)
		return e;
	if (x.intent.session_id != NULL &&
	    strcmp(x.intent.status, "succeeded") != 0)
		req_next(rq,
		    "/sandbox/stripe/checkout/%s?notice="
		    "payment-failed",
		    x.intent.session_id);
	else
		req_next(rq, "%s",
		    x.intent.return_url != NULL ? x.intent.return_url : "/");
	return ERR_OK;
}

const struct route stripe_page_routes[] = {
	{ GET, "/sandbox/stripe/checkout/:id", &checkout_show,
	    .page = "sandbox/checkout", .who = ANYONE, .face = PAGE_ONLY },
	{ POST, "/sandbox/stripe/checkout/:id", &checkout_pay,
	    .page = "sandbox/checkout", .who = ANYONE, .face = PAGE_ONLY },
	{ GET, "/sandbox/stripe/authenticate/:id", &authenticate_show,
	    .page = "sandbox/authenticate", .who = ANYONE, .face = PAGE_ONLY },
	{ POST, "/sandbox/stripe/authenticate/:id", &authenticate_done,
	    .page = "sandbox/authenticate", .who = ANYONE, .face = PAGE_ONLY },
	{ 0 },
};
