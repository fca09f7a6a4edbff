/* SPDX-License-Identifier: ISC */
/*
 * stripe.h - the objects of the stand-in for Stripe.  Their specs have the
 * members of Stripe's JSON (https://docs.stripe.com/api).
 */
#ifndef FARM_DB_SANDBOX_STRIPE_H
#define FARM_DB_SANDBOX_STRIPE_H

#include "db/pg/pg.h"

struct stripe_intent {
	const char *id, *object;
	int64_t     amount, amount_received;
	const char *currency, *status, *description, *payment_method,
	    *latest_charge, *client_secret;
	struct raw_json next_action, last_payment_error, metadata,
	    payment_method_types;
	int64_t     created;
	bool        livemode;
	const char *return_url, *session_id; /* not in the JSON */
};
SPEC_DECLARE(stripe_intent);

struct stripe_session {
	const char *id, *object;
	int64_t     amount_total;
	const char *currency, *status, *payment_status, *payment_intent, *mode,
	    *url, *customer_email, *client_reference_id, *success_url,
	    *cancel_url;
	struct raw_json metadata;
	int64_t         expires_at, created;
	bool            livemode;
	const char     *name; /* this and the next are not in the JSON */
	struct raw_json intent_metadata;
	bool            is_late; /* past ->expires_at */
};
SPEC_DECLARE(stripe_session);

struct stripe_refund {
	const char     *id, *object;
	int64_t         amount;
	const char     *currency, *payment_intent, *status, *reason;
	struct raw_json metadata;
	int64_t         created;
};
SPEC_DECLARE(stripe_refund);

struct stripe_event_data {
	struct raw_json object;
};
struct stripe_event {
	const char              *id, *object, *type, *api_version;
	int64_t                  created, pending_webhooks;
	bool                     livemode;
	struct stripe_event_data data;
};
SPEC_DECLARE(stripe_event);

/* ERR_NOT_FOUND.  "lock": within a transaction, until its end. */
enum err db_stripe_intent_get(struct db *, const char *id, bool lock,
    struct stripe_intent *out);
/* Add or change it; it is read back as it is stored. */
enum err db_stripe_intent_put(struct db *, struct stripe_intent *);

enum err db_stripe_session_get(struct db *, const char *id, bool lock,
    struct stripe_session *out);
enum err db_stripe_session_put(struct db *, struct stripe_session *);

enum err db_stripe_refund_put(struct db *, struct stripe_refund *);
enum err db_stripe_refund_get(struct db *, const char *id,
    struct stripe_refund *out);
enum err db_stripe_refunds_of(struct db *, const char *intent,
    LIST(stripe_refund) *out);

/* Record an event with a copy of its object, and have a webhook sent. */
enum err db_stripe_event_add(struct db *, const char *type, struct spec *,
    const void *object);
enum err db_stripe_event_get(struct db *, struct uuid,
    struct stripe_event *out);

/*
 * The use of an Idempotency-Key.  db_stripe_key_take() leaves ->status "not
 * given" for the first request; else ->status and ->body are its answer.
 */
struct stripe_key {
	const char *key, *fingerprint, *body;
	int64_t     status;
};
enum err db_stripe_key_take(struct db *, struct stripe_key *);
enum err db_stripe_key_keep(struct db *, const struct stripe_key *);

#endif
