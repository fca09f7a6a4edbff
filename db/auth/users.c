/* SPDX-License-Identifier: ISC */
#include "db/auth/users.h"
#include "common/contract/events.h"

#define USER_COLUMNS                                                    \
	"id, email, name, role, is_active, email_verified, created_at," \
	" updated_at, version"

SPEC(user,
    FIELD(id, GIVEN),
    FIELD(email, GIVEN),
    FIELD(name, GIVEN),
    FIELD_ENUM(role, role_words, GIVEN),
    FIELD(is_active, GIVEN),
    FIELD(email_verified, GIVEN),
    FIELD(created_at, GIVEN),
    FIELD(updated_at, GIVEN),
    FIELD(version, EDIT_VERSION));

SPEC_STATIC(user_secret,
    FIELD_BASE(user, user),
    FIELD(password_hash));

CONSTRAINT(users_email_key, ERR_EMAIL_TAKEN);

QUERY(sql_user_add, .sql =
    "INSERT INTO users (id, email, name, role, password_hash)"
    " VALUES ($1, $2, $3, $4, $5) RETURNING " USER_COLUMNS);

QUERY(sql_user_get, .none = ERR_USER_NOT_FOUND, .sql =
    "SELECT " USER_COLUMNS " FROM users WHERE id = $1");

QUERY(sql_user_by_email, .none = ERR_USER_NOT_FOUND, .sql =
    "SELECT " USER_COLUMNS ", password_hash FROM users WHERE email = $1");

/* A changed address has to be verified again. */
QUERY(sql_user_edit, .none = ERR_STALE, .sql =
    "UPDATE users SET name = coalesce($2, name),"
    "  email = coalesce($3, email), updated_at = farm_now(),"
    "  email_verified = email_verified AND coalesce($3 = email, true),"
    "  version = version + 1"
    " WHERE id = $1 AND ($4::bigint IS NULL OR version = $4)"
    " RETURNING " USER_COLUMNS);

/* All ids of one kind that db/auth/demo.sql can give. */
QUERY(sql_users_demo_count, .sql =
    "SELECT count(*) AS users FROM users"
    " WHERE id BETWEEN '00000000-0000-7000-8000-010000000000'"
    "  AND '00000000-0000-7000-8000-019999999999'");

struct user_count {
	int64_t users;
};
SPEC_STATIC(user_count, FIELD(users));

enum err
db_user_add(struct db *db, struct user *user, const char *hash)
{
	struct user_payload payload = { user->id, user->email, user->name };

	db_batch(db);
	db_one(db, &sql_user_add,
	    VALUES(V(user->id), V(user->email), V(user->name),
		V(role_words[user->role]), V(hash)),
	    user, user);
	db_event(db, EVENT_USER_REGISTERED, user->id, &payload);
	return db_flush(db);
}

enum err
db_user_get(struct db *db, struct uuid id, struct user *out)
{
	return db_one(db, &sql_user_get, VALUES(V(id)), user, out);
}

enum err
db_user_by_email(struct db *db, const char *email, struct user_secret *out)
{
	return db_one(db, &sql_user_by_email, VALUES(V(email)), user_secret,
	    out);
}

enum err
db_user_edit(struct db *db, struct uuid id, const char *name, const char *email,
    int64_t version, struct user *out)
{
	enum err e;

	e = db_one(db, &sql_user_edit,
	    VALUES(V(id), V(name), V(email), V(version)), user, out);
	return e == ERR_STALE && version == INT_NONE ? ERR_USER_NOT_FOUND : e;
}

enum err
db_users_demo_count(struct db *db, int64_t *out)
{
	struct user_count count = { 0 };
	enum err          e;

	e = db_one(db, &sql_users_demo_count, NO_VALUES, user_count, &count);
	*out = count.users;
	return e;
}
