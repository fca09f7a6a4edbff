/* SPDX-License-Identifier: ISC */
/*
 * attempts.h - attempts to get the money of a payment, and the messages of the
 * providers about them.
 */
#ifndef FARM_DB_PAYMENTS_ATTEMPTS_H
#define FARM_DB_PAYMENTS_ATTEMPTS_H

#include "db/pg/pg.h"

/* The first two are open; a payment has at most one open attempt. */
enum attempt_status {
	ATTEMPT_STARTED,
	ATTEMPT_UNKNOWN,
	ATTEMPT_SUCCEEDED,
	ATTEMPT_FAILED,
	ATTEMPT_CANCELLED
};
extern const char *const attempt_status_words[];

struct attempt {
	struct uuid         id, payment_id;
	const char         *provider; /* "stripe" */
	enum attempt_status status;
	const char         *provider_id;    /* the provider's name; or NULL */
	const char         *transaction_id; /* what a refund refers to */
	const char         *idempotency_key;
	const char         *method_id;      /* the card; NULL: by page */
	const char         *url;            /* where the buyer goes */
	const char         *code, *message; /* why it failed */
	struct timestamp    created_at;
	bool                leased; /* somebody works on it */
};
SPEC_DECLARE(attempt);

static inline bool
attempt_open(enum attempt_status status)
{
	return status == ATTEMPT_STARTED || status == ATTEMPT_UNKNOWN;
}

/* A new attempt, leased to the caller.  ERR_CONFLICT: another one is open. */
enum err db_attempt_add(struct db *, const struct attempt *);

/* ERR_NOT_FOUND. */
enum err db_attempt_get(struct db *, struct uuid, struct attempt *out);
/* The open attempt of a payment.  ERR_NOT_FOUND. */
enum err db_attempt_open_of(struct db *, struct uuid payment_id,
    struct attempt *out);
/* The newest attempt of a payment, open or not.  ERR_NOT_FOUND. */
enum err db_attempt_last(struct db *, struct uuid payment_id,
    struct attempt *out);
/* The attempt whose money the payment has.  ERR_NOT_FOUND. */
enum err db_attempt_paid(struct db *, struct uuid payment_id,
    struct attempt *out);
/* By our id or by the provider's, whichever is given.  ERR_NOT_FOUND. */
enum err db_attempt_find(struct db *, const char *provider, struct uuid id,
    const char *provider_id, struct attempt *out);
/* All attempts of a payment, the oldest first. */
enum err db_attempt_list(struct db *, struct uuid payment_id,
    LIST(attempt) *out);

/* Lease an attempt, so that nobody else works on it for a while. */
enum err db_attempt_lease(struct db *, struct uuid);
/* Record the provider's name of it.  ERR_CONFLICT: it is not open any more. */
enum err db_attempt_set_name(struct db *, struct uuid, const char *provider_id);
/* Record all but ids and names; ends the lease. */
enum err db_attempt_set(struct db *, const struct attempt *);
/*
 * Open attempts that are not leased and were not checked for a while: at least
 * 30 seconds, and a quarter of their age.  They count as checked from now on.
 */
enum err db_attempt_stale(struct db *, int limit, LIST(attempt) *out);

/* A message of a provider. */
struct provider_event {
	const char      *id, *type, *object_id;
	int64_t          times;
	bool             is_done;
	struct timestamp received_at;
};
SPEC_DECLARE(provider_event);

/* Record that a message came, perhaps again.  ->is_done: it was dealt with. */
enum err db_provider_event_add(struct db *, const char *provider,
    struct provider_event *);
/* All is done; "payment_id" is the payment that it is about, if any. */
enum err db_provider_event_done(struct db *, const char *provider,
    const char *id, struct uuid payment_id);
/* The messages about a payment, the oldest first. */
enum err db_provider_event_list(struct db *, struct uuid payment_id,
    LIST(provider_event) *out);

#endif
