/* SPDX-License-Identifier: ISC */
/*
 * store.c - idempotency keys in PostgreSQL.
 */
#include "db/pg/store.h"
#include "tests/db/tap_db.h"

#define FIRST  "0192f3a0-7c4e-7abc-8def-000000000001"
#define SECOND "0192f3a0-7c4e-7abc-8def-000000000002"

QUERY(sql_steal, .sql = "UPDATE idempotency_keys SET scope = 'stolen'");

static struct once
key(const char *id, const char *fingerprint)
{
	struct once o = { .scope = "somebody /checkout",
		.key = "k",
		.fingerprint = fingerprint };

	snprintf(o.id.text, sizeof(o.id.text), "%s", id);
	return o;
}

static void
prepare(void)
{
	WITH_DB();
	owner("DELETE FROM idempotency_keys");
}

static enum err
take(struct once *o)
{
	return pg_store.once_take(db, o);
}

static void
a_free_key_is_taken_once(void)
{
	struct once a = key(FIRST, "f"), b = key(SECOND, "f");

	prepare();
	CHECK_INT(take(&a), ERR_OK);
	CHECK(!a.replay);
	CHECK_TEXT(a.id.text, FIRST);
	CHECK_INT(take(&b), ERR_KEY_IN_USE);
}

static void
a_recorded_answer_is_replayed(void)
{
	struct once a = key(FIRST, "f"), b = key(SECOND, "f");

	prepare();
	CHECK_INT(take(&a), ERR_OK);
	a.status = 201;
	a.body = "{\"id\":1}";
	CHECK_INT(pg_store.once_record(db, &a), ERR_OK);
	CHECK_INT(take(&b), ERR_OK);
	CHECK(b.replay);
	CHECK_TEXT(b.id.text, FIRST);
	CHECK_INT(b.status, 201);
	CHECK_TEXT(b.body, "{\"id\":1}");
	CHECK_TEXT(b.location, NULL);
}

static void
another_request_may_not_use_the_key(void)
{
	struct once a = key(FIRST, "f"), b = key(SECOND, "g");

	prepare();
	CHECK_INT(take(&a), ERR_OK);
	CHECK_INT(take(&b), ERR_KEY_REUSED);
	a.status = 200;
	pg_store.once_record(db, &a);
	CHECK_INT(take(&b), ERR_KEY_REUSED);
	b.scope = "somebody else /checkout";
	CHECK_INT(take(&b), ERR_OK);
	CHECK(!b.replay);
}

static void
a_released_key_is_free(void)
{
	struct once a = key(FIRST, "f"), b = key(SECOND, "g");

	prepare();
	CHECK_INT(take(&a), ERR_OK);
	CHECK_INT(pg_store.once_release(db, &a, false), ERR_OK);
	CHECK_INT(take(&b), ERR_OK);
	CHECK_TEXT(b.id.text, SECOND);
}

static void
a_kept_id_is_used_again(void)
{
	struct once a = key(FIRST, "f"), b = key(SECOND, "f"),
		    c = key(SECOND, "f");

	prepare();
	CHECK_INT(take(&a), ERR_OK);
	CHECK_INT(pg_store.once_release(db, &a, true), ERR_OK);
	CHECK_INT(take(&b), ERR_OK);
	CHECK(!b.replay);
	CHECK_TEXT(b.id.text, FIRST);
	CHECK_INT(take(&c), ERR_KEY_IN_USE);
}

/* Whoever held the key was killed. */
static void
an_old_lease_ends(void)
{
	struct once a = key(FIRST, "f"), b = key(SECOND, "f"),
		    c = key(SECOND, "f"), other = key(SECOND, "g");

	prepare();
	CHECK_INT(take(&a), ERR_OK);
	owner("UPDATE idempotency_keys SET leased_until = now() -"
	      " interval '1 second'");
	CHECK_INT(take(&other), ERR_KEY_REUSED);
	CHECK_INT(take(&b), ERR_OK);
	CHECK(!b.replay);
	CHECK_TEXT(b.id.text, FIRST);
	CHECK_INT(take(&c), ERR_KEY_IN_USE);
}

/* The lease of the first ended while it was still running. */
static void
only_the_present_use_releases_a_key(void)
{
	struct once a = key(FIRST, "f"), b = key(SECOND, "f"),
		    c = key(SECOND, "f");

	prepare();
	CHECK_INT(take(&a), ERR_OK);
	owner("UPDATE idempotency_keys SET leased_until = now() -"
	      " interval '1 second'");
	CHECK_INT(take(&b), ERR_OK);
	CHECK_INT(pg_store.once_release(db, &a, false), ERR_OK);
	CHECK_INT(pg_store.once_release(db, &a, true), ERR_OK);
	CHECK_INT(take(&c), ERR_KEY_IN_USE);
	CHECK_INT(pg_store.once_release(db, &b, true), ERR_OK);
	CHECK_INT(take(&c), ERR_OK);
	CHECK_TEXT(c.id.text, FIRST);
}

/* After an error the handler's writes are not wanted; the release is. */
static void
a_release_drops_what_was_collected(void)
{
	struct once a = key(FIRST, "f");

	prepare();
	CHECK_INT(take(&a), ERR_OK);
	db_batch(db);
	CHECK_INT(db_run(db, &sql_steal, NO_VALUES, NULL), ERR_OK);
	CHECK_INT(pg_store.once_release(db, &a, false), ERR_OK);
	CHECK_INT(owner_int("SELECT count(*) FROM idempotency_keys"), 0);
}

static void
a_late_answer_does_not_replace_the_first(void)
{
	struct once a = key(FIRST, "f"), b = key(SECOND, "f");

	prepare();
	CHECK_INT(take(&a), ERR_OK);
	a.status = 201;
	a.body = "first";
	pg_store.once_record(db, &a);
	a.body = "late";
	CHECK_INT(pg_store.once_record(db, &a), ERR_OK);
	CHECK_INT(pg_store.once_release(db, &a, false), ERR_OK);
	CHECK_INT(take(&b), ERR_OK);
	CHECK(b.replay);
	CHECK_TEXT(b.body, "first");
}

static enum err
take_at_once(int i)
{
	struct once o = key(FIRST, "f");

	o.id = uuid_new();
	(void)i;
	return take(&o);
}

static void
of_many_at_once_one_gets_it(void)
{
	for (int i = 0; i < 5; i++) {
		prepare();
		CHECK_INT(at_once(12, take_at_once, url_of("DATABASE_URL_AUTH"),
			      ERR_OK),
		    1);
	}
}

static void
strange_keys_are_only_texts(void)
{
	struct once a = key(FIRST, "f");

	prepare();
	a.key = "'); DROP TABLE idempotency_keys; --";
	CHECK_INT(take(&a), ERR_OK);
	CHECK_INT(owner_int("SELECT count(*) FROM idempotency_keys"), 1);
}

static const struct test tests[] = {
	TEST(a_free_key_is_taken_once),
	TEST(a_recorded_answer_is_replayed),
	TEST(another_request_may_not_use_the_key),
	TEST(a_released_key_is_free),
	TEST(a_kept_id_is_used_again),
	TEST(an_old_lease_ends),
	TEST(only_the_present_use_releases_a_key),
	TEST(a_release_drops_what_was_collected),
	TEST(a_late_answer_does_not_replace_the_first),
	TEST(of_many_at_once_one_gets_it),
	TEST(strange_keys_are_only_texts),
	{ 0 },
};

int
main(void)
{
	return db_tests("store", "AUTH", tests);
}
