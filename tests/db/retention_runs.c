/* SPDX-License-Identifier: ISC */
/*
 * retention_runs.c - the record of removals (db/notify/retention_runs.c).
 */
#include "db/notify/retention_runs.h"
#include "tests/db/tap_db.h"

static void
prepare(void)
{
	WITH_DB();
	owner("TRUNCATE retention_runs");
}

/* The only row. */
static struct retention_run
run_of(const char *service)
{
	LIST(retention_run) list;

	CHECK_INT(db_retention_list(db, &list), ERR_OK);
	CHECK_INT(list.n, 1);
	if (list.n != 1)
		return (struct retention_run){ .service = NULL };
	CHECK_TEXT(list.items[0].service, service);
	return list.items[0];
}

static void
every_query_can_be_prepared(void)
{
	WITH_DB();
	CHECK(db_check(db));
}

static void
failures_in_a_row_are_counted(void)
{
	struct retention_run run;

	prepare();
	CHECK_INT(db_retention_note(db, "auth", "first"), ERR_OK);
	run = run_of("auth");
	CHECK_INT(run.failures, 1);
	CHECK_TEXT(run.error, "first");
	CHECK(!timestamp_given(run.succeeded_at));
	CHECK_INT(db_retention_note(db, "auth", "second"), ERR_OK);
	run = run_of("auth");
	CHECK_INT(run.failures, 2);
	CHECK_TEXT(run.error, "second");
}

static void
a_success_clears_the_failures_and_is_remembered(void)
{
	struct retention_run run;
	struct timestamp     at;

	prepare();
	CHECK_INT(db_retention_note(db, "auth", "why"), ERR_OK);
	CHECK_INT(db_retention_note(db, "auth", NULL), ERR_OK);
	run = run_of("auth");
	at = run.succeeded_at;
	CHECK_INT(run.failures, 0);
	CHECK(run.error == NULL);
	CHECK(timestamp_given(at));
	CHECK_INT(db_retention_note(db, "auth", "why"), ERR_OK);
	run = run_of("auth");
	CHECK_INT(run.failures, 1);
	CHECK_INT(run.succeeded_at.us, at.us);
}

static void
services_are_listed_by_name(void)
{
	LIST(retention_run) list;

	prepare();
	CHECK_INT(db_retention_list(db, &list), ERR_OK);
	CHECK_INT(list.n, 0);
	CHECK_INT(db_retention_note(db, "products", "why"), ERR_OK);
	CHECK_INT(db_retention_note(db, "auth", NULL), ERR_OK);
	CHECK_INT(db_retention_list(db, &list), ERR_OK);
	CHECK_INT(list.n, 2);
	if (list.n != 2)
		return;
	CHECK_TEXT(list.items[0].service, "auth");
	CHECK_INT(list.items[0].failures, 0);
	CHECK_TEXT(list.items[1].service, "products");
	CHECK_INT(list.items[1].failures, 1);
}

static const struct test tests[] = {
	TEST(every_query_can_be_prepared),
	TEST(failures_in_a_row_are_counted),
	TEST(a_success_clears_the_failures_and_is_remembered),
	TEST(services_are_listed_by_name),
	{ 0 },
};

int
main(void)
{
	return db_tests("retention_runs", "NOTIFY", tests);
}
