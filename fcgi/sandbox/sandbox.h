/* SPDX-License-Identifier: ISC */
/*
 * sandbox.h - what the files of the sandbox share: a stand-in for payment
 * providers on a machine without the internet, and for tests.
 *
 * Below /sandbox/stripe/v1/ it answers as Stripe does, in the parts that our
 * client uses: forms in, JSON and Stripe's error objects out, a Bearer key,
 * and answers repeated by Idempotency-Key. /sandbox/stripe/checkout/ is its
 * payment page.
 */
#ifndef FARM_FCGI_SANDBOX_SANDBOX_H
#define FARM_FCGI_SANDBOX_SANDBOX_H

#include "common/contract/stripe_keys.h"
#include "common/http/route.h"
#include "db/sandbox/stripe.h"

struct sandbox_config {
	const char        *database_url_sandbox;
	struct stripe_keys stripe;
};
extern struct sandbox_config settings;

/* ---- answer.c: the manner of Stripe's API -------------------------------- */

/* One call: its parameters are in rq->params, nested ones with dots. */
struct call {
	struct req *rq;
	struct db  *db;
	const char *id;     /* of the path, or NULL */
	int         status; /* what is answered */
	const char *json;
	bool        is_refused; /* before anything was done */
	bool        is_write;
};

/*
 * Do "fn" for a caller with the key, in a transaction, once for each
 * Idempotency-Key when it is a write; and send what it answered.
 */
typedef enum err call_fn(struct call *);
enum err         call_serve(struct req *, call_fn *);
enum err         call_answer(struct call *, struct spec *, const void *);

struct failure {
	const char *type, *code, *decline_code, *message, *param;
	const struct stripe_intent *intent;
};
/* An error object; those of 400 and 404 are not kept for the key. */
enum err call_fail(struct call *, int status, const struct failure *);
enum err call_missing(struct call *, const char *param);
enum err call_no_such(struct call *, const char *what);

const char *call_text(const struct call *, const char *name);
/* NULL when it is not the address of a page. */
const char *call_url(const struct call *, const char *name);
/* False when it is not a whole number above 0. */
bool call_number(const struct call *, const char *name, int64_t *out);
/* What stands below "metadata" as JSON. */
struct raw_json call_marks(const struct call *, const char *name);
/* "pi_" and what nobody can guess. */
const char *id_new(struct arena *, const char *prefix);

/* ---- amounts.c: Stripe's units ------------------------------------------- */

/*
 * "currency" is Stripe's, "usd".  An error has been answered if Stripe would
 * not move this amount; a charge has a minimum too.
 */
bool         amount_refused(struct call *, int64_t units, const char *currency,
	    bool is_charge);
struct money amount_shown(int64_t units, const char *currency);
/* "USD" */
const char *currency_shown(struct arena *, const char *currency);

/* ---- cards.c: what a card does ------------------------------------------- */

enum card_does { CARD_PAYS, CARD_DECLINES, CARD_ASKS };

struct card {
	const char    *number, *method; /* 4242…, pm_card_visa */
	enum card_does does;
	const char    *code, *decline_code, *message;
};

/* NULL: there is no such test card. */
const struct card *card_of_number(const char *digits);
const struct card *card_of_method(const char *method);

/* ---- intents.c, sessions.c: also what the payment page does -------------- */

/* Charge an intent; recorded, with its event. "*paid" says whether it is. */
enum err intent_charge(struct db *, struct stripe_intent *,
    const struct card *);
/* After the buyer's bank has asked; "ok": it agreed. */
enum err intent_authenticated(struct db *, struct stripe_intent *, bool ok);
/* Locked; one whose time is over expires on the way. ERR_NOT_FOUND. */
enum err session_load_locked(struct db *, const char *id,
    struct stripe_session *);
/* The session's intent is paid. */
enum err session_complete(struct db *, struct stripe_session *);

#define V1 "/sandbox/stripe/v1/" /* below it is an API */

/* The rows of each file that answers requests. */
extern const struct route intents_routes[], sessions_routes[], refunds_routes[],
    events_routes[], pages_routes[];

#endif
