/* SPDX-License-Identifier: ISC */
/*
 * pg_tx.c - batches, transactions, and the events in them.
 */
#include <poll.h>

#include "tests/db/jar.h"

QUERY(sql_series, .sql =
    "SELECT n FROM generate_series(1, $1::bigint) n ORDER BY n");
QUERY(sql_count, .sql = "SELECT count(*) AS n FROM jar");

/* ---- batches ------------------------------------------------------------- */

static void
a_batch_goes_out_together(void)
{
	struct number n = { -1 };
	LIST(number)  l = { NULL, 99, 0 };
	int64_t       three = 3;

	prepare();
	db_batch(db);
	jar_add(1, "a");
	db_one(db, &sql_count, NO_VALUES, number, &n);
	db_all(db, &sql_series, VALUES(V(three)), number, &l);
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
	jar_put(fresh, 1, "a");
	jar_put(fresh, 2, "b");
	CHECK_INT(db_flush(fresh), ERR_OK);
	CHECK_INT(jars(), 2);
	db_close(&fresh);
}

static void
a_failed_batch_leaves_queries_usable(void)
{
	struct db *fresh = db_open(url_of("DATABASE_URL_AUTH"));

	prepare();
	db_attach(fresh, ta);
	db_batch(fresh);
	jar_fail(fresh, "P0001");
	jar_put(fresh, 1, "a");
	CHECK_INT(db_flush(fresh), ERR_INTERNAL);
	CHECK_INT(jar_put(fresh, 1, "a"), ERR_OK);
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

/* ---- transactions -------------------------------------------------------- */

static int tries;

struct plan {
	const char *state;
	int         fails;
	enum err    answer;
};

static enum err
put_then_fail(struct db *d, void *ctx)
{
	struct plan *p = ctx;
	enum err     e;

	tries++;
	e = jar_put(d, tries, "tea");
	if (e == ERR_OK && tries <= p->fails)
		e = jar_fail(d, p->state);
	return e != ERR_OK ? e : p->answer;
}

static enum err
plan_run(struct plan p)
{
	tries = 0;
	prepare();
	return db_tx(db, put_then_fail, &p);
}

static void
a_transaction_commits(void)
{
	CHECK_INT(plan_run((struct plan){ .fails = 0 }), ERR_OK);
	CHECK_INT(tries, 1);
	CHECK_INT(jars(), 1);
}

static void
an_error_rolls_back(void)
{
	CHECK_INT(plan_run((struct plan){ .answer = ERR_OUT_OF_STOCK }),
	    ERR_OUT_OF_STOCK);
	CHECK_INT(tries, 1);
	CHECK_INT(jars(), 0);
	CHECK_INT(jar_add(5, "after"), ERR_OK);
	CHECK_INT(jars(), 1);
}

static void
a_lost_race_is_run_again(void)
{
	CHECK_INT(plan_run((struct plan){ "40001", 2, ERR_OK }), ERR_OK);
	CHECK_INT(tries, 3);
	CHECK_INT(jars(), 1);
	CHECK_INT(plan_run((struct plan){ "40P01", 1, ERR_OK }), ERR_OK);
	CHECK_INT(tries, 2);
}

static void
races_are_not_run_for_ever(void)
{
	CHECK_INT(plan_run((struct plan){ "40001", 99, ERR_OK }), ERR_CONFLICT);
	CHECK_INT(tries, 5);
	CHECK_INT(jars(), 0);
}

static void
other_errors_are_not_run_again(void)
{
	CHECK_INT(plan_run((struct plan){ "P0001", 99, ERR_OK }), ERR_INTERNAL);
	CHECK_INT(tries, 1);
	CHECK_INT(jars(), 0);
}

static enum err
put_and_forget(struct db *d, void *ctx)
{
	(void)ctx;
	db_batch(d);
	jar_put(d, 1, "a");
	return jar_put(d, 2, "b");
}

static enum err
put_a_pair(struct db *d, void *ctx)
{
	(void)ctx;
	db_batch(d);
	jar_put(d, 1, "a");
	return jar_put(d, 2, "a");
}

/* It collects calls and does not send them. */
static void
a_forgotten_flush_loses_nothing(void)
{
	prepare();
	CHECK_INT(db_tx(db, put_and_forget, NULL), ERR_OK);
	CHECK_INT(jars(), 2);
	prepare();
	CHECK_INT(db_tx(db, put_a_pair, NULL), ERR_SLUG_TAKEN);
	CHECK_INT(jars(), 0);
	CHECK_INT(db_ping(db), ERR_OK);
}

static void
calls_from_before_it_are_no_part_of_it(void)
{
	struct plan p = { .answer = ERR_CONFLICT };

	prepare();
	db_batch(db);
	jar_add(7, "before");
	tries = 0;
	CHECK_INT(db_tx(db, put_then_fail, &p), ERR_CONFLICT);
	CHECK_INT(jars(), 1);
	prepare();
	db_batch(db);
	jar_add(7, NULL);
	CHECK_INT(db_tx(db, put_then_fail, &p), ERR_INTERNAL);
	CHECK_INT(jars(), 0);
}

static enum err
nest(struct db *d, void *ctx)
{
	enum err e = jar_put(d, 8, "outer");

	CHECK_INT(e, ERR_OK);
	*(enum err *)ctx = db_tx(d, put_and_forget, NULL);
	return ERR_OK; /* it ignores the refusal */
}

static enum err
nest_at_once(struct db *d, void *ctx)
{
	*(enum err *)ctx = db_tx(d, put_and_forget, NULL);
	return jar_put(d, 8, "outer");
}

static void
a_transaction_inside_another_is_refused(void)
{
	enum err inner = ERR_OK;

	prepare();
	CHECK_INT(db_tx(db, nest, &inner), ERR_INTERNAL);
	CHECK_INT(inner, ERR_INTERNAL);
	CHECK_INT(jars(), 0);
	inner = ERR_OK;
	CHECK_INT(db_tx(db, nest_at_once, &inner), ERR_INTERNAL);
	CHECK_INT(inner, ERR_INTERNAL);
	CHECK_INT(jars(), 0);
	CHECK_INT(db_tx(db, put_and_forget, NULL), ERR_OK);
	CHECK_INT(jars(), 2);
}

static enum err
put_in_vain(struct db *d, void *ctx)
{
	(void)ctx;
	jar_put(d, 1, "a");
	return ERR_OK; /* it ignores that there is no database */
}

static void
without_a_database_it_is_no_success(void)
{
	struct db *nobody = db_open("postgresql:///x?host=/nowhere");

	prepare();
	db_attach(nobody, ta);
	CHECK_INT(db_tx(nobody, put_in_vain, NULL), ERR_UNAVAILABLE);
	db_close(&nobody);
}

static enum err
ignore_failure(struct db *d, void *ctx)
{
	(void)ctx;
	jar_put(d, 1, "a");
	jar_fail(d, "P0001");
	return ERR_OK;
}

static void
an_error_that_is_ignored_rolls_back(void)
{
	prepare();
	CHECK_INT(db_tx(db, ignore_failure, NULL), ERR_INTERNAL);
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
	if ((e = jar_put(d, 1, "a")) != ERR_OK)
		return e;
	disconnect();
	/* Not on a new connection, outside of the transaction. */
	jar_put(d, 2, "b");
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

/* ---- events -------------------------------------------------------------- */

struct tea_event {
	struct uuid id;
	const char *name;
};
SPEC_STATIC(tea_event, FIELD(id), FIELD(name));

static struct tea_event event = { { "0192f3a0-7c4e-7abc-8def-0123456789ab" },
	"sencha" };

static enum err
tell(struct db *d, void *ctx)
{
	enum err e = db_event(d, "tea.brewed", tea_event, event.id, &event);

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
		db_event(fresh, "tea.brewed", tea_event, event.id, &event);
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

static const struct test tests[] = {
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
	TEST(a_forgotten_flush_loses_nothing),
	TEST(calls_from_before_it_are_no_part_of_it),
	TEST(a_transaction_inside_another_is_refused),
	TEST(without_a_database_it_is_no_success),
	TEST(an_error_that_is_ignored_rolls_back),
	TEST(what_is_checked_at_commit_has_a_meaning_too),
	TEST(a_transaction_does_not_outlive_its_connection),
	TEST(one_left_open_ends_with_the_request),
	TEST(events_stand_in_the_outbox),
	TEST(events_go_with_their_transaction),
	TEST(several_events_fit_one_batch),
	TEST(listeners_are_woken),
	{ 0 },
};

int
main(void)
{
	return db_tests("pg_tx", "AUTH", tests);
}
