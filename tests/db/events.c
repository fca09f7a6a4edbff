/* SPDX-License-Identifier: ISC */
/*
 * events.c - events taken in once, their jobs in order, and the outbox.
 */
#include "db/notify/events.h"
#include "db/notify/heartbeats.h"
#include "db/notify/notifications.h"
#include "db/outbox/outbox.h"
#include "tests/db/tap_db.h"

static struct event_job      two[] = { { "call", LANE_CALL },
	     { "mail", LANE_MAIL } };
static const LIST(event_job) call_and_mail = { two, 2, 2 }, none;

static struct uuid key;

static const struct slice TEN = { .limit = 10 };

static void
prepare(void)
{
	WITH_DB();
	owner("TRUNCATE events, jobs, notifications, outbox");
	key = uuid_new();
}

/* One event about the key, with these jobs. */
static struct event
take(int64_t seq, struct uuid follows, const LIST(event_job) *jobs)
{
	struct event ev = { .id = uuid_new(),
		.service = "orders",
		.seq = seq,
		.name = "order.created",
		.key = key,
		.follows = follows,
		.payload = "{\"n\": 19.90}",
		.request_id = "r1" };

	CHECK_INT(db_event_take(db, &ev, jobs), ERR_OK);
	return ev;
}

static size_t
claim(enum lane lane, struct job_run *first)
{
	LIST(job_run) list;

	CHECK_INT(db_jobs_claim(db, "w", lane, 10, &list), ERR_OK);
	if (list.n > 0)
		*first = *(struct job_run *)list.items;
	return list.n;
}

static size_t
untold(void)
{
	LIST(done_events) list;

	CHECK_INT(db_events_untold(db, &list), ERR_OK);
	return list.n;
}

static void
every_query_can_be_prepared(void)
{
	WITH_DB();
	CHECK(db_check(db));
}

static void
an_event_is_taken_in_once(void)
{
	struct event   ev;
	struct job_run run = { .id = 0 };

	prepare();
	ev = take(1, (struct uuid){ "" }, &call_and_mail);
	CHECK_INT(db_event_take(db, &ev, &call_and_mail), ERR_OK);
	CHECK_INT(owner_int("SELECT count(*) FROM jobs"), 2);
	CHECK_INT(claim(LANE_CALL, &run), 1);
	CHECK_TEXT(run.name, "call");
	CHECK_TEXT(run.event.payload, "{\"n\": 19.90}");
	CHECK_TEXT(run.event.request_id, "r1");
	CHECK_INT(claim(LANE_CALL, &run), 0); /* it is ours already */
}

static void
an_event_is_done_with_its_last_job(void)
{
	struct job_run call = { .id = 0 }, mail = { .id = 0 };

	prepare();
	take(1, (struct uuid){ "" }, &call_and_mail);
	CHECK_INT(claim(LANE_CALL, &call), 1);
	CHECK_INT(claim(LANE_MAIL, &mail), 1);
	CHECK_INT(db_job_done(db, &call), ERR_OK);
	CHECK_INT(untold(), 0);
	CHECK_INT(db_job_dead(db, &mail, "no such address"), ERR_OK);
	CHECK_INT(untold(), 1);
}

static void
an_event_without_jobs_is_done_at_once_and_told_again(void)
{
	struct event ev;

	prepare();
	ev = take(1, (struct uuid){ "" }, &none);
	CHECK_INT(untold(), 1);
	CHECK_INT(db_events_told(db, arena_printf(ta, "{%s}", ev.id.text)),
	    ERR_OK);
	CHECK_INT(untold(), 0);
	CHECK_INT(db_event_take(db, &ev, &none), ERR_OK);
	CHECK_INT(untold(), 1); /* the word of it got lost */
}

static void
later_jobs_wait_behind_one_that_is_tried_again(void)
{
	struct job_run run = { .id = 0 }, other = { .id = 0 };

	prepare();
	take(2, (struct uuid){ "" }, &call_and_mail);
	take(1, (struct uuid){ "" }, &call_and_mail);
	CHECK_INT(claim(LANE_MAIL, &run), 1);
	CHECK_INT(run.event.seq, 1);
	CHECK_INT(db_job_again(db, &run, 60000, "later"), ERR_OK);
	CHECK_INT(claim(LANE_MAIL, &other), 0);
	CHECK_INT(claim(LANE_CALL, &other), 1); /* another lane goes on */
	CHECK_INT(db_job_dead(db, &run, "never"), ERR_OK);
	CHECK_INT(claim(LANE_MAIL, &other), 1); /* a dead one blocks nobody */
	CHECK_INT(other.event.seq, 2);
}

/* Its lease ran out, and another worker was faster. */
static void
a_job_that_has_ended_stays_so(void)
{
	struct job_run run, other;

	prepare();
	take(1, (struct uuid){ "" }, &call_and_mail);
	CHECK_INT(claim(LANE_CALL, &run), 1);
	CHECK_INT(db_job_done(db, &run), ERR_OK);
	CHECK_INT(db_job_again(db, &run, 0, "too late"), ERR_OK);
	CHECK_INT(claim(LANE_CALL, &other), 0);
	CHECK_INT(db_job_dead(db, &run, "too late"), ERR_OK);
	CHECK_INT(claim(LANE_CALL, &other), 0);
	CHECK_TEXT(owner("SELECT state FROM jobs WHERE lane = 'CALL'"), "DONE");
}

static void
an_event_waits_for_the_one_before_it(void)
{
	struct event   before = { .id = uuid_new() };
	struct job_run run = { .id = 0 };

	prepare();
	take(2, before.id, &call_and_mail);
	CHECK_INT(claim(LANE_CALL, &run), 0);
	before = (struct event){ .id = before.id,
		.service = "orders",
		.seq = 1,
		.name = "x",
		.key = key,
		.payload = "{}",
		.request_id = "" };
	CHECK_INT(db_event_take(db, &before, &none), ERR_OK);
	CHECK_INT(claim(LANE_CALL, &run), 1);
}

static void
what_a_killed_worker_had_is_its_own_again(void)
{
	struct job_run run = { .id = 0 };

	prepare();
	take(1, (struct uuid){ "" }, &call_and_mail);
	CHECK_INT(claim(LANE_CALL, &run), 1);
	CHECK_INT(db_jobs_release(db, "another"), ERR_OK);
	CHECK_INT(claim(LANE_CALL, &run), 0);
	CHECK_INT(db_jobs_release(db, "w"), ERR_OK);
	CHECK_INT(claim(LANE_CALL, &run), 1);
	CHECK_INT(run.tries, 2);
	CHECK_INT(db_job_back(db, &run, 0, NULL), ERR_OK);
	CHECK_INT(claim(LANE_CALL, &run), 1);
	CHECK_INT(run.tries, 2); /* one that was not begun */
}

static void
a_user_is_told_once_and_finds_what_was_missed(void)
{
	struct uuid          ev = uuid_new(), me = uuid_new();
	struct notification *n;
	struct total_row     total;
	LIST(notification)   list;
	struct stored_text   a = stored_words("A");
	struct stored_text   b = stored_sentence(ta, STORED_ORDER_CREATED,
	      ARGS({ "number", "F-1 \"x\"" }));

	prepare();
	for (int i = 0; i < 2; i++)
		CHECK_INT(db_notification_add(db, ev, me, "a", &a, "/a"),
		    ERR_OK);
	CHECK_INT(db_notification_add(db, uuid_new(), me, "b", &b, "/b"),
	    ERR_OK);
	CHECK_INT(db_notification_add(db, ev, uuid_new(), "a", &a, "/a"),
	    ERR_OK);
	CHECK_INT(db_notifications_list(db, me, &TEN, &list, &total), ERR_OK);
	CHECK_INT(total.total, 2);
	n = list.items;
	CHECK_TEXT(n[0].title.text, "We have received your order F-1 \"x\".");
	CHECK_TEXT(n[0].title.id, "order.created");
	CHECK_TEXT(stored_text_say(ta, NULL, &n[0].title, ""), n[0].title.text);
	CHECK_TEXT(n[1].title.text, "A");
	CHECK(n[1].title.id == NULL);
	CHECK_TEXT(stored_text_say(ta, NULL, &n[1].title, ""), "A");
	CHECK_INT(db_notifications_after(db, me, n[1].id, 10, &list, &total),
	    ERR_OK);
	CHECK_INT(list.n, 1);
	CHECK_TEXT(list.items[0].title.id, "order.created");
}

static void
a_heartbeat_grows_old(void)
{
	prepare();
	CHECK_INT(db_heartbeat_put(db, "w"), ERR_OK);
	CHECK_INT(db_heartbeat_check(db, 20), ERR_OK);
	owner("UPDATE heartbeats SET at = now() - interval '1 minute'");
	CHECK_INT(db_heartbeat_check(db, 20), ERR_UNAVAILABLE);
}

/* ---- the outbox, as the relay's role sees it ----------------------------- */

struct seen {
	struct outbox_row rows[10];
	size_t            n;
	enum err          answer;
};

static enum err
publish(void *ctx, const struct outbox_row *rows, size_t n)
{
	struct seen *s = ctx;

	for (size_t i = 0; i < n && s->n < 10; i++)
		s->rows[s->n++] = rows[i];
	return s->answer;
}

static size_t
relay(struct db *outbox, bool again, struct seen *s)
{
	size_t n;

	s->n = 0;
	db_outbox_relay(outbox, again, publish, s, &n);
	return n;
}

static void
an_outbox_is_published_until_it_is_done(void)
{
	struct db  *outbox = db_open(url_of("OUTBOX_DATABASE_URL_NOTIFY"));
	struct seen s = { .answer = ERR_UNAVAILABLE };

	prepare();
	db_attach(outbox, ta);
	for (int i = 0; i < 2; i++)
		owner(arena_printf(ta,
		    "INSERT INTO outbox (id, name, key,"
		    " payload) VALUES ('%s', 'a', '%s', '{}')",
		    uuid_new().text, key.text));
	CHECK_INT(relay(outbox, false, &s), 0); /* nobody took them */
	s.answer = ERR_OK;
	CHECK_INT(relay(outbox, false, &s), 2);
	CHECK(s.rows[0].seq < s.rows[1].seq && s.rows[0].is_first);
	CHECK(!uuid_given(s.rows[0].follows));
	CHECK(uuid_equal(s.rows[1].follows, s.rows[0].id));
	CHECK_INT(relay(outbox, false, &s), 0);
	CHECK_INT(relay(outbox, true, &s), 0); /* not that long ago */
	CHECK_INT(db_outbox_done(outbox,
		      arena_printf(ta, "{%s}", s.rows[0].id.text)),
	    ERR_OK);
	CHECK_INT(db_outbox_lost(outbox), ERR_OK);
	CHECK_INT(relay(outbox, true, &s), 1);
	CHECK(!s.rows[0].is_first);
	db_close(&outbox);
}

int
main(void)
{
	static const struct test tests[] = {
		TEST(every_query_can_be_prepared),
		TEST(an_event_is_taken_in_once),
		TEST(an_event_is_done_with_its_last_job),
		TEST(an_event_without_jobs_is_done_at_once_and_told_again),
		TEST(later_jobs_wait_behind_one_that_is_tried_again),
		TEST(a_job_that_has_ended_stays_so),
		TEST(an_event_waits_for_the_one_before_it),
		TEST(what_a_killed_worker_had_is_its_own_again),
		TEST(a_user_is_told_once_and_finds_what_was_missed),
		TEST(a_heartbeat_grows_old),
		TEST(an_outbox_is_published_until_it_is_done),
		{ 0 },
	};

	return db_tests("events", "NOTIFY", tests);
}
