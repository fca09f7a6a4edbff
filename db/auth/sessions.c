/* SPDX-License-Identifier: ISC */
#include "db/auth/sessions.h"
#include "common/contract/events.h"

QUERY(sql_session_add, .sql =
    "INSERT INTO sessions (id, user_id, address, expires_at)"
    " VALUES ($1, $2, $3, farm_now() + $4::int8 * interval '1 second')");

QUERY(sql_token_add, .sql =
    "INSERT INTO refresh_tokens (hash, session_id, expires_at)"
    " VALUES ($1, $2, farm_now() + $3::int8 * interval '1 second')");

/* A session lives as long as its newest token. */
QUERY(sql_session_extend, .sql =
    "UPDATE sessions SET expires_at = farm_now()"
    "  + $2::int8 * interval '1 second' WHERE id = $1");

QUERY(sql_token_get, .none = ERR_BAD_REFRESH_TOKEN, .sql =
    "SELECT t.session_id, t.rotated_at IS NOT NULL AS rotated,"
    "  coalesce(t.rotated_at > farm_now() - interval '10 seconds', false)"
    "  AS just_rotated, u.id AS \"user.id\","
    "  u.email AS \"user.email\", u.name AS \"user.name\","
    "  u.role AS \"user.role\", u.is_active AS \"user.is_active\","
    "  u.email_verified AS \"user.email_verified\","
    "  u.created_at AS \"user.created_at\","
    "  u.updated_at AS \"user.updated_at\""
    " FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id"
    "  JOIN users u ON u.id = s.user_id"
    " WHERE t.hash = $1 AND t.expires_at > farm_now() AND s.ended_at IS NULL"
    "  AND u.is_active FOR UPDATE OF t");

QUERY(sql_token_rotate, .sql =
    "UPDATE refresh_tokens SET rotated_at = farm_now() WHERE hash = $1");

QUERY(sql_session_role, .sql =
    "SELECT u.role FROM sessions s JOIN users u ON u.id = s.user_id"
    " WHERE s.id = $1 AND s.ended_at IS NULL AND u.is_active");

QUERY(sql_session_end, .sql =
    "UPDATE sessions SET ended_at = farm_now() WHERE id = $1"
    " AND ended_at IS NULL");

struct token_row {
	struct uuid session_id;
	bool        rotated, just_rotated;
	struct user user;
};
SPEC_STATIC(token_row,
    FIELD(session_id),
    FIELD(rotated),
    FIELD(just_rotated),
    FIELD_SUB(user, user));

enum err
db_session_add(struct db *db, struct uuid id, struct uuid user_id,
    const char *address, const char *token_hash)
{
	db_batch(db);
	db_run(db, &sql_session_add,
	    VALUES(V(id), V(user_id), V(address), V(REFRESH_SECONDS)), NULL);
	db_run(db, &sql_token_add,
	    VALUES(V(token_hash), V(id), V(REFRESH_SECONDS)), NULL);
	return db_flush(db);
}

struct rotation {
	const char      *old, *new;
	bool             patient;
	struct token_row row;
};

static enum err
rotate(struct db *db, void *ctx)
{
	struct rotation *r = ctx;
	enum err         e;

	e = db_one(db, &sql_token_get, VALUES(V(r->old)), token_row, &r->row);
	if (e != ERR_OK)
		return e;
	if (r->row.just_rotated && r->patient)
		return ERR_CONFLICT;
	if (r->row.rotated)
		return db_session_end(db, r->row.session_id);
	db_batch(db);
	db_run(db, &sql_token_rotate, VALUES(V(r->old)), NULL);
	db_run(db, &sql_token_add,
	    VALUES(V(r->new), V(r->row.session_id), V(REFRESH_SECONDS)), NULL);
	db_run(db, &sql_session_extend,
	    VALUES(V(r->row.session_id), V(REFRESH_SECONDS)), NULL);
	return db_flush(db);
}

enum err
db_session_rotate(struct db *db, const char *old, const char *new, bool patient,
    struct uuid *session_id, struct uuid *ended, struct user *out)
{
	struct rotation r = { .old = old, .new = new, .patient = patient };
	enum err        e = db_tx(db, rotate, &r);

	*ended = (struct uuid){ "" };
	if (e != ERR_OK)
		return e;
	if (r.row.rotated) {
		*ended = r.row.session_id;
		return ERR_BAD_REFRESH_TOKEN;
	}
	*session_id = r.row.session_id;
	*out = r.row.user;
	return ERR_OK;
}

enum err
db_session_role(struct db *db, struct uuid id, enum role *out)
{
	struct session_role row;
	enum err            e;

	e = db_one(db, &sql_session_role, VALUES(V(id)), session_role, &row);
	if (e == ERR_OK)
		*out = row.role;
	return e;
}

enum err
db_session_end(struct db *db, struct uuid id)
{
	struct session_payload payload = { id };

	db_batch(db);
	db_run(db, &sql_session_end, VALUES(V(id)), NULL);
	db_event(db, EVENT_SESSION_ENDED, id, &payload);
	return db_flush(db);
}
