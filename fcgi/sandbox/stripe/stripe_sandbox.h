/* SPDX-License-Identifier: ISC */
/*
 * stripe_sandbox.h - a stand-in for Stripe.
 *
 * Below /sandbox/stripe/v1/ it answers as Stripe's API does, in the parts that
 * our client uses: forms in, JSON and Stripe's error objects out, a Bearer key,
 * and answers repeated by Idempotency-Key.  Its payment page is below
 * /sandbox/stripe/checkout/.  With a live key it answers nothing.
 */
#ifndef FARM_FCGI_SANDBOX_STRIPE_STRIPE_SANDBOX_H
#define FARM_FCGI_SANDBOX_STRIPE_STRIPE_SANDBOX_H

#include "db/sandbox/stripe.h"
#include "fcgi/sandbox/sandbox.h"

/* ---- api.c: calls and answers -------------------------------------------- */

/* One call.  Its parameters are in rq->params, nested ones with dots. */
struct stripe_api_call {
	struct req *rq;
	struct db  *db;
	const char *id;     /* of the path, or NULL */
	int         status; /* of the answer */
	const char *json;
	bool        is_refused; /* nothing was done */
	bool        is_write;
};

/*
 * If the caller has the key, run "fn" in a transaction and send its answer.  A
 * write runs once for each Idempotency-Key.
 */
typedef enum err stripe_api_fn(struct stripe_api_call *);
enum err         stripe_api_serve(struct req *, stripe_api_fn *);
enum err         stripe_api_answer(struct stripe_api_call *, struct spec *,
	    const void *);

struct stripe_failure {
	const char *type, *code, *decline_code, *message, *param;
	const struct stripe_intent *intent;
};
/* Answer an error object.  400 and 404 are not kept for the Idempotency-Key. */
enum err stripe_api_fail(struct stripe_api_call *, int status,
    const struct stripe_failure *);
enum err stripe_api_missing(struct stripe_api_call *, const char *param);
enum err stripe_api_no_such(struct stripe_api_call *, const char *what);

const char *stripe_api_text(const struct stripe_api_call *, const char *name);
/* NULL: it is not the address of a page. */
const char *stripe_api_url(const struct stripe_api_call *, const char *name);
/* False: it is not a whole number above 0. */
bool stripe_api_number(const struct stripe_api_call *, const char *name,
    int64_t *out);
/* The parameters below "metadata" as JSON. */
struct raw_json stripe_api_marks(const struct stripe_api_call *,
    const char *name);
/* The prefix ("pi_") and characters that nobody can guess. */
const char *stripe_id_new(struct arena *, const char *prefix);

/* ---- amounts.c: Stripe's units ------------------------------------------- */

/*
 * "currency" is Stripe's, "usd".  An error has been answered if Stripe would
 * not move this amount; a charge has a minimum too.
 */
bool         stripe_api_amount_refused(struct stripe_api_call *, int64_t units,
	    const char *currency, bool is_charge);
struct money stripe_amount_shown(int64_t units, const char *currency);
/* "USD" */
const char *stripe_currency_shown(struct arena *, const char *currency);

/* ---- cards.c: test cards ------------------------------------------------- */

enum card_does { CARD_PAYS, CARD_DECLINES, CARD_ASKS };

struct test_card {
	const char    *number, *method; /* 4242…, pm_card_visa */
	enum card_does does;
	const char    *code, *decline_code, *message;
};

/* NULL: there is no such card. */
const struct test_card *test_card_by_number(const char *digits);
const struct test_card *test_card_by_method(const char *method);

/* ---- intents.c, sessions.c: what the payment page does, too -------------- */

/* Charge the card for an intent; record it with its event. */
enum err intent_charge(struct db *, struct stripe_intent *,
    const struct test_card *);
/* The buyer's bank has answered; "ok": it agrees. */
enum err intent_authenticated(struct db *, struct stripe_intent *, bool ok);
/* Lock a session.  It expires now if its time is over.  ERR_NOT_FOUND. */
enum err checkout_session_lock(struct db *, const char *id,
    struct stripe_session *);
/* The intent of the session is paid. */
enum err checkout_session_complete(struct db *, struct stripe_session *);

#endif
