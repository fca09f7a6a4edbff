/* SPDX-License-Identifier: ISC */
#include "db/payments/refunds.h"

#define REFUND_COLUMNS                                                     \
	"id, payment_id, attempt_id, refund_key, kind, vendor_id, amount," \
	" status, provider_id, tries, reason, reason_id, message, created_at"

const char *const refund_kind_words[] = { "sale", "surplus", NULL };
const char *const refund_status_words[] = { "requested", "succeeded", "failed",
	NULL };

SPEC(refund,
    FIELD(id),
    FIELD(payment_id),
    FIELD(attempt_id),
    FIELD(refund_key),
    FIELD_ENUM(kind, refund_kind_words),
    FIELD(vendor_id),
    FIELD(amount),
    FIELD_ENUM(status, refund_status_words),
    FIELD(provider_id),
    FIELD(tries),
    FIELD(reason),
    FIELD(reason_id),
    FIELD(message),
    FIELD(created_at));

CONSTRAINT(refunds_open, ERR_CONFLICT);
CONSTRAINT(refunds_key, ERR_CONFLICT);

QUERY(sql_refund_add, .sql =
    "INSERT INTO refunds (id, payment_id, attempt_id, refund_key, kind,"
    "  vendor_id, amount, reason, reason_id)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

QUERY(sql_refund_get, .sql =
    "SELECT " REFUND_COLUMNS " FROM refunds WHERE id = $1");

QUERY(sql_refund_by_key, .sql =
    "SELECT " REFUND_COLUMNS " FROM refunds WHERE refund_key = $1");

QUERY(sql_refund_requested, .sql =
    "SELECT " REFUND_COLUMNS " FROM refunds WHERE payment_id = $1"
    "  AND status = 'requested' AND kind = 'sale'");

QUERY(sql_refund_by_provider, .sql =
    "SELECT " REFUND_COLUMNS " FROM refunds WHERE provider_id = $2"
    "  AND EXISTS (SELECT FROM payment_attempts a"
    "   WHERE a.id = attempt_id AND a.provider = $1)");

QUERY(sql_refund_set, .sql =
    "UPDATE refunds SET status = $2, provider_id = $3, tries = $4,"
    "  message = $5, amount = $6, checked_at = farm_now(),"
    "  updated_at = farm_now()"
    " WHERE id = $1");

QUERY(sql_refund_stale, .sql =
    "UPDATE refunds SET checked_at = farm_now() WHERE id IN ("
    "  SELECT id FROM refunds WHERE status = 'requested' AND checked_at <"
    "   farm_now() - greatest(interval '30 seconds',"
    "    (farm_now() - created_at) / 4)"
    "  ORDER BY checked_at LIMIT $1 FOR UPDATE SKIP LOCKED)"
    " RETURNING " REFUND_COLUMNS);

QUERY(sql_refund_list, .sql =
    "SELECT " REFUND_COLUMNS " FROM refunds WHERE payment_id = $1"
    " ORDER BY created_at");

enum err
db_refund_add(struct db *db, const struct refund *r)
{
	return db_run(db, &sql_refund_add,
	    VALUES(V(r->id), V(r->payment_id), V(r->attempt_id),
		V(r->refund_key), V(refund_kind_words[r->kind]),
		V(r->vendor_id), V(r->amount), V(r->reason), V(r->reason_id)),
	    NULL);
}

enum err
db_refund_get(struct db *db, struct uuid id, struct refund *out)
{
	return db_one(db, &sql_refund_get, VALUES(V(id)), refund, out);
}

enum err
db_refund_by_key(struct db *db, const char *key, struct refund *out)
{
	return db_one(db, &sql_refund_by_key, VALUES(V(key)), refund, out);
}

enum err
db_refund_requested(struct db *db, struct uuid payment_id, struct refund *out)
{
	return db_one(db, &sql_refund_requested, VALUES(V(payment_id)), refund,
	    out);
}

enum err
db_refund_by_provider(struct db *db, const char *provider,
    const char *provider_id, struct refund *out)
{
	return db_one(db, &sql_refund_by_provider,
	    VALUES(V(provider), V(provider_id)), refund, out);
}

enum err
db_refund_set(struct db *db, const struct refund *r)
{
	return db_run(db, &sql_refund_set,
	    VALUES(V(r->id), V(refund_status_words[r->status]),
		V(r->provider_id), V(r->tries), V(r->message), V(r->amount)),
	    NULL);
}

enum err
db_refund_stale(struct db *db, int limit, LIST(refund) *out)
{
	return db_all(db, &sql_refund_stale, VALUES(V(limit)), refund, out);
}

enum err
db_refund_list(struct db *db, struct uuid payment_id, LIST(refund) *out)
{
	return db_all(db, &sql_refund_list, VALUES(V(payment_id)), refund, out);
}
