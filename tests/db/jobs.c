/* SPDX-License-Identifier: ISC */
/*
 * jobs.c - jobs as the admin sees them (db/notify/jobs.c), and how listeners
 * are woken.
 */
#include <poll.h>

#include "db/notify/events.h"
#include "db/notify/jobs.h"
#include "tests/db/tap_db.h"

static const struct slice TEN = { .limit = 10 };

static void
prepare(void)
{
	WITH_DB();
	owner("TRUNCATE events, jobs");
}

/* An event with one job of this name. */
static struct event
event_with(const char *job)
{
	struct event_job item = { job, LANE_CALL };
	struct event     ev = { .id = uuid_new(),
		    .service = "orders",
		    .seq = 1,
		    .name = "order.created",
		    .key = uuid_new(),
		    .payload = "{\"n\": 19.90}",
		    .request_id = "r1" };

	CHECK_INT(db_event_take(db, &ev, &(LIST(event_job)){ &item, 1, 1 }),
	    ERR_OK);
	return ev;
}

/* Claim the only job that is due. */
static struct job_run
claimed(void)
{
	LIST(job_run) list;

	CHECK_INT(db_jobs_claim(db, "w", LANE_CALL, 10, &list), ERR_OK);
	CHECK_INT(list.n, 1);
	return list.n == 1 ? list.items[0] : (struct job_run){ .id = 0 };
}

/* A job of this name in this state. */
static struct job_run
job_in(enum job_state state, const char *name)
{
	struct job_run run;

	event_with(name);
	run = claimed();
	if (state == JOB_RETRYING)
		CHECK_INT(db_job_again(db, &run, 60000, "again"), ERR_OK);
	if (state == JOB_DEAD)
		CHECK_INT(db_job_dead(db, &run, "why"), ERR_OK);
	if (state == JOB_DONE)
		CHECK_INT(db_job_done(db, &run), ERR_OK);
	return run;
}

static void
every_query_can_be_prepared(void)
{
	WITH_DB();
	CHECK(db_check(db));
}

static void
jobs_are_counted_by_their_state(void)
{
	struct job_counts counts = { -1, -1, -1 };

	prepare();
	CHECK_INT(db_jobs_count(db, &counts), ERR_OK);
	CHECK_INT(counts.waiting + counts.retrying + counts.dead, 0);
	job_in(JOB_WAITING, "a");
	for (int i = 0; i < 2; i++)
		job_in(JOB_RETRYING, "b");
	for (int i = 0; i < 3; i++)
		job_in(JOB_DEAD, "c");
	job_in(JOB_DONE, "d");
	CHECK_INT(db_jobs_count(db, &counts), ERR_OK);
	CHECK_INT(counts.waiting, 1);
	CHECK_INT(counts.retrying, 2);
	CHECK_INT(counts.dead, 3);
}

/* "a b": the names of the dead jobs in a slice. */
static const char *
dead_jobs(struct slice s)
{
	struct job_counts counts;
	LIST(job_row)     list;
	const char       *text = "";

	CHECK_INT(db_jobs_list(db, JOB_DEAD, &s, &list, &counts), ERR_OK);
	for (size_t i = 0; i < list.n; i++)
		text = arena_printf(ta, "%s%s%s", text, i > 0 ? " " : "",
		    list.items[i].name);
	return text;
}

static void
jobs_of_a_state_are_listed_oldest_first(void)
{
	struct job_run second;

	prepare();
	CHECK_TEXT(dead_jobs(TEN), "");
	job_in(JOB_DEAD, "a");
	job_in(JOB_RETRYING, "x");
	second = job_in(JOB_DEAD, "b");
	job_in(JOB_DEAD, "c");
	CHECK_TEXT(dead_jobs(TEN), "a b c");
	CHECK_TEXT(dead_jobs((struct slice){ .limit = 2 }), "a b");
	CHECK_TEXT(dead_jobs((struct slice){ .limit = 2, .offset = 2 }), "c");
	CHECK_TEXT(dead_jobs((struct slice){ .limit = 2,
		       .key = arena_printf(ta, "%" PRId64, second.id) }),
	    "c");
}

static void
a_listed_job_tells_its_event(void)
{
	struct job_counts counts;
	LIST(job_row)     list;
	struct job_row    row = { .id = 0 };
	struct event      ev;
	struct job_run    run;

	prepare();
	ev = event_with("call");
	run = claimed();
	CHECK_INT(db_job_dead(db, &run, "why"), ERR_OK);
	CHECK_INT(db_jobs_list(db, JOB_DEAD, &TEN, &list, &counts), ERR_OK);
	CHECK_INT(list.n, 1);
	if (list.n == 1)
		row = list.items[0];
	CHECK_INT(row.id, run.id);
	CHECK_TEXT(row.event_id.text, ev.id.text);
	CHECK_TEXT(row.key.text, ev.key.text);
	CHECK_TEXT(row.event, "order.created");
	CHECK_TEXT(row.service, "orders");
	CHECK_TEXT(row.name, "call");
	CHECK_INT(row.state, JOB_DEAD);
	CHECK_INT(row.tries, 1);
	CHECK_TEXT(row.error, "why");
	CHECK_TEXT(row.request_id, "r1");
	CHECK_TEXT(row.payload.text, "{\"n\": 19.90}");
	CHECK_INT(counts.dead, 1);
}

static void
a_dead_job_can_be_repeated_with_all_its_tries(void)
{
	struct job_run run;
	struct job_row row;

	prepare();
	run = job_in(JOB_DEAD, "a");
	CHECK_INT(db_job_retry(db, run.id, &row), ERR_OK);
	CHECK_INT(row.state, JOB_WAITING);
	CHECK_INT(row.tries, 0);
	CHECK_TEXT(row.error, "why"); /* until the next try has ended */
	CHECK_INT(claimed().tries, 1);
}

static void
a_job_that_is_tried_again_later_can_be_tried_now(void)
{
	struct job_run run;
	struct job_row row;

	prepare();
	run = job_in(JOB_RETRYING, "a");
	CHECK_INT(db_job_retry(db, run.id, &row), ERR_OK);
	CHECK_INT(row.state, JOB_RETRYING);
	CHECK_INT(row.tries, 1);
	CHECK_INT(claimed().tries, 2);
}

static void
other_jobs_cannot_be_repeated(void)
{
	struct job_row row;

	prepare();
	CHECK_INT(db_job_retry(db, job_in(JOB_WAITING, "a").id, &row),
	    ERR_CONFLICT);
	CHECK_INT(db_job_retry(db, job_in(JOB_DONE, "b").id, &row),
	    ERR_CONFLICT);
	CHECK_INT(db_job_retry(db, 1 << 30, &row), ERR_JOB_NOT_FOUND);
}

/* Somebody waits: has it been notified since the last call? */
static bool
woken(struct db *listener)
{
	struct pollfd pfd = { db_socket(listener), POLLIN, 0 };

	poll(&pfd, 1, 3000);
	return db_notified(listener);
}

static void
listeners_learn_of_new_and_repeated_jobs(void)
{
	struct db     *listener = db_open(url_of("DATABASE_URL_NOTIFY"));
	struct job_run run;
	struct job_row row;

	prepare();
	run = job_in(JOB_DEAD, "a");
	db_attach(listener, ta);
	CHECK_INT(db_listen(listener, "jobs"), ERR_OK);
	CHECK(!db_notified(listener));
	db_batch(db);
	db_jobs_wake(db);
	CHECK(!db_notified(listener));
	CHECK_INT(db_flush(db), ERR_OK);
	CHECK(woken(listener));
	CHECK_INT(db_job_retry(db, run.id, &row), ERR_OK);
	CHECK(woken(listener));
	db_close(&listener);
}

static const struct test tests[] = {
	TEST(every_query_can_be_prepared),
	TEST(jobs_are_counted_by_their_state),
	TEST(jobs_of_a_state_are_listed_oldest_first),
	TEST(a_listed_job_tells_its_event),
	TEST(a_dead_job_can_be_repeated_with_all_its_tries),
	TEST(a_job_that_is_tried_again_later_can_be_tried_now),
	TEST(other_jobs_cannot_be_repeated),
	TEST(listeners_learn_of_new_and_repeated_jobs),
	{ 0 },
};

int
main(void)
{
	return db_tests("jobs", "NOTIFY", tests);
}
