/* SPDX-License-Identifier: ISC */
/*
 * pg_lost.c - answers that are lost: what was certainly not written, and what
 * nobody can say.
 */
#include "tests/db/jar.h"

QUERY(sql_count, .sql = "SELECT count(*) AS n FROM jar");
QUERY(sql_put_and_count, .sql =
    "WITH put AS (INSERT INTO jar (id, name) VALUES (9, 'nine') RETURNING id)"
    " SELECT count(*) AS n FROM put");

/* Run "act" in another process, once this one waits for the server. */
static void
meanwhile(void (*act)(void))
{
	parents_db = db;
	fflush(stdout);
	if (fork() != 0)
		return;
	usleep(300000);
	act();
	_exit(0);
}

static void
kill_server(void)
{
	server("kill");
}

/* A COMMIT that writes to jar takes 3 s. */
static void
commit_slowly(void)
{
	owner("CREATE OR REPLACE FUNCTION jar_sleep() RETURNS trigger"
	      "  LANGUAGE plpgsql AS"
	      "  $$ BEGIN PERFORM pg_sleep(3); RETURN NULL; END $$;"
	      " CREATE CONSTRAINT TRIGGER jar_slow AFTER INSERT ON jar"
	      "  DEFERRABLE INITIALLY DEFERRED"
	      "  FOR EACH ROW EXECUTE FUNCTION jar_sleep()");
}

/* Until the server has noticed what it was sent before it was frozen. */
static int
jars_after(int want)
{
	for (int i = 0; i < 50 && jars() != want; i++)
		usleep(100000);
	return jars();
}

static void
thaw(void)
{
	server("thaw");
	usleep(700000); /* it rests after a failure */
}

/* ---- transactions -------------------------------------------------------- */

static int tries;

static enum err
put(struct db *d, void *ctx)
{
	(void)ctx;
	tries++;
	return jar_put(d, 1, "a");
}

static enum err
put_then_freeze(struct db *d, void *ctx)
{
	enum err e = put(d, ctx);

	server("freeze");
	return e;
}

static enum err
freeze_then_put(struct db *d, void *ctx)
{
	enum err e = put(d, ctx);

	server("freeze");
	return e != ERR_OK ? e : jar_put(d, 2, "b");
}

static enum err
put_then_disconnect(struct db *d, void *ctx)
{
	enum err e = put(d, ctx);

	disconnect();
	return e;
}

static void
a_lost_answer_to_commit_is_uncertain(void)
{
	prepare();
	tries = 0;
	CHECK_INT(db_tx(db, put_then_freeze, NULL), ERR_UNCERTAIN);
	thaw();
	CHECK_INT(jars_after(1), 1); /* it was written after all */
	CHECK_INT(tries, 1);
	CHECK_INT(db_ping(db), ERR_OK);
}

static void
a_connection_that_ends_in_commit_is_uncertain(void)
{
	prepare();
	commit_slowly();
	tries = 0;
	meanwhile(disconnect);
	CHECK_INT(db_tx(db, put, NULL), ERR_UNCERTAIN);
	wait(NULL);
	CHECK_INT(jars(), 0);
	CHECK_INT(tries, 1);
}

static void
a_server_that_is_killed_in_commit_is_uncertain(void)
{
	prepare();
	commit_slowly();
	tries = 0;
	meanwhile(kill_server);
	CHECK_INT(db_tx(db, put, NULL), ERR_UNCERTAIN);
	wait(NULL);
	CHECK_INT(jars(), 0);
	CHECK_INT(tries, 1);
}

static void
before_commit_nothing_is_written(void)
{
	prepare();
	CHECK_INT(db_tx(db, freeze_then_put, NULL), ERR_UNAVAILABLE);
	thaw();
	CHECK_INT(jars_after(0), 0);
	CHECK_INT(db_tx(db, put_then_disconnect, NULL), ERR_UNAVAILABLE);
	CHECK_INT(jars(), 0);
	server("stop");
	CHECK_INT(db_tx(db, put, NULL), ERR_UNAVAILABLE);
	server("start");
	usleep(700000);
	CHECK_INT(jars(), 0);
}

static void
a_refused_commit_is_certain(void)
{
	prepare();
	owner("CREATE OR REPLACE FUNCTION jar_refuse() RETURNS trigger"
	      "  LANGUAGE plpgsql AS $$ BEGIN"
	      "  RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$;"
	      " CREATE CONSTRAINT TRIGGER jar_refused AFTER INSERT ON jar"
	      "  DEFERRABLE INITIALLY DEFERRED"
	      "  FOR EACH ROW EXECUTE FUNCTION jar_refuse()");
	CHECK_INT(db_tx(db, put, NULL), ERR_UNAVAILABLE);
	CHECK_INT(jar_add(1, "a"), ERR_UNAVAILABLE);
	CHECK_INT(jars(), 0);
}

/* ---- without a transaction ----------------------------------------------- */

static void
a_lost_answer_to_a_write_is_uncertain(void)
{
	struct number n;

	prepare();
	commit_slowly();
	meanwhile(disconnect);
	CHECK_INT(jar_add(1, "a"), ERR_UNCERTAIN);
	wait(NULL);
	meanwhile(disconnect);
	CHECK_INT(db_one(db, &sql_put_and_count, NO_VALUES, number, &n),
	    ERR_UNCERTAIN);
	wait(NULL);
	meanwhile(disconnect);
	db_batch(db);
	db_one(db, &sql_count, NO_VALUES, number, &n);
	jar_add(1, "a");
	CHECK_INT(db_flush(db), ERR_UNCERTAIN);
	wait(NULL);
	CHECK_INT(jars(), 0);
}

static void
a_lost_answer_to_a_read_is_not(void)
{
	struct number n;

	prepare();
	CHECK_INT(db_ping(db), ERR_OK);
	server("freeze");
	CHECK_INT(db_one(db, &sql_count, NO_VALUES, number, &n),
	    ERR_UNAVAILABLE);
	thaw();
}

static const struct test tests[] = {
	TEST(a_lost_answer_to_commit_is_uncertain),
	TEST(a_connection_that_ends_in_commit_is_uncertain),
	TEST(a_server_that_is_killed_in_commit_is_uncertain),
	TEST(before_commit_nothing_is_written),
	TEST(a_refused_commit_is_certain),
	TEST(a_lost_answer_to_a_write_is_uncertain),
	TEST(a_lost_answer_to_a_read_is_not),
	{ 0 },
};

int
main(void)
{
	return db_tests("pg_lost", "AUTH", tests);
}
