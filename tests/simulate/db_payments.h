/* SPDX-License-Identifier: ISC */
/*
 * db_payments.h - what the simulated queries of payments_db share.
 */
#ifndef FARM_TESTS_SIMULATE_DB_PAYMENTS_H
#define FARM_TESTS_SIMULATE_DB_PAYMENTS_H

#include "tests/simulate/db.h"

/* A row of "provider_events". */
struct message_row {
	struct record r;
	bool          done;
	int64_t       times;
};
/* By the provider's name of it; provider.c keeps them. */
struct message_row *message_of(const char *id);

/* The payment of a deal, with all that hangs on it, is about to change. */
struct payment_row *payment_touch(struct db *, struct deal *);

/* An attempt and the deal it belongs to; NULL: none. */
struct attempt_row *attempt_of(struct uuid id, struct deal **);

/* To be asked for: WHERE of sql_attempt_stale and sql_refund_stale. */
bool is_stale(int64_t checked_us, int64_t created_us);

#endif
