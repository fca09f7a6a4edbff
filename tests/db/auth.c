/* SPDX-License-Identifier: ISC */
/*
 * auth.c - accounts, sessions and their tokens.
 */
#include "db/auth/sessions.h"
#include "tests/db/tap_db.h"

static struct user ann;
static struct uuid session;

/* Ann, with a session whose token is "t1". */
static void
prepare(void)
{
	WITH_DB();
	owner("TRUNCATE users, outbox CASCADE");
	ann = (struct user){ .id = uuid_new(),
		.email = "ann@example.com",
		.name = "Ann",
		.role = ROLE_BUYER };
	CHECK_INT(db_user_add(db, &ann, "hash"), ERR_OK);
	session = uuid_new();
	CHECK_INT(db_session_add(db, session, ann.id, "192.0.2.1", "t1"),
	    ERR_OK);
}

static void
every_query_can_be_prepared(void)
{
	WITH_DB();
	CHECK(db_check(db));
}

static void
a_user_is_added_and_found(void)
{
	struct user_secret found;
	struct user        u;

	prepare();
	CHECK(ann.is_active && !ann.email_verified);
	CHECK(timestamp_given(ann.created_at));
	CHECK_INT(db_user_get(db, ann.id, &u), ERR_OK);
	CHECK_TEXT(u.email, "ann@example.com");
	CHECK_INT(u.role, ROLE_BUYER);
	CHECK_INT(db_user_by_email(db, "ann@example.com", &found), ERR_OK);
	CHECK_TEXT(found.password_hash, "hash");
	CHECK_TEXT(found.user.name, "Ann");
	CHECK_INT(db_user_get(db, uuid_new(), &u), ERR_USER_NOT_FOUND);
	CHECK_INT(db_user_by_email(db, "bob@example.com", &found),
	    ERR_USER_NOT_FOUND);
}

static void
an_address_is_taken_once(void)
{
	struct user other = { .id = uuid_new(),
		.email = "ann@example.com",
		.name = "A",
		.role = ROLE_VENDOR };

	prepare();
	CHECK_INT(db_user_add(db, &other, "h"), ERR_EMAIL_TAKEN);
	other.email = "bob@example.com";
	CHECK_INT(db_user_add(db, &other, "h"), ERR_OK);
	CHECK_INT(db_user_edit(db, other.id, NULL, "ann@example.com", INT_NONE,
		      &other),
	    ERR_EMAIL_TAKEN);
}

static void
what_is_not_given_is_not_changed(void)
{
	struct user u;

	prepare();
	owner("UPDATE users SET email_verified = true");
	CHECK_INT(db_user_edit(db, ann.id, "Anna", NULL, INT_NONE, &u), ERR_OK);
	CHECK_TEXT(u.name, "Anna");
	CHECK_TEXT(u.email, "ann@example.com");
	CHECK(u.email_verified);
	CHECK_INT(db_user_edit(db, ann.id, NULL, "ann@example.com", INT_NONE,
		      &u),
	    ERR_OK);
	CHECK(u.email_verified);
	CHECK_INT(db_user_edit(db, ann.id, NULL, "anna@example.com", INT_NONE,
		      &u),
	    ERR_OK);
	CHECK_TEXT(u.name, "Anna");
	CHECK(!u.email_verified);
}

static void
an_old_version_is_not_edited(void)
{
	struct user u;

	prepare();
	CHECK_INT(ann.version, 1);
	CHECK_INT(db_user_edit(db, ann.id, "Anna", NULL, 1, &u), ERR_OK);
	CHECK_INT(u.version, 2);
	CHECK_INT(db_user_edit(db, ann.id, "Anne", NULL, 1, &u), ERR_STALE);
	CHECK_INT(db_user_edit(db, ann.id, "Anne", NULL, INT_NONE, &u), ERR_OK);
	CHECK_INT(u.version, 3);
	CHECK_INT(db_user_edit(db, uuid_new(), "Eve", NULL, INT_NONE, &u),
	    ERR_USER_NOT_FOUND);
}

static enum err
rotate(const char *old, const char *new, struct uuid *ended)
{
	struct uuid id = { "" };
	struct user u;
	enum err    e = db_session_rotate(db, old, new, false, &id, ended, &u);

	if (e == ERR_OK) {
		CHECK_TEXT(id.text, session.text);
		CHECK_TEXT(u.email, "ann@example.com");
	}
	return e;
}

static void
tokens_rotate(void)
{
	struct uuid ended;

	prepare();
	CHECK_INT(rotate("t1", "t2", &ended), ERR_OK);
	CHECK(!uuid_given(ended));
	CHECK_INT(rotate("t2", "t3", &ended), ERR_OK);
	CHECK_INT(rotate("none", "t4", &ended), ERR_BAD_REFRESH_TOKEN);
	CHECK(!uuid_given(ended));
}

/* Else it would be removed under the feet of one who is signed in. */
static void
a_session_lives_as_long_as_its_newest_token(void)
{
	struct uuid ended;

	prepare();
	owner("UPDATE sessions SET expires_at = now()");
	CHECK_INT(rotate("t1", "t2", &ended), ERR_OK);
	CHECK_INT(owner_int("SELECT count(*) FROM sessions s"
			    " JOIN refresh_tokens t ON t.session_id = s.id"
			    " WHERE t.hash = 't2'"
			    "  AND s.expires_at = t.expires_at"),
	    1);
}

/* Somebody stole t1: whoever comes second ends it for both. */
static void
a_rotated_token_ends_its_family(void)
{
	struct uuid ended;
	enum role   role;

	prepare();
	CHECK_INT(rotate("t1", "t2", &ended), ERR_OK);
	CHECK_INT(db_session_role(db, session, &role), ERR_OK);
	CHECK_INT(rotate("t1", "t3", &ended), ERR_BAD_REFRESH_TOKEN);
	CHECK_TEXT(ended.text, session.text);
	CHECK_INT(rotate("t2", "t4", &ended), ERR_BAD_REFRESH_TOKEN);
	CHECK_INT(db_session_role(db, session, &role), ERR_NOT_FOUND);
	CHECK_TEXT(owner("SELECT name || ' ' || (payload->>'id') FROM outbox"
			 " WHERE name LIKE 'session%'"),
	    arena_printf(ta, "session.ended %s", session.text));
}

/* Two tabs of one browser: the second one gets nothing, and ends nothing. */
static void
a_moment_after_its_rotation_one_may_be_patient(void)
{
	struct uuid id, ended;
	enum role   role;
	struct user u;

	prepare();
	CHECK_INT(rotate("t1", "t2", &ended), ERR_OK);
	CHECK_INT(db_session_rotate(db, "t1", "t3", true, &id, &ended, &u),
	    ERR_CONFLICT);
	CHECK(!uuid_given(ended));
	CHECK_INT(db_session_role(db, session, &role), ERR_OK);
	CHECK_INT(rotate("t3", "t4", &ended), ERR_BAD_REFRESH_TOKEN);
	owner("UPDATE refresh_tokens SET rotated_at = rotated_at -"
	      " interval '11 seconds' WHERE hash = 't1'");
	CHECK_INT(db_session_rotate(db, "t1", "t5", true, &id, &ended, &u),
	    ERR_BAD_REFRESH_TOKEN);
	CHECK_TEXT(ended.text, session.text);
}

static void
old_ended_and_disabled_ones_are_refused(void)
{
	struct uuid ended;
	enum role   role;

	prepare();
	owner("UPDATE refresh_tokens SET expires_at = now()");
	CHECK_INT(rotate("t1", "t2", &ended), ERR_BAD_REFRESH_TOKEN);
	prepare();
	owner("UPDATE users SET is_active = false");
	CHECK_INT(rotate("t1", "t2", &ended), ERR_BAD_REFRESH_TOKEN);
	CHECK_INT(db_session_role(db, session, &role), ERR_NOT_FOUND);
	prepare();
	CHECK_INT(db_session_end(db, session), ERR_OK);
	CHECK_INT(rotate("t1", "t2", &ended), ERR_BAD_REFRESH_TOKEN);
	CHECK_INT(db_session_role(db, session, &role), ERR_NOT_FOUND);
}

static void
a_session_has_the_role_of_now(void)
{
	enum role role;

	prepare();
	CHECK_INT(db_session_role(db, session, &role), ERR_OK);
	CHECK_INT(role, ROLE_BUYER);
	owner("UPDATE users SET role = 'ADMIN'");
	CHECK_INT(db_session_role(db, session, &role), ERR_OK);
	CHECK_INT(role, ROLE_ADMIN);
	CHECK_INT(db_session_role(db, uuid_new(), &role), ERR_NOT_FOUND);
}

static enum err
rotate_at_once(int i)
{
	struct uuid ended;
	struct uuid id;
	struct user u;

	return db_session_rotate(db, "t1", arena_printf(ta, "new%d", i), false,
	    &id, &ended, &u);
}

static void
a_token_rotates_once_however_many_ask(void)
{
	prepare();
	CHECK_INT(at_once(8, rotate_at_once, url_of("DATABASE_URL_AUTH"),
		      ERR_OK),
	    1);
	CHECK_INT(owner_int("SELECT count(*) FROM refresh_tokens"
			    " WHERE hash LIKE 'new%'"),
	    1);
}

/* In the range of ids that db/auth/demo.sql uses, its ends included. */
static void
only_demo_accounts_are_counted(void)
{
	int64_t n = -1;

	prepare();
	CHECK_INT(db_users_demo_count(db, &n), ERR_OK);
	CHECK_INT(n, 0);
	owner("INSERT INTO users (id, email, password_hash, name, role)"
	      " SELECT ('00000000-0000-7000-8000-01' || end_of_id)::uuid,"
	      "  end_of_id || '@example.com', 'h', 'D', 'BUYER'"
	      " FROM unnest('{0000000000,0000000012,9999999999,a000000000}'"
	      "  ::text[]) AS ids (end_of_id)");
	CHECK_INT(db_users_demo_count(db, &n), ERR_OK);
	CHECK_INT(n, 3);
}

/* The program's role may do its work and no more. */
static void
rights_are_few(void)
{
	static const char *const forbidden[] = { "DELETE FROM users",
		"TRUNCATE users", "DROP TABLE users", "DELETE FROM outbox",
		"UPDATE outbox SET payload = '{}'", "CREATE TABLE x ()",
		"SELECT * FROM schema_migrations", NULL };
	PGconn *conn = PQconnectdb(url_of("DATABASE_URL_AUTH"));

	prepare();
	for (int i = 0; forbidden[i] != NULL; i++) {
		PGresult *res = PQexec(conn, forbidden[i]);

		CHECK_TEXT(PQresultErrorField(res, PG_DIAG_SQLSTATE), "42501");
		PQclear(res);
	}
	PQfinish(conn);
}

static const struct test tests[] = {
	TEST(every_query_can_be_prepared),
	TEST(a_user_is_added_and_found),
	TEST(an_address_is_taken_once),
	TEST(what_is_not_given_is_not_changed),
	TEST(an_old_version_is_not_edited),
	TEST(tokens_rotate),
	TEST(a_session_lives_as_long_as_its_newest_token),
	TEST(a_rotated_token_ends_its_family),
	TEST(a_moment_after_its_rotation_one_may_be_patient),
	TEST(old_ended_and_disabled_ones_are_refused),
	TEST(a_session_has_the_role_of_now),
	TEST(a_token_rotates_once_however_many_ask),
	TEST(only_demo_accounts_are_counted),
	TEST(rights_are_few),
	{ 0 },
};

int
main(void)
{
	return db_tests("auth", "AUTH", tests);
}
