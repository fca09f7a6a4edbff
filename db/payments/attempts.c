/* SPDX-License-Identifier: ISC */
#include "db/payments/attempts.h"

/* Longer than a request can work on an attempt. */
#define LEASE "interval '20 seconds'"
#define OPEN  "status IN ('started', 'unknown')"

#define ATTEMPT_COLUMNS                                                  \
	"id, payment_id, provider, status, provider_id, transaction_id," \
	" idempotency_key, method_id, url, code, message, created_at,"   \
	" leased_until > farm_now() AS leased"

const char *const attempt_status_words[] = { "started", "unknown", "succeeded",
	"failed", "cancelled", NULL };

SPEC(attempt,
    FIELD(id),
    FIELD(payment_id),
    FIELD(provider),
    FIELD_ENUM(status, attempt_status_words),
    FIELD(provider_id),
    FIELD(transaction_id),
    FIELD(idempotency_key),
    FIELD(method_id),
    FIELD(url),
    FIELD(code),
    FIELD(message),
    FIELD(created_at),
    FIELD(leased));

SPEC(provider_event,
    FIELD(id),
    FIELD(type),
    FIELD(object_id),
    FIELD(times),
    FIELD(is_done),
    FIELD(received_at));

CONSTRAINT(payment_attempts_open, ERR_CONFLICT);

QUERY(sql_attempt_add, .sql =
    "INSERT INTO payment_attempts (id, payment_id, provider, idempotency_key,"
    "  method_id, leased_until) VALUES ($1, $2, $3, $4, $5, farm_now() + " LEASE
    ")");

QUERY(sql_attempt_get, .sql =
    "SELECT " ATTEMPT_COLUMNS " FROM payment_attempts WHERE id = $1");

QUERY(sql_attempt_open_of, .sql =
    "SELECT " ATTEMPT_COLUMNS " FROM payment_attempts"
    " WHERE payment_id = $1 AND " OPEN);

QUERY(sql_attempt_last, .sql =
    "SELECT " ATTEMPT_COLUMNS " FROM payment_attempts WHERE payment_id = $1"
    " ORDER BY created_at DESC LIMIT 1");

QUERY(sql_attempt_find, .sql =
    "SELECT " ATTEMPT_COLUMNS " FROM payment_attempts"
    " WHERE id = $1 OR (provider = $2 AND provider_id = $3)"
    " ORDER BY id = $1 DESC LIMIT 1");

QUERY(sql_attempt_paid, .sql =
    "SELECT a.id, a.payment_id, a.provider, a.status, a.provider_id,"
    "  a.transaction_id, a.idempotency_key"
    " FROM payment_attempts a JOIN payments p ON p.id = a.payment_id"
    " WHERE p.id = $1 AND a.status = 'succeeded'"
    "  AND a.transaction_id = p.transaction_id");

QUERY(sql_attempt_lease, .sql =
    "UPDATE payment_attempts SET leased_until = farm_now() + " LEASE
    " WHERE id = $1");

QUERY(sql_attempt_set_name, .sql =
    "UPDATE payment_attempts SET provider_id = $2, updated_at = farm_now()"
    " WHERE id = $1 AND " OPEN);

QUERY(sql_attempt_set, .sql =
    "UPDATE payment_attempts SET status = $2, transaction_id = $3, url = $4,"
    "  code = $5, message = $6, leased_until = farm_now(),"
    "  checked_at = farm_now(),"
    "  updated_at = farm_now() WHERE id = $1");

/* The older it is, the less often we ask: messages come anyway. */
QUERY(sql_attempt_stale, .sql =
    "UPDATE payment_attempts SET checked_at = farm_now() WHERE id IN ("
    "  SELECT id FROM payment_attempts WHERE " OPEN
    "   AND leased_until < farm_now() AND checked_at < farm_now() -"
    "   greatest(interval '30 seconds', (farm_now() - created_at) / 4)"
    "  ORDER BY checked_at LIMIT $1 FOR UPDATE SKIP LOCKED)"
    " RETURNING " ATTEMPT_COLUMNS);

QUERY(sql_attempt_list, .sql =
    "SELECT " ATTEMPT_COLUMNS " FROM payment_attempts WHERE payment_id = $1"
    " ORDER BY created_at");

QUERY(sql_provider_event_add, .sql =
    "INSERT INTO provider_events AS e (provider, id, type, object_id)"
    " VALUES ($1, $2, $3, $4) ON CONFLICT (provider, id)"
    " DO UPDATE SET times = e.times + 1"
    " RETURNING id, type, object_id, times, received_at,"
    "  done_at IS NOT NULL AS is_done");

QUERY(sql_provider_event_done, .sql =
    "UPDATE provider_events SET done_at = farm_now(), payment_id = $3"
    " WHERE provider = $1 AND id = $2");

QUERY(sql_provider_event_list, .sql =
    "SELECT id, type, object_id, times, received_at,"
    "  done_at IS NOT NULL AS is_done"
    " FROM provider_events WHERE payment_id = $1 ORDER BY received_at");

enum err
db_attempt_add(struct db *db, const struct attempt *a)
{
	return db_run(db, &sql_attempt_add,
	    VALUES(V(a->id), V(a->payment_id), V(a->provider),
		V(a->idempotency_key), V(a->method_id)),
	    NULL);
}

enum err
db_attempt_get(struct db *db, struct uuid id, struct attempt *out)
{
	return db_one(db, &sql_attempt_get, VALUES(V(id)), attempt, out);
}

enum err
db_attempt_open_of(struct db *db, struct uuid payment_id, struct attempt *out)
{
	return db_one(db, &sql_attempt_open_of, VALUES(V(payment_id)), attempt,
	    out);
}

enum err
db_attempt_last(struct db *db, struct uuid payment_id, struct attempt *out)
{
	return db_one(db, &sql_attempt_last, VALUES(V(payment_id)), attempt,
	    out);
}

enum err
db_attempt_find(struct db *db, const char *provider, struct uuid id,
    const char *provider_id, struct attempt *out)
{
	return db_one(db, &sql_attempt_find,
	    VALUES(V(id), V(provider), V(provider_id)), attempt, out);
}

enum err
db_attempt_paid(struct db *db, struct uuid payment_id, struct attempt *out)
{
	return db_one(db, &sql_attempt_paid, VALUES(V(payment_id)), attempt,
	    out);
}

enum err
db_attempt_lease(struct db *db, struct uuid id)
{
	return db_run(db, &sql_attempt_lease, VALUES(V(id)), NULL);
}

enum err
db_attempt_set_name(struct db *db, struct uuid id, const char *provider_id)
{
	int64_t  n = 0;
	enum err e;

	e = db_run(db, &sql_attempt_set_name, VALUES(V(id), V(provider_id)),
	    &n);
	return e == ERR_OK && n == 0 ? ERR_CONFLICT : e;
}

enum err
db_attempt_set(struct db *db, const struct attempt *a)
{
	return db_run(db, &sql_attempt_set,
	    VALUES(V(a->id), V(attempt_status_words[a->status]),
		V(a->transaction_id), V(a->url), V(a->code), V(a->message)),
	    NULL);
}

enum err
db_attempt_stale(struct db *db, int limit, LIST(attempt) *out)
{
	return db_all(db, &sql_attempt_stale, VALUES(V(limit)), attempt, out);
}

enum err
db_attempt_list(struct db *db, struct uuid payment_id, LIST(attempt) *out)
{
	return db_all(db, &sql_attempt_list, VALUES(V(payment_id)), attempt,
	    out);
}

enum err
db_provider_event_add(struct db *db, const char *provider,
    struct provider_event *ev)
{
	return db_one(db, &sql_provider_event_add,
	    VALUES(V(provider), V(ev->id), V(ev->type), V(ev->object_id)),
	    provider_event, ev);
}

enum err
db_provider_event_done(struct db *db, const char *provider, const char *id,
    struct uuid payment_id)
{
	return db_run(db, &sql_provider_event_done,
	    VALUES(V(provider), V(id), V(payment_id)), NULL);
}

enum err
db_provider_event_list(struct db *db, struct uuid payment_id,
    LIST(provider_event) *out)
{
	return db_all(db, &sql_provider_event_list, VALUES(V(payment_id)),
	    provider_event, out);
}
