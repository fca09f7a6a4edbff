/* SPDX-License-Identifier: ISC */
/*
 * payments_model.h - the steps that payments_model.c chooses and
 * payments_steps.c takes, on either side.
 */
#ifndef FARM_TESTS_SIMULATE_PAYMENTS_MODEL_H
#define FARM_TESTS_SIMULATE_PAYMENTS_MODEL_H

#include "tests/simulate/db_payments.h"
#include "tests/simulate/model.h"

#define PAYMENTS 4
#define MESSAGES 6 /* "evt_0" and so on */

enum kind {
	PAYMENT_ADD,
	PAYMENT_READ,
	PAYMENT_SET,
	ATTEMPT_ADD,
	ATTEMPT_READ,
	ATTEMPT_FIND,
	ATTEMPT_LEASE,
	ATTEMPT_NAME,
	ATTEMPT_SET,
	ATTEMPT_STALE,
	MESSAGE_ADD,
	MESSAGE_DONE,
	REFUND_ADD,
	REFUND_READ,
	REFUND_FIND,
	REFUND_SET,
	REFUND_STALE,
	LEDGER_POST,
	LEDGER_LEFT,
	KINDS
};

/* What a step is about; chosen once, for both databases. */
struct step {
	enum kind          kind;
	struct uuid        payment, order, attempt, refund, vendor, fresh;
	int                status;
	const char        *provider, *name, *key, *text;
	struct money       amount;
	struct ledger_line lines[2];
	struct posting     posting;
	/* What happened: the error and what was read. */
	enum err    e;
	const char *read;
};
extern struct step payments_step;

/* Take the step; its error and what was read are in it. */
void                     payments_step_take(const void *queries, struct db *);
extern const void *const payments_queries_real,
    *const               payments_queries_simulated;

#endif
