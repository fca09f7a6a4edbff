/* SPDX-License-Identifier: ISC */
/*
 * provider.h - a payment provider that behaves as Stripe documents it: the
 * part of its API that fcgi/payments/providers/stripe speaks, its memory for
 * Idempotency-Keys (a day), and its webhooks.
 */
#ifndef FARM_TESTS_SIMULATE_PROVIDER_H
#define FARM_TESTS_SIMULATE_PROVIDER_H

#include "tests/simulate/db_payments.h"

#define INTENTS_MAX  600
#define SESSIONS_MAX 600
#define GIVEN_MAX    400
#define MESSAGES_MAX 3000
#define GHOSTS_MAX   400

enum intent_status {
	INTENT_NEW,
	INTENT_ACTION,
	INTENT_PROCESSING,
	INTENT_PAID,
	INTENT_DECLINED,
	INTENT_CANCELLED
};

struct intent {
	char               id[24];
	struct uuid        payment_id, attempt_id;
	enum intent_status status;
	int64_t            amount, received, refunded;
};

enum session_status { SESSION_OPEN, SESSION_PAID, SESSION_EXPIRED };

struct session_page {
	char                id[24];
	struct uuid         payment_id, attempt_id;
	enum session_status status;
	int64_t             amount, expires_us;
	int                 intent; /* that paid it; or -1 */
	bool                shown;  /* the buyer has its address */
};

enum given_status { GIVEN_PENDING, GIVEN_BACK, GIVEN_REFUSED };

struct given { /* a refund */
	char              id[24];
	int               intent;
	struct uuid       refund_id;
	int64_t           amount;
	enum given_status status;
};

struct message {
	struct message_row row; /* as payments_db knows it */
	char               id[24], object_id[24];
	const char        *type;
	struct uuid        attempt_id, refund_id;
	int                more; /* times it will be sent at least */
	bool               taken;
};

/* A request that comes late, when nobody waits for its answer any more. */
struct ghost {
	const char *method, *path, *key, *form;
	bool        gone;
};

struct provider_world {
	struct intent       intents[INTENTS_MAX];
	struct session_page sessions[SESSIONS_MAX];
	struct given        given[GIVEN_MAX];
	struct message      messages[MESSAGES_MAX];
	struct ghost        ghosts[GHOSTS_MAX];
	int                 nintents, nsessions, ngiven, nmessages, nghosts;
	bool                is_slow;     /* refunds take their time */
	bool                is_refusing; /* or are not given */
};
extern struct provider_world there;

/* One request; the answer's status, and its body in the arena. */
int provider_serve(struct arena *, const struct ghost *, const char **body);

/* What people and time do there. */
void session_pay(struct session_page *, bool is_good);
void session_close(struct session_page *);
void intent_end(struct intent *, bool is_good);
void given_end(struct given *, bool is_good);
/* Sessions whose time is over. */
void provider_clock(void);

/* A webhook as it is sent now; NULL signature: forged. */
const char *message_body(struct arena *, const struct message *);
const char *message_signature(struct arena *, const char *body,
    const char *secret, int64_t age_s);

/* What it has of a payment's buyer now, and how often it charged. */
int64_t provider_has(struct uuid payment_id, int *charges);

#endif
