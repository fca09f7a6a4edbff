/* SPDX-License-Identifier: ISC */
/*
 * jobs.c - which jobs follow from an event.
 */
#include <unistd.h>

#include "fcgi/worker/job.h"
#include "tests/tap_cunit.h"

/* The worker's own tables are checked when it starts. */
const struct job call_jobs[] = { { 0 } };
const struct job mail_jobs[] = { { 0 } };
const struct job notice_jobs[] = { { 0 } };

JOB(greet_job, user_payload)
{
	jw->why = ev->name;
	return ERR_OK;
}

JOB(forget_job, session_payload)
{
	(void)jw;
	return ERR_OK;
}

#define GREET(name) ON(EVENT_USER_REGISTERED, greet_job, LANE_CALL, name)

static const struct job more_than_eight[] = {
	GREET("a"),
	GREET("b"),
	GREET("c"),
	GREET("d"),
	ON(EVENT_SESSION_ENDED, forget_job, LANE_NOTICE, "a"),
	GREET("e"),
	GREET("f"),
	{ 0 },
};
static const struct job the_rest[] = { GREET("g"), GREET("h"), GREET("i"),
	{ 0 } };
static const struct job *const tables[] = { more_than_eight, the_rest, NULL };

static void
all_jobs_of_an_event_are_found(void)
{
	LIST(event_job) found;

	jobs_of_event(ta, tables, "user.registered", &found);
	CHECK_INT(found.n, 9);
	CHECK_TEXT(found.items[0].name, "a");
	CHECK_TEXT(found.items[8].name, "i");
	CHECK_INT(found.items[8].lane, LANE_CALL);
	jobs_of_event(ta, tables, "session.ended", &found);
	CHECK_INT(found.n, 1);
	CHECK_INT(found.items[0].lane, LANE_NOTICE);
	jobs_of_event(ta, tables, "order.created", &found);
	CHECK_INT(found.n, 0);
	CHECK(jobs_check(tables));
}

/* Run jobs_check() with standard error closed. */
static bool
is_refused(const struct job *const *which)
{
	int  saved = dup(STDERR_FILENO);
	bool ok;

	fflush(stderr);
	close(STDERR_FILENO);
	ok = jobs_check(which);
	dup2(saved, STDERR_FILENO);
	close(saved);
	return !ok;
}

static void
two_jobs_of_one_name_are_refused(void)
{
	static const struct job        twice[] = { GREET("x"), GREET("x"),
		       { 0 } };
	static const struct job        known[] = { GREET("i"), { 0 } };
	static const struct job *const in_one[] = { twice, NULL };
	static const struct job *const in_two[] = { known, the_rest, NULL };

	CHECK(is_refused(in_one));
	CHECK(is_refused(in_two));
}

static void
a_handler_gets_the_payload_of_its_event(void)
{
	const struct user_payload payload = { .name = "Bea" };
	struct job_work           jw = { .job = &the_rest[0] };

	CHECK_TEXT(the_rest[0].handler->payload->name, "user_payload");
	CHECK_INT(the_rest[0].handler->call(&jw, &payload), ERR_OK);
	CHECK_TEXT(jw.why, "Bea");
}

static const struct test tests[] = {
	TEST(all_jobs_of_an_event_are_found),
	TEST(two_jobs_of_one_name_are_refused),
	TEST(a_handler_gets_the_payload_of_its_event),
	{ 0 },
};

int
main(void)
{
	return tap_run("jobs", tests);
}
