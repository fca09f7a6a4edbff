/* SPDX-License-Identifier: ISC */
/*
 * pg_server.c - a server that goes away, freezes or changes underneath.
 */
#include "db/pg/pg_impl.h"
#include "tests/db/jar.h"

QUERY(sql_sleep, .sql = "SELECT 1 AS n FROM pg_sleep($1::float8)");
QUERY(sql_stop_here, .sql = "SELECT pg_terminate_backend(pg_backend_pid())");
QUERY(sql_count, .sql = "SELECT count(*) AS n FROM jar");
QUERY(sql_level, .sql = "SELECT level AS n FROM jar_level");
QUERY(sql_find, .sql = "SELECT id AS n FROM jar WHERE id = $1::bigint");
QUERY(sql_prefer, .sql = "SELECT set_config('enable_seqscan', 'on', false),"
    "  set_config('enable_indexscan', 'off', false),"
    "  set_config('enable_indexonlyscan', 'off', false),"
    "  set_config('enable_bitmapscan', 'off', false)");
QUERY(sql_scans, .sql =
    "SELECT seq_scan AS n FROM pg_stat_xact_user_tables"
    " WHERE relname = 'jar'");

QUERY(sql_wide, .sql =
    "SELECT 'two  blanks FROM here (' AS n"
    "  FROM (SELECT FROM jar WHERE true) j"
    "  WHERE 'a long literal that has to stay in one piece' <>"
    "   'another one of them' AND true");

/* ---- a server with troubles ---------------------------------------------- */

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
	CHECK_INT(db_one(db, &sql_sleep, VALUES(V("20")), number, &n),
	    ERR_UNAVAILABLE);
	CHECK(clock_ms() - from < DB_DEADLINE_MS + 500);
	CHECK_INT(db_one(db, &sql_sleep, VALUES(V("0")), number, &n), ERR_OK);
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
	CHECK_INT(db_one(db, &sql_level, NO_VALUES, number, &n), ERR_OK);
	owner("ALTER TABLE jar_level ALTER level TYPE bigint");
	CHECK_INT(db_one(db, &sql_level, NO_VALUES, number, &n),
	    ERR_UNAVAILABLE);
	n.n = 0;
	CHECK_INT(db_one(db, &sql_level, NO_VALUES, number, &n), ERR_OK);
	CHECK_INT(n.n, 7);
	CHECK_INT(db_ping(db), ERR_OK);
}

/* How often the search reads the table from end to end. */
static int64_t
scans_of_find(void)
{
	struct number n, scans = { -1 };

	db_batch(db);
	db_one(db, &sql_find, VALUES(V(1)), number, &n);
	db_one(db, &sql_scans, NO_VALUES, number, &scans);
	CHECK_INT(db_flush(db), ERR_OK);
	return scans.n;
}

static void
a_plan_is_not_kept_for_ever(void)
{
	prepare();
	CHECK_INT(jar_add(1, "a"), ERR_OK);
	CHECK_INT(scans_of_find(), 0);
	CHECK_INT(db_run(db, &sql_prefer, NO_VALUES, NULL), ERR_OK);
	CHECK_INT(scans_of_find(), 0);
	db->replan_at = clock_ms();
	CHECK_INT(scans_of_find(), 1);
	CHECK(db->replan_at > clock_ms());
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

/* What db_queries_print() writes. */
static const char *
printed(void)
{
	FILE  *file = tmpfile();
	int    saved = dup(STDOUT_FILENO);
	char  *text = arena_alloc(ta, 10000);
	size_t n;

	fflush(stdout);
	dup2(fileno(file), STDOUT_FILENO);
	db_queries_print();
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	rewind(file);
	n = fread(text, 1, 9999, file);
	CHECK(n > 0 && n < 9999);
	fclose(file);
	return text;
}

static void
queries_are_printed_whole(void)
{
	const char *text = printed();

	CHECK_HAS(text,
	    "-- sql_wide\n"
	    "SELECT 'two  blanks FROM here (' AS n\n"
	    "    FROM (SELECT FROM jar WHERE true) j\n"
	    "    WHERE 'a long literal that has to stay in one piece' <>\n"
	    "    'another one of them' AND true;\n\n");
	for (const char *line = text; *line != '\0';
	     line += strcspn(line, "\n") + 1)
		CHECK(strcspn(line, "\n") <= 80);
}

static const struct test tests[] = {
	TEST(a_closed_connection_is_made_anew_unnoticed),
	TEST(a_restarted_server_is_found_again),
	TEST(a_stopped_server_is_unavailable_at_once),
	TEST(a_frozen_server_is_not_waited_for),
	TEST(a_slow_query_is_cut_off),
	TEST(the_loss_of_an_answer_is_unavailable),
	TEST(a_changed_column_is_prepared_again),
	TEST(a_plan_is_not_kept_for_ever),
	TEST(a_bad_query_is_found_before_it_runs),
	TEST(queries_are_printed_whole),
	{ 0 },
};

int
main(void)
{
	return db_tests("pg_server", "AUTH", tests);
}
