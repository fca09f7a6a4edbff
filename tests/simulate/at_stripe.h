/* SPDX-License-Identifier: ISC */
/*
 * at_stripe.h - Stripe as it documents itself: the part of its API that
 * fcgi/payments/providers/stripe speaks, and its webhooks.
 */
#ifndef FARM_TESTS_SIMULATE_AT_STRIPE_H
#define FARM_TESTS_SIMULATE_AT_STRIPE_H

#include "tests/simulate/provider.h"

#define INTENTS_MAX  600
#define SESSIONS_MAX 600
#define GIVEN_MAX    400

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

struct stripe_world {
	struct intent       intents[INTENTS_MAX];
	struct session_page sessions[SESSIONS_MAX];
	struct given        given[GIVEN_MAX];
	int                 nintents, nsessions, ngiven;
};
extern struct stripe_world stripe;

/* What people and time do there. */
void session_pay(struct session_page *, bool is_good);
void given_end(struct given *, bool is_good);

#endif
