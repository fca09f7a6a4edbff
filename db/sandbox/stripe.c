/* SPDX-License-Identifier: ISC */
#include "db/sandbox/stripe.h"
#include "common/contract/events.h"
#include "common/model/config.h"
#include "common/model/json_write.h"

#define EPOCH(column) "extract(epoch FROM " column ")::bigint"

#define INTENT_COLUMNS                                                   \
	"id, 'payment_intent' AS object, amount, amount_received,"       \
	" currency, status, description, payment_method, latest_charge," \
	" id || '_secret_' || md5(id) AS client_secret, next_action,"    \
	" last_payment_error, metadata, '[\"card\"]' AS"                 \
	" payment_method_types, " EPOCH("created_at") " AS created,"     \
						      " return_url, "    \
						      "session_id"

#define SESSION_COLUMNS                                                     \
	"id, 'checkout.session' AS object, amount_total, currency, status," \
	" payment_status, payment_intent, 'payment' AS mode,"               \
	" customer_email, client_reference_id, success_url, cancel_url,"    \
	" metadata, " EPOCH("expires_at") " AS expires_at, " EPOCH(         \
	    "created_at") " AS created, name, intent_metadata,"             \
			  " expires_at < farm_now() AS is_late"

#define REFUND_COLUMNS                                                      \
	"id, 'refund' AS object, amount, currency, payment_intent, status," \
	" reason, metadata, " EPOCH("created_at") " AS created"

SPEC_VERBATIM(stripe_intent,
    FIELD(id),
    FIELD(object),
    FIELD(amount),
    FIELD(amount_received),
    FIELD(client_secret),
    FIELD(created),
    FIELD(currency),
    FIELD(description),
    FIELD(last_payment_error),
    FIELD(latest_charge),
    FIELD(livemode),
    FIELD(metadata),
    FIELD(next_action),
    FIELD(payment_method),
    FIELD(payment_method_types),
    FIELD(status),
    FIELD(return_url, FOR_PAGES),
    FIELD(session_id, FOR_PAGES));

SPEC_VERBATIM(stripe_session,
    FIELD(id),
    FIELD(object),
    FIELD(amount_total),
    FIELD(cancel_url),
    FIELD(client_reference_id),
    FIELD(created),
    FIELD(currency),
    FIELD(customer_email),
    FIELD(expires_at),
    FIELD(livemode),
    FIELD(metadata),
    FIELD(mode),
    FIELD(payment_intent),
    FIELD(payment_status),
    FIELD(status),
    FIELD(success_url),
    FIELD(url),
    FIELD(name, FOR_PAGES),
    FIELD(intent_metadata, FOR_PAGES),
    FIELD(is_late, FOR_PAGES));

SPEC_VERBATIM(stripe_refund,
    FIELD(id),
    FIELD(object),
    FIELD(amount),
    FIELD(created),
    FIELD(currency),
    FIELD(metadata),
    FIELD(payment_intent),
    FIELD(reason),
    FIELD(status));

SPEC_VERBATIM_STATIC(stripe_event_data, FIELD(object));

SPEC_VERBATIM(stripe_event,
    FIELD(id),
    FIELD(object),
    FIELD(api_version),
    FIELD(created),
    FIELD_SUB(data, stripe_event_data),
    FIELD(livemode),
    FIELD(pending_webhooks),
    FIELD(type));

SPEC_VERBATIM_STATIC(stripe_key, FIELD(key), FIELD(fingerprint), FIELD(status),
    FIELD(body));

QUERY(sql_stripe_intent_get, .sql =
    "SELECT " INTENT_COLUMNS " FROM stripe_intents WHERE id = $1");

QUERY(sql_stripe_intent_lock, .sql =
    "SELECT " INTENT_COLUMNS " FROM stripe_intents WHERE id = $1 FOR UPDATE");

QUERY(sql_stripe_intent_put, .sql =
    "INSERT INTO stripe_intents (id, amount, amount_received, currency,"
    "  status, description, payment_method, latest_charge, return_url,"
    "  next_action, last_payment_error, metadata, session_id)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    " ON CONFLICT (id) DO UPDATE SET"
    "  amount_received = excluded.amount_received,"
    "  status = excluded.status, payment_method = excluded.payment_method,"
    "  latest_charge = excluded.latest_charge,"
    "  return_url = excluded.return_url,"
    "  next_action = excluded.next_action,"
    "  last_payment_error = excluded.last_payment_error"
    " RETURNING " INTENT_COLUMNS);

QUERY(sql_stripe_session_get, .sql =
    "SELECT " SESSION_COLUMNS " FROM stripe_sessions WHERE id = $1");

QUERY(sql_stripe_session_lock, .sql =
    "SELECT " SESSION_COLUMNS " FROM stripe_sessions WHERE id = $1"
    " FOR UPDATE");

QUERY(sql_stripe_session_put, .sql =
    "INSERT INTO stripe_sessions (id, amount_total, currency, status,"
    "  payment_status, payment_intent, name, customer_email,"
    "  client_reference_id, success_url, cancel_url, metadata,"
    "  intent_metadata, expires_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
    "  to_timestamp($14))"
    " ON CONFLICT (id) DO UPDATE SET status = excluded.status,"
    "  payment_status = excluded.payment_status,"
    "  payment_intent = excluded.payment_intent"
    " RETURNING " SESSION_COLUMNS);

QUERY(sql_stripe_refund_put, .sql =
    "INSERT INTO stripe_refunds (id, payment_intent, amount, currency,"
    "  reason, metadata) VALUES ($1, $2, $3, $4, $5, $6)"
    " RETURNING " REFUND_COLUMNS);

QUERY(sql_stripe_refund_get, .sql =
    "SELECT " REFUND_COLUMNS " FROM stripe_refunds WHERE id = $1");

QUERY(sql_stripe_refunds_of, .sql =
    "SELECT " REFUND_COLUMNS " FROM stripe_refunds"
    " WHERE payment_intent = $1 ORDER BY created_at DESC");

QUERY(sql_stripe_event_add, .sql =
    "INSERT INTO stripe_events (id, type, object) VALUES ($1, $2, $3)");

QUERY(sql_stripe_event_get, .sql =
    "SELECT 'evt_' || replace(id::text, '-', '') AS id, 'event' AS object,"
    "  type, " EPOCH("created_at") " AS created,"
    "  object AS \"data.object\", 1 AS pending_webhooks"
    " FROM stripe_events WHERE id = $1");

/* A second request with the key waits here until the first has ended. */
QUERY(sql_stripe_key_take, .sql =
    "INSERT INTO stripe_keys AS k (key, fingerprint) VALUES ($1, $2)"
    " ON CONFLICT (key) DO UPDATE SET key = excluded.key"
    " RETURNING key, fingerprint, status, body");

QUERY(sql_stripe_key_keep, .sql =
    "UPDATE stripe_keys SET status = $2, body = $3 WHERE key = $1");

enum err
db_stripe_intent_get(struct db *db, const char *id, bool lock,
    struct stripe_intent *out)
{
	return db_one(db,
	    lock ? &sql_stripe_intent_lock : &sql_stripe_intent_get,
	    VALUES(V(id)), stripe_intent, out);
}

enum err
db_stripe_intent_put(struct db *db, struct stripe_intent *i)
{
	return db_one(db, &sql_stripe_intent_put,
	    VALUES(V(i->id), V(i->amount), V(i->amount_received),
		V(i->currency), V(i->status), V(i->description),
		V(i->payment_method), V(i->latest_charge), V(i->return_url),
		V(i->next_action.text), V(i->last_payment_error.text),
		V(i->metadata.text), V(i->session_id)),
	    stripe_intent, i);
}

/* The address of the payment page, while it can be paid there. */
static void
session_locate(struct db *db, struct stripe_session *s)
{
	if (strcmp(s->status, "open") == 0)
		s->url = arena_printf(db_arena(db),
		    "%s/sandbox/stripe/checkout/%s", config.public_url, s->id);
}

enum err
db_stripe_session_get(struct db *db, const char *id, bool lock,
    struct stripe_session *out)
{
	enum err e;

	e = db_one(db,
	    lock ? &sql_stripe_session_lock : &sql_stripe_session_get,
	    VALUES(V(id)), stripe_session, out);
	if (e == ERR_OK)
		session_locate(db, out);
	return e;
}

enum err
db_stripe_session_put(struct db *db, struct stripe_session *s)
{
	enum err e;

	e = db_one(db, &sql_stripe_session_put,
	    VALUES(V(s->id), V(s->amount_total), V(s->currency), V(s->status),
		V(s->payment_status), V(s->payment_intent), V(s->name),
		V(s->customer_email), V(s->client_reference_id),
		V(s->success_url), V(s->cancel_url), V(s->metadata.text),
		V(s->intent_metadata.text), V(s->expires_at)),
	    stripe_session, s);
	if (e == ERR_OK)
		session_locate(db, s);
	return e;
}

enum err
db_stripe_refund_put(struct db *db, struct stripe_refund *r)
{
	return db_one(db, &sql_stripe_refund_put,
	    VALUES(V(r->id), V(r->payment_intent), V(r->amount), V(r->currency),
		V(r->reason), V(r->metadata.text)),
	    stripe_refund, r);
}

enum err
db_stripe_refund_get(struct db *db, const char *id, struct stripe_refund *out)
{
	return db_one(db, &sql_stripe_refund_get, VALUES(V(id)), stripe_refund,
	    out);
}

enum err
db_stripe_refunds_of(struct db *db, const char *intent,
    LIST(stripe_refund) *out)
{
	return db_all(db, &sql_stripe_refunds_of, VALUES(V(intent)),
	    stripe_refund, out);
}

enum err
db_stripe_event_add(struct db *db, const char *type, struct spec *spec,
    const void *object)
{
	struct webhook_payload row = { uuid_new() };
	const char *json = json_object_text_spec(db_arena(db), spec, object);

	db_batch(db);
	db_run(db, &sql_stripe_event_add, VALUES(V(row.id), V(type), V(json)),
	    NULL);
	db_event(db, EVENT_WEBHOOK_CREATED, row.id, &row);
	return db_flush(db);
}

enum err
db_stripe_event_get(struct db *db, struct uuid id, struct stripe_event *out)
{
	enum err e;

	e = db_one(db, &sql_stripe_event_get, VALUES(V(id)), stripe_event, out);
	if (e == ERR_OK)
		out->api_version = "2024-06-20";
	return e;
}

enum err
db_stripe_key_take(struct db *db, struct stripe_key *k)
{
	return db_one(db, &sql_stripe_key_take,
	    VALUES(V(k->key), V(k->fingerprint)), stripe_key, k);
}

enum err
db_stripe_key_keep(struct db *db, const struct stripe_key *k)
{
	return db_run(db, &sql_stripe_key_keep,
	    VALUES(V(k->key), V(k->status), V(k->body)), NULL);
}
