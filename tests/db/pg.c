/* SPDX-License-Identifier: ISC */
/*
 * pg.c - the database layer itself: rows, batches, transactions, and a server
 * that goes away, freezes or changes underneath.
 */
#include <poll.h>

#include "tests/db/tap_db.h"

static const char *const sorts[] = { "GREEN", "BLACK", NULL };

struct leaf {
	int64_t     id;
	const char *name;
};
SPEC_STATIC(leaf, FIELD(leaf, id), FIELD(leaf, name));

struct tea {
	struct uuid      id;
	const char      *name;
	struct money     price;
	int64_t          stock_quantity;
	bool             is_active;
	struct flag      is_new;
	struct timestamp created_at;
	int              sort;
	struct raw_json  raw;
	struct leaf      leaf;
	struct leaf     *other;
	struct list      leaves, tags;
};
SPEC_STATIC(tea,
    FIELD(tea, id),
    FIELD(tea, name),
    FIELD(tea, price),
    FIELD(tea, stock_quantity),
    FIELD(tea, is_active),
    FIELD(tea, is_new),
    FIELD(tea, created_at),
    FIELD_ENUM(tea, sort, sorts),
    FIELD(tea, raw),
    FIELD_SUB(tea, leaf, leaf),
    FIELD_PTR(tea, other, leaf),
    FIELD_OF(tea, leaves, leaf),
    FIELD_TEXTS(tea, tags));

struct number {
	int64_t n;
};
SPEC_STATIC(number, FIELD(number, n));

QUERY(sql_all_types, .sql =
    "SELECT '0192f3a0-7c4e-7abc-8def-0123456789ab'::uuid AS id,"
    "  'Grüße'::text AS name, 19.90::numeric(10,2) AS price,"
    "  7::bigint AS stock_quantity, true AS is_active, false AS is_new,"
    "  '2026-11-22 14:23:00.123456+00'::timestamptz AS created_at,"
    "  'BLACK' AS sort, '{\"a\": 1}'::json AS raw, 3 AS \"leaf.id\","
    "  'l' AS \"leaf.name\", '{\"id\": 4, \"name\": \"o\"}'::json AS other,"
    "  '[{\"id\": 5, \"name\": \"x\"}]'::json AS leaves,"
    "  '[\"p\", \"q\"]'::json AS tags");
QUERY(sql_all_null, .sql =
    "SELECT NULL::uuid AS id, NULL::text AS name, NULL::numeric AS price,"
    "  NULL::bigint AS stock_quantity, NULL::boolean AS is_active,"
    "  NULL::boolean AS is_new, NULL::timestamptz AS created_at,"
    "  NULL::text AS sort, NULL::json AS raw, NULL::json AS other,"
    "  NULL::json AS leaves, NULL::json AS tags");
QUERY(sql_values, .sql =
    "SELECT $1::uuid AS id, $2::text AS name, $3::numeric(10,2) AS price,"
    "  $4::bigint AS stock_quantity, $5::boolean AS is_active,"
    "  $6::boolean AS is_new, $7::timestamptz AS created_at");
QUERY(sql_series, .sql =
    "SELECT n FROM generate_series(1, $1::bigint) n ORDER BY n");
QUERY(sql_nothing, .none = ERR_PRODUCT_NOT_FOUND, .sql =
    "SELECT 1 AS n WHERE false");
QUERY(sql_nothing_plain, .sql = "SELECT 1 AS n WHERE false");
QUERY(sql_stray_column, .sql = "SELECT 1 AS n, 2 AS stray");
QUERY(sql_bad_enum, .sql = "SELECT 'WHITE' AS sort");
QUERY(sql_sleep, .sql = "SELECT 1 AS n FROM pg_sleep($1::float8)");
QUERY(sql_stop_here, .sql = "SELECT pg_terminate_backend(pg_backend_pid())");
QUERY(sql_add, .sql = "INSERT INTO jar (id, name) VALUES ($1, $2)");
QUERY(sql_count, .sql = "SELECT count(*) AS n FROM jar");
QUERY(sql_rename, .sql = "UPDATE jar SET name = $2 WHERE id = $1");
QUERY(sql_fail, .sql = "SELECT fail($1) AS n");
QUERY(sql_level, .sql = "SELECT level AS n FROM jar_level");

CONSTRAINT(jar_name_key, ERR_SLUG_TAKEN);
CONSTRAINT(jar_late_key, ERR_SKU_TAKEN);

/* A table of our own, as a migration would make it. */
static void
prepare(void)
{
	WITH_DB();
	owner("DROP TABLE IF EXISTS jar, jar_level;"
	      " CREATE TABLE jar (id bigint PRIMARY KEY, name text NOT NULL"
	      "  CONSTRAINT jar_name_key UNIQUE, size int NOT NULL DEFAULT 1"
	      "  CONSTRAINT jar_size_check CHECK (size > 0),"
	      "  late int CONSTRAINT jar_late_key UNIQUE DEFERRABLE"
	      "  INITIALLY DEFERRED);"
	      " GRANT SELECT, INSERT, UPDATE ON jar TO farm_auth;"
	      " CREATE TABLE jar_level (level int);"
	      " INSERT INTO jar_level VALUES (7);"
	      " GRANT SELECT ON jar_level TO farm_auth;"
	      " CREATE OR REPLACE FUNCTION fail(state text) RETURNS bigint"
	      "  LANGUAGE plpgsql AS $$ BEGIN"
	      "  RAISE EXCEPTION 'on purpose' USING ERRCODE = state; END $$");
}

static int
jars(void)
{
	return owner_int("SELECT count(*) FROM jar");
}

static enum err
jar_add(int64_t id, const char *name)
{
	return db_run(db, &sql_add, VALUES(V(id), V(name)), NULL);
}

/* ---- rows ------------------------------------------------------------------------ */

static void
columns_become_members(void)
{
	struct tea t;

	WITH_DB();
	CHECK_INT(db_one(db, &sql_all_types, NO_VALUES, &tea_spec, &t), ERR_OK);
	CHECK_TEXT(t.id.text, "0192f3a0-7c4e-7abc-8def-0123456789ab");
	CHECK_TEXT(t.name, "Grüße");
	CHECK_INT(t.price.minor, 1990);
	CHECK_INT(t.stock_quantity, 7);
	CHECK(t.is_active);
	CHECK_INT(t.is_new.is, 0);
	CHECK_INT(t.created_at.us, INT64_C(1795357380123456));
	CHECK_INT(t.sort, 1);
	CHECK_TEXT(t.raw.text, "{\"a\": 1}");
	CHECK_INT(t.leaf.id, 3);
	CHECK_TEXT(t.leaf.name, "l");
	CHECK(t.other != NULL && t.other->id == 4);
	CHECK_INT(t.leaves.n, 1);
	CHECK_TEXT(((struct leaf *)t.leaves.items)->name, "x");
	CHECK_INT(t.tags.n, 2);
	CHECK_TEXT(((const char **)t.tags.items)[1], "q");
}

static void
null_is_not_given(void)
{
	struct tea t;

	WITH_DB();
	memset(&t, 0x7f, sizeof(t));
	CHECK_INT(db_one(db, &sql_all_null, NO_VALUES, &tea_spec, &t), ERR_OK);
	CHECK(!uuid_given(t.id) && t.name == NULL && !money_given(t.price));
	CHECK(!timestamp_given(t.created_at) && t.raw.text == NULL);
	CHECK(t.other == NULL && t.leaves.n == 0 && t.tags.n == 0);
	CHECK(!t.is_active);
	CHECK_INT(t.is_new.is, -1);
	CHECK_INT(t.sort, -1);
	CHECK_INT(t.stock_quantity, INT_NONE);
}

static void
values_go_and_come_back(void)
{
	struct timestamp now = { INT64_C(1795357380123000) };
	struct tea       t;

	WITH_DB();
	CHECK_INT(db_one(db, &sql_values,
		      VALUES(V(((struct uuid){
				 "0192f3a0-7c4e-7abc-8def-0123456789ab" })),
			  V("a'b\"; DROP TABLE jar --"), V(MONEY(-5)),
			  V(INT64_MAX), V(true), V(((struct flag){ 0 })),
			  V(now)),
		      &tea_spec, &t),
	    ERR_OK);
	CHECK_TEXT(t.name, "a'b\"; DROP TABLE jar --");
	CHECK_INT(t.price.minor, -5);
	CHECK_INT(t.stock_quantity, INT64_MAX);
	CHECK(t.is_active);
	CHECK_INT(t.is_new.is, 0);
	CHECK_INT(t.created_at.us, now.us);
	CHECK_INT(db_one(db, &sql_values,
		      VALUES(V(((struct uuid){ "" })), V((const char *)NULL),
			  V(MONEY_NONE), V(INT_NONE), V(false), V(FLAG_NONE),
			  V(TIMESTAMP_NONE)),
		      &tea_spec, &t),
	    ERR_OK);
	CHECK(!uuid_given(t.id) && t.name == NULL && !money_given(t.price));
	CHECK(t.stock_quantity == INT_NONE && t.is_new.is == -1);
	CHECK(!timestamp_given(t.created_at));
	CHECK_INT(db_one(db, &sql_values,
		      VALUES(V(((struct uuid){ "" })), V(""), V(MONEY(0)), V(0),
			  V(false), V(FLAG_NONE), V(TIMESTAMP_NONE)),
		      &tea_spec, &t),
	    ERR_OK);
	CHECK_TEXT(t.name, "");
	CHECK_INT(t.price.minor, 0);
	CHECK_INT(t.stock_quantity, 0);
}

static void
many_rows_become_a_list(void)
{
	struct list l;
	int64_t     n = 1000;

	WITH_DB();
	CHECK_INT(db_all(db, &sql_series, VALUES(V(n)), &number_spec, &l),
	    ERR_OK);
	CHECK_INT(l.n, 1000);
	CHECK_INT(((struct number *)l.items)[999].n, 1000);
	n = 0;
	CHECK_INT(db_all(db, &sql_series, VALUES(V(n)), &number_spec, &l),
	    ERR_OK);
	CHECK_INT(l.n, 0);
}

static void
no_row_is_an_error_of_the_query(void)
{
	struct number n;

	WITH_DB();
	CHECK_INT(db_one(db, &sql_nothing, NO_VALUES, &number_spec, &n),
	    ERR_PRODUCT_NOT_FOUND);
	CHECK_INT(db_one(db, &sql_nothing_plain, NO_VALUES, &number_spec, &n),
	    ERR_NOT_FOUND);
}

static void
what_does_not_fit_is_a_bug_of_ours(void)
{
	struct number n;
	struct tea    t;

	WITH_DB();
	CHECK_INT(db_one(db, &sql_stray_column, NO_VALUES, &number_spec, &n),
	    ERR_INTERNAL);
	CHECK_INT(db_one(db, &sql_bad_enum, NO_VALUES, &tea_spec, &t),
	    ERR_INTERNAL);
	CHECK_INT(db_ping(db), ERR_OK);
}

static void
affected_rows_are_counted(void)
{
	int64_t n = -1;

	prepare();
	CHECK_INT(jar_add(1, "a"), ERR_OK);
	CHECK_INT(db_run(db, &sql_rename, VALUES(V(1), V("b")), &n), ERR_OK);
	CHECK_INT(n, 1);
	CHECK_INT(db_run(db, &sql_rename, VALUES(V(2), V("b")), &n), ERR_OK);
	CHECK_INT(n, 0);
}

/* ---- constraints -------------------------------------------------------------------- */

static void
constraints_have_meanings(void)
{
	prepare();
	CHECK_INT(jar_add(1, "a"), ERR_OK);
	CHECK_INT(jar_add(2, "a"), ERR_SLUG_TAKEN);
	CHECK_INT(jar_add(1, "b"), ERR_INTERNAL); /* jar_pkey: no word */
	CHECK_INT(jar_add(3, NULL), ERR_INTERNAL);
	CHECK_INT(jar_add(3, "c"), ERR_OK);
	CHECK_INT(jars(), 2);
}

static void
states_become_errors(void)
{
	static const struct {
		const char *state;
		enum err    e;
	} cases[] = {
		{ "57014", ERR_UNAVAILABLE },
		{ "53300", ERR_UNAVAILABLE },
		{ "55P03", ERR_UNAVAILABLE },
		{ "40001", ERR_CONFLICT },
		{ "40P01", ERR_CONFLICT },
		{ "22P02", ERR_INTERNAL },
		{ "P0001", ERR_INTERNAL },
		{ "42501", ERR_INTERNAL },
	};
	struct number n;

	prepare();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		CHECK_INT(db_one(db, &sql_fail, VALUES(V(cases[i].state)),
			      &number_spec, &n),
		    cases[i].e);
}

/* ---- batches -------------------------------------------------------------------------- */

static void
a_batch_goes_out_together(void)
{
	struct number n = { -1 };
	struct list   l = { NULL, 99 };
	int64_t       three = 3;

	prepare();
	db_batch(db);
	jar_add(1, "a");
	db_one(db, &sql_count, NO_VALUES, &number_spec, &n);
	db_all(db, &sql_series, VALUES(V(three)), &number_spec, &l);
	CHECK_INT(n.n, -1);
	CHECK_INT(l.n, 99);
	CHECK_INT(db_flush(db), ERR_OK);
	CHECK_INT(n.n, 1);
	CHECK_INT(l.n, 3);
	CHECK_INT(jars(), 1);
	CHECK_INT(db_flush(db), ERR_OK);
}

static void
a_batch_is_whole_or_not_at_all(void)
{
	prepare();
	db_batch(db);
	jar_add(1, "a");
	jar_add(2, "a");
	jar_add(3, "c");
	CHECK_INT(db_flush(db), ERR_SLUG_TAKEN);
	CHECK_INT(jars(), 0);
	CHECK_INT(jar_add(4, "d"), ERR_OK);
	CHECK_INT(jars(), 1);
}

/* On a connection that has not prepared it yet. */
static void
a_batch_may_hold_a_query_twice(void)
{
	struct db *fresh = db_open(url_of("DATABASE_URL_AUTH"));

	prepare();
	db_attach(fresh, ta);
	db_batch(fresh);
	db_run(fresh, &sql_add, VALUES(V(1), V("a")), NULL);
	db_run(fresh, &sql_add, VALUES(V(2), V("b")), NULL);
	CHECK_INT(db_flush(fresh), ERR_OK);
	CHECK_INT(jars(), 2);
	db_close(&fresh);
}

static void
a_failed_batch_leaves_queries_usable(void)
{
	struct db    *fresh = db_open(url_of("DATABASE_URL_AUTH"));
	struct number n;

	prepare();
	db_attach(fresh, ta);
	db_batch(fresh);
	db_one(fresh, &sql_fail, VALUES(V("P0001")), &number_spec, &n);
	db_run(fresh, &sql_add, VALUES(V(1), V("a")), NULL);
	CHECK_INT(db_flush(fresh), ERR_INTERNAL);
	CHECK_INT(db_run(fresh, &sql_add, VALUES(V(1), V("a")), NULL), ERR_OK);
	CHECK_INT(jars(), 1);
	db_close(&fresh);
}

/* One program may talk to several databases with the same queries. */
static void
connections_do_not_share_what_is_prepared(void)
{
	struct db *a = db_open(url_of("DATABASE_URL_AUTH"));
	struct db *b = db_open(url_of("DATABASE_URL_ORDERS"));

	prepare();
	db_attach(a, ta);
	db_attach(b, ta);
	for (int i = 0; i < 3; i++) {
		CHECK_INT(db_ping(a), ERR_OK);
		CHECK_INT(db_ping(b), ERR_OK);
	}
	db_close(&a);
	db_close(&b);
}

/* ---- transactions ------------------------------------------------------------------------ */

static int tries;

struct plan {
	const char *state;
	int         fails;
	enum err    answer;
};

static enum err
work(struct db *d, void *ctx)
{
	struct plan  *p = ctx;
	struct number n;
	enum err      e;

	tries++;
	e = db_run(d, &sql_add, VALUES(V(tries), V("work")), NULL);
	if (e == ERR_OK && tries <= p->fails)
		e = db_one(d, &sql_fail, VALUES(V(p->state)), &number_spec, &n);
	return e != ERR_OK ? e : p->answer;
}

static enum err
run(struct plan p)
{
	tries = 0;
	prepare();
	return db_tx(db, work, &p);
}

static void
a_transaction_commits(void)
{
	CHECK_INT(run((struct plan){ .fails = 0 }), ERR_OK);
	CHECK_INT(tries, 1);
	CHECK_INT(jars(), 1);
}

static void
an_error_rolls_back(void)
{
	CHECK_INT(run((struct plan){ .answer = ERR_OUT_OF_STOCK }),
	    ERR_OUT_OF_STOCK);
	CHECK_INT(tries, 1);
	CHECK_INT(jars(), 0);
	CHECK_INT(jar_add(5, "after"), ERR_OK);
	CHECK_INT(jars(), 1);
}

static void
a_lost_race_is_run_again(void)
{
	CHECK_INT(run((struct plan){ "40001", 2, ERR_OK }), ERR_OK);
	CHECK_INT(tries, 3);
	CHECK_INT(jars(), 1);
	CHECK_INT(run((struct plan){ "40P01", 1, ERR_OK }), ERR_OK);
	CHECK_INT(tries, 2);
}

static void
races_are_not_run_for_ever(void)
{
	CHECK_INT(run((struct plan){ "40001", 99, ERR_OK }), ERR_CONFLICT);
	CHECK_INT(tries, 5);
	CHECK_INT(jars(), 0);
}

static void
other_errors_are_not_run_again(void)
{
	CHECK_INT(run((struct plan){ "P0001", 99, ERR_OK }), ERR_INTERNAL);
	CHECK_INT(tries, 1);
	CHECK_INT(jars(), 0);
}

static enum err
ignore_failure(struct db *d, void *ctx)
{
	struct number n;

	(void)ctx;
	db_run(d, &sql_add, VALUES(V(1), V("a")), NULL);
	db_one(d, &sql_fail, VALUES(V("P0001")), &number_spec, &n);
	return ERR_OK;
}

/* The server says COMMIT was done; it was a ROLLBACK. */
static void
the_commit_of_a_broken_transaction_is_no_success(void)
{
	prepare();
	CHECK(db_tx(db, ignore_failure, NULL) != ERR_OK);
	CHECK_INT(jars(), 0);
	CHECK_INT(db_ping(db), ERR_OK);
}

QUERY(sql_late, .sql = "INSERT INTO jar (id, name, late) VALUES ($1, $2, 1)");

static enum err
late(struct db *d, void *ctx)
{
	(void)ctx;
	db_batch(d);
	db_run(d, &sql_late, VALUES(V(1), V("a")), NULL);
	db_run(d, &sql_late, VALUES(V(2), V("b")), NULL);
	return db_flush(d);
}

static void
what_is_checked_at_commit_has_a_meaning_too(void)
{
	prepare();
	CHECK_INT(db_tx(db, late, NULL), ERR_SKU_TAKEN);
	CHECK_INT(jars(), 0);
	db_batch(db);
	db_run(db, &sql_late, VALUES(V(1), V("a")), NULL);
	db_run(db, &sql_late, VALUES(V(2), V("b")), NULL);
	CHECK_INT(db_flush(db), ERR_SKU_TAKEN);
	CHECK_INT(jars(), 0);
	CHECK_INT(db_ping(db), ERR_OK);
}

static enum err
lose_connection(struct db *d, void *ctx)
{
	enum err e;

	(void)ctx;
	if ((e = db_run(d, &sql_add, VALUES(V(1), V("a")), NULL)) != ERR_OK)
		return e;
	disconnect();
	/* Not on a new connection, outside of the transaction. */
	db_run(d, &sql_add, VALUES(V(2), V("b")), NULL);
	return ERR_OK;
}

static void
a_transaction_does_not_outlive_its_connection(void)
{
	prepare();
	CHECK(db_tx(db, lose_connection, NULL) != ERR_OK);
	CHECK_INT(jars(), 0);
}

static void
one_left_open_ends_with_the_request(void)
{
	prepare();
	CHECK_INT(jar_add(1, "a"), ERR_OK);
	db_detach(db);
	WITH_DB();
	CHECK_INT(jar_add(2, "b"), ERR_OK);
	CHECK_INT(jars(), 2);
}

/* ---- events ------------------------------------------------------------------------------- */

struct tea_event {
	struct uuid id;
	const char *name;
};
SPEC_STATIC(tea_event, FIELD(tea_event, id), FIELD(tea_event, name));

static struct tea_event event = { { "0192f3a0-7c4e-7abc-8def-0123456789ab" },
	"sencha" };

static enum err
tell(struct db *d, void *ctx)
{
	enum err e = db_event(d, "tea.brewed", event.id, &tea_event_spec,
	    &event);

	return e != ERR_OK ? e : *(enum err *)ctx;
}

static void
events_stand_in_the_outbox(void)
{
	enum err answer = ERR_OK;

	prepare();
	owner("DELETE FROM outbox");
	log_request("0123456789abcdef0123456789abcdef");
	CHECK_INT(db_tx(db, tell, &answer), ERR_OK);
	log_request(NULL);
	CHECK_TEXT(owner("SELECT concat_ws(' ', name, key, payload->>'name',"
			 " request_id, published_at IS NULL) FROM outbox"),
	    "tea.brewed 0192f3a0-7c4e-7abc-8def-0123456789ab sencha "
	    "0123456789abcdef0123456789abcdef t");
}

static void
events_go_with_their_transaction(void)
{
	enum err answer = ERR_CONFLICT;

	prepare();
	owner("DELETE FROM outbox");
	CHECK_INT(db_tx(db, tell, &answer), ERR_CONFLICT);
	CHECK_INT(owner_int("SELECT count(*) FROM outbox"), 0);
}

static void
several_events_fit_one_batch(void)
{
	struct db *fresh = db_open(url_of("DATABASE_URL_AUTH"));

	prepare();
	owner("DELETE FROM outbox");
	db_attach(fresh, ta);
	db_batch(fresh);
	for (int i = 0; i < 3; i++)
		db_event(fresh, "tea.brewed", event.id, &tea_event_spec,
		    &event);
	CHECK_INT(db_flush(fresh), ERR_OK);
	CHECK_INT(owner_int("SELECT count(*) FROM outbox"), 3);
	db_close(&fresh);
}

static void
listeners_are_woken(void)
{
	struct db    *listener = db_open(url_of("DATABASE_URL_AUTH"));
	enum err      answer = ERR_OK;
	struct pollfd pfd;

	prepare();
	db_attach(listener, ta);
	CHECK_INT(db_listen(listener, "outbox"), ERR_OK);
	CHECK(!db_notified(listener));
	CHECK_INT(db_tx(db, tell, &answer), ERR_OK);
	pfd = (struct pollfd){ db_socket(listener), POLLIN, 0 };
	CHECK_INT(poll(&pfd, 1, 3000), 1);
	CHECK(db_notified(listener));
	CHECK(!db_notified(listener));
	db_close(&listener);
}

/* ---- a server with troubles ------------------------------------------------------------------ */

static void
a_closed_connection_is_made_anew_unnoticed(void)
{
	prepare();
	CHECK_INT(db_ping(db), ERR_OK);
	disconnect();
	CHECK_INT(jar_add(1, "a"), ERR_OK);
	CHECK_INT(jars(), 1);
}

static void
a_restarted_server_is_found_again(void)
{
	prepare();
	CHECK_INT(jar_add(1, "a"), ERR_OK);
	server("restart");
	CHECK_INT(jar_add(2, "b"), ERR_OK);
	server("kill");
	CHECK_INT(jar_add(3, "c"), ERR_OK);
	CHECK_INT(jars(), 3);
}

static void
a_stopped_server_is_unavailable_at_once(void)
{
	int64_t from;

	prepare();
	CHECK_INT(db_ping(db), ERR_OK);
	server("stop");
	from = clock_ms();
	CHECK_INT(db_ping(db), ERR_UNAVAILABLE);
	CHECK_INT(db_ping(db), ERR_UNAVAILABLE);
	CHECK(clock_ms() - from < 1000);
	server("start");
	usleep(600000); /* it rests after a failure */
	CHECK_INT(db_ping(db), ERR_OK);
}

static void
a_frozen_server_is_not_waited_for(void)
{
	int64_t from;

	prepare();
	CHECK_INT(db_ping(db), ERR_OK);
	server("freeze");
	from = clock_ms();
	CHECK_INT(db_ping(db), ERR_UNAVAILABLE);
	CHECK(clock_ms() - from >= 3000);
	CHECK(clock_ms() - from < DB_DEADLINE_MS + 1500);
	from = clock_ms();
	CHECK_INT(db_ping(db), ERR_UNAVAILABLE); /* not even connected */
	CHECK(clock_ms() - from < 3500);
	server("thaw");
	usleep(700000);
	CHECK_INT(db_ping(db), ERR_OK);
}

static void
a_slow_query_is_cut_off(void)
{
	struct number n;
	int64_t       from = clock_ms();

	WITH_DB();
	CHECK_INT(db_one(db, &sql_sleep, VALUES(V("20")), &number_spec, &n),
	    ERR_UNAVAILABLE);
	CHECK(clock_ms() - from < DB_DEADLINE_MS + 500);
	CHECK_INT(db_one(db, &sql_sleep, VALUES(V("0")), &number_spec, &n),
	    ERR_OK);
}

static void
the_loss_of_an_answer_is_unavailable(void)
{
	prepare();
	CHECK_INT(db_run(db, &sql_stop_here, NO_VALUES, NULL), ERR_UNAVAILABLE);
	CHECK_INT(jar_add(1, "a"), ERR_OK);
}

/* A migration changes a column under a statement that is prepared. */
static void
a_changed_column_is_prepared_again(void)
{
	struct number n;

	prepare();
	CHECK_INT(db_one(db, &sql_level, NO_VALUES, &number_spec, &n), ERR_OK);
	owner("ALTER TABLE jar_level ALTER level TYPE bigint");
	CHECK_INT(db_one(db, &sql_level, NO_VALUES, &number_spec, &n),
	    ERR_UNAVAILABLE);
	n.n = 0;
	CHECK_INT(db_one(db, &sql_level, NO_VALUES, &number_spec, &n), ERR_OK);
	CHECK_INT(n.n, 7);
	CHECK_INT(db_ping(db), ERR_OK);
}

static void
a_bad_query_is_found_before_it_runs(void)
{
	const char *good = sql_count.sql;
	int         saved = dup(STDERR_FILENO);

	prepare();
	CHECK(db_check(db));
	fflush(stderr);
	CHECK(freopen("/dev/null", "w", stderr) != NULL);
	sql_count.sql = "SELECT count(*) AS n FROM no_such_table";
	CHECK(!db_check(db));
	sql_count.sql = good;
	dup2(saved, STDERR_FILENO);
	close(saved);
	CHECK(db_check(db));
}

static const struct test tests[] = {
	TEST(columns_become_members),
	TEST(null_is_not_given),
	TEST(values_go_and_come_back),
	TEST(many_rows_become_a_list),
	TEST(no_row_is_an_error_of_the_query),
	TEST(what_does_not_fit_is_a_bug_of_ours),
	TEST(affected_rows_are_counted),
	TEST(constraints_have_meanings),
	TEST(states_become_errors),
	TEST(a_batch_goes_out_together),
	TEST(a_batch_is_whole_or_not_at_all),
	TEST(a_batch_may_hold_a_query_twice),
	TEST(a_failed_batch_leaves_queries_usable),
	TEST(connections_do_not_share_what_is_prepared),
	TEST(a_transaction_commits),
	TEST(an_error_rolls_back),
	TEST(a_lost_race_is_run_again),
	TEST(races_are_not_run_for_ever),
	TEST(other_errors_are_not_run_again),
	TEST(the_commit_of_a_broken_transaction_is_no_success),
	TEST(what_is_checked_at_commit_has_a_meaning_too),
	TEST(a_transaction_does_not_outlive_its_connection),
	TEST(one_left_open_ends_with_the_request),
	TEST(events_stand_in_the_outbox),
	TEST(events_go_with_their_transaction),
	TEST(several_events_fit_one_batch),
	TEST(listeners_are_woken),
	TEST(a_closed_connection_is_made_anew_unnoticed),
	TEST(a_restarted_server_is_found_again),
	TEST(a_stopped_server_is_unavailable_at_once),
	TEST(a_frozen_server_is_not_waited_for),
	TEST(a_slow_query_is_cut_off),
	TEST(the_loss_of_an_answer_is_unavailable),
	TEST(a_changed_column_is_prepared_again),
	TEST(a_bad_query_is_found_before_it_runs),
	{ 0 },
};

int
main(void)
{
	return db_tests("pg", "AUTH", tests);
}
