/* SPDX-License-Identifier: ISC */
/*
 * refunds.h - money that goes back.
 */
#ifndef FARM_DB_PAYMENTS_REFUNDS_H
#define FARM_DB_PAYMENTS_REFUNDS_H

#include "db/pg/pg.h"

enum refund_kind { REFUND_SALE, REFUND_SURPLUS };
extern const char *const refund_kind_words[];

enum refund_status { REFUND_REQUESTED, REFUND_SUCCEEDED, REFUND_FAILED };
extern const char *const refund_status_words[];

struct refund {
	struct uuid        id, payment_id, attempt_id;
	const char        *refund_key; /* once */
	enum refund_kind   kind;
	struct uuid        vendor_id; /* not given: of all */
	struct money       amount;
	enum refund_status status;
	const char        *provider_id; /* the provider's name; or NULL */
	int64_t            tries;
	/* The reason is a stored_text without values; or NULL. */
	const char      *reason, *reason_id, *message;
	struct timestamp created_at;
};
SPEC_DECLARE(refund);

/* ERR_CONFLICT: the key was used, or another refund of the sale is open. */
enum err db_refund_add(struct db *, const struct refund *);
/* ERR_NOT_FOUND. */
enum err db_refund_get(struct db *, struct uuid, struct refund *out);
/* ERR_NOT_FOUND. */
enum err db_refund_by_key(struct db *, const char *key, struct refund *out);
/* The open refund of a payment's sale.  ERR_NOT_FOUND. */
enum err db_refund_requested(struct db *, struct uuid payment_id,
    struct refund *out);
/* By the provider's name of it.  ERR_NOT_FOUND. */
enum err db_refund_by_provider(struct db *, const char *provider,
    const char *provider_id, struct refund *out);
/*
 * Record ->status, ->provider_id, ->tries, ->message and ->amount.
 * ERR_CONFLICT: another refund of the sale is open.
 */
enum err db_refund_set(struct db *, const struct refund *);
/* Open refunds that were not checked for a while, as db_attempt_stale(). */
enum err db_refund_stale(struct db *, int limit, LIST(refund) *out);
/* All refunds of a payment, the oldest first. */
enum err db_refund_list(struct db *, struct uuid payment_id, LIST(refund) *out);

#endif
