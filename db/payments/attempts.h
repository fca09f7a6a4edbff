/* SPDX-License-Identifier: ISC */
/*
 * attempts.h - tries to get the money, and the providers' messages about them.
 */
#ifndef FARM_DB_PAYMENTS_ATTEMPTS_H
#define FARM_DB_PAYMENTS_ATTEMPTS_H

#include "db/pg/pg.h"

enum attempt_kind { ATTEMPT_INTENT, ATTEMPT_SESSION };
extern const char *const attempt_kind_words[];

/* The first two are open, of which a payment has at most one. */
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
	enum attempt_kind   kind;
	enum attempt_status status;
	const char         *provider_id;    /* pi_…, or cs_…; or NULL */
	const char         *transaction_id; /* what is refunded: pi_… */
	const char         *idempotency_key;
	const char         *method_id; /* pm_…, of an intent */
	const char         *url;       /* where the buyer goes */
	const char         *code, *message;
	struct timestamp    created_at;
	bool                leased; /* somebody is at it */
};
SPEC_DECLARE(attempt);

static inline bool
attempt_open(enum attempt_status status)
{
	return status == ATTEMPT_STARTED || status == ATTEMPT_UNKNOWN;
}

/* A new one, leased to the caller. ERR_CONFLICT: another one is open. */
enum err db_attempt_add(struct db *, const struct attempt *);
/* ERR_NOT_FOUND, of the next three. */
enum err db_attempt_get(struct db *, struct uuid, struct attempt *out);
enum err db_attempt_open_of(struct db *, struct uuid payment_id,
    struct attempt *out);
/* The newest one, open or not. */
enum err db_attempt_last(struct db *, struct uuid payment_id,
    struct attempt *out);
/* By our id or the provider's, whichever is given. ERR_NOT_FOUND. */
enum err db_attempt_find(struct db *, struct uuid id, const char *provider_id,
    struct attempt *out);
/* The one whose money the payment has. ERR_NOT_FOUND. */
enum err db_attempt_paid(struct db *, struct uuid payment_id,
    struct attempt *out);

/* Take it on, so that nobody else does meanwhile. */
enum err db_attempt_lease(struct db *, struct uuid);
/* What the provider calls it; ERR_CONFLICT when it is not open any more. */
enum err db_attempt_named(struct db *, struct uuid, const char *provider_id);
/* Everything but ids and names; ends the lease. */
enum err db_attempt_set(struct db *, const struct attempt *);
/* Open ones that nobody is at and nobody looked after for a while. */
enum err db_attempt_stale(struct db *, int limit, LIST(attempt) *out);
enum err db_attempt_list(struct db *, struct uuid payment_id,
    LIST(attempt) *out);

/* A provider's message. */
struct provider_event {
	const char      *id, *type, *object_id;
	int64_t          times;
	bool             is_done;
	struct timestamp received_at;
};
SPEC_DECLARE(provider_event);

/* Notes that it came (again); ->is_done when it was dealt with before. */
enum err db_provider_event_add(struct db *, const char *provider,
    struct provider_event *);
enum err db_provider_event_done(struct db *, const char *provider,
    const char *id, struct uuid payment_id);
enum err db_provider_event_list(struct db *, struct uuid payment_id,
    LIST(provider_event) *out);

#endif
