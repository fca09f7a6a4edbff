/* SPDX-License-Identifier: ISC */
/*
 * events_model.c - db_events.c beside db/outbox and db/notify.
 *
 * Events of "payments" come from an outbox.  Those of "orders" arrive by
 * themselves, and their jobs do not wait for those of "payments".
 */
#include "db/outbox/outbox.h"
#include "tests/simulate/db_events.h"
#include "tests/simulate/model.h"

#define REQUESTS 1500
#define KEYS     3
#define RECENT   8  /* events that requests are about */
#define LOOKED   24 /* events whose state is compared */
#define JOBS     4

#define EVENTS(Q)           \
	Q(db_batch)         \
	Q(db_event_take)    \
	Q(db_events_told)   \
	Q(db_events_untold) \
	Q(db_flush)         \
	Q(db_job_again)     \
	Q(db_job_back)      \
	Q(db_job_dead)      \
	Q(db_job_done)      \
	Q(db_job_retry)     \
	Q(db_jobs_claim)    \
	Q(db_jobs_release)  \
	Q(db_outbox_done)   \
	Q(db_outbox_lost)   \
	Q(db_outbox_relay)
MODEL_QUERIES(events, EVENTS);

/* ---- one request --------------------------------------------------------- */

enum kind {
	EVENT_ADD, /* chosen more than once: see event_choose() */
	EVENT_TAKE,
	EVENTS_UNTOLD,
	EVENTS_TOLD,
	OUTBOX_NEW,
	OUTBOX_AGAIN,
	OUTBOX_LOST,
	OUTBOX_FINISHED,
	JOBS_CLAIM,
	JOBS_RELEASE,
	RUN_DONE,
	RUN_DEAD,
	RUN_AGAIN,
	RUN_BACK,
	RUN_RETRY,
	KINDS
};

static struct request {
	enum kind        kind;
	struct event     event;
	struct event_job items[JOBS];
	LIST(event_job)  jobs;
	const char      *ids; /* "{id,id}" */
	const char      *worker, *why;
	enum lane        lane;
	int64_t          count, delay_ms;
	struct job_run   run;
	int64_t          real_id, simulated_id; /* of the job */
	bool             refused;               /* nobody publishes */
} now;

static struct uuid keys[KEYS];
static struct db  *outbox; /* as the relay's role sees it */

static int
line_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* PostgreSQL returns rows in no certain order. */
static const char *
lines_sorted(const char **lines, size_t n)
{
	const char *text = "";

	qsort(lines, n, sizeof(*lines), line_order);
	for (size_t i = 0; i < n; i++)
		text = arena_printf(ta, "%s%s\n", text, lines[i]);
	return text;
}

static enum err
rows_publish(void *ctx, const struct outbox_row *rows, size_t n)
{
	const char **text = ctx;

	for (size_t i = 0; i < n; i++)
		*text = arena_printf(ta, "%s%lld %s %s %s after %s%s\n", *text,
		    (long long)rows[i].seq, rows[i].id.text, rows[i].name,
		    rows[i].key.text, rows[i].follows.text,
		    rows[i].is_first ? ", first" : "");
	return now.refused ? ERR_UNAVAILABLE : ERR_OK;
}

static enum err
relay_ask(const struct events_queries *q, struct db *d, const char **answer)
{
	const char *text = "";
	size_t      n;
	enum err    e;

	e = q->db_outbox_relay(d, now.kind == OUTBOX_AGAIN, rows_publish, &text,
	    &n);
	*answer = arena_printf(ta, "%s%d rows", text, (int)n);
	return e;
}

static enum err
outbox_ask(const struct events_queries *q, struct db *d, const char **answer)
{
	if (q == &REAL_events) {
		d = outbox;
		db_detach(d);
		db_attach(d, ta);
	}
	if (now.kind == OUTBOX_LOST)
		return q->db_outbox_lost(d);
	if (now.kind == OUTBOX_FINISHED)
		return q->db_outbox_done(d, now.ids);
	return relay_ask(q, d, answer);
}

static enum err
untold_ask(const struct events_queries *q, struct db *d, const char **answer)
{
	LIST(done_events) list;
	enum err          e = q->db_events_untold(d, &list);
	const char       *text = "";

	for (int i = 0; i < world.nevents; i++)
		for (size_t k = 0; k < list.n; k++)
			if (strstr(list.items[k].ids,
				world.events[i].ev.id.text) != NULL)
				text = arena_printf(ta, "%s%s %d\n", text,
				    list.items[k].service, i);
	*answer = text;
	return e;
}

static enum err
claim_ask(const struct events_queries *q, struct db *d, const char **answer)
{
	LIST(job_run) list;
	const char   *lines[10];
	enum err      e;

	e = q->db_jobs_claim(d, now.worker, now.lane, now.count, &list);
	for (size_t i = 0; i < list.n; i++) {
		const struct job_run *run = &list.items[i];

		lines[i] = arena_printf(ta, "%s %s %lld: %s %lld %s %s %s %s",
		    run->event.id.text, run->name, (long long)run->tries,
		    run->event.service, (long long)run->event.seq,
		    run->event.name, run->event.key.text, run->event.payload,
		    run->event.request_id);
	}
	*answer = lines_sorted(lines, list.n);
	return e;
}

static enum err
retry_ask(const struct events_queries *q, struct db *d, const char **answer)
{
	struct job_row row;
	enum err       e = q->db_job_retry(d, now.run.id, &row);

	if (e == ERR_OK)
		*answer = arena_printf(ta, "%s %s %s %s %s %s %lld %lld %s",
		    row.event_id.text, row.event, row.service, row.name,
		    row.key.text, job_state_words[row.state],
		    (long long)row.tries, (long long)row.next_at.us,
		    row.error != NULL ? row.error : "-");
	return e;
}

static enum err
run_ask(const struct events_queries *q, struct db *d, const char **answer)
{
	now.run.id = q == &REAL_events ? now.real_id : now.simulated_id;
	switch (now.kind) {
	case RUN_DONE: return q->db_job_done(d, &now.run);
	case RUN_DEAD: return q->db_job_dead(d, &now.run, now.why);
	case RUN_AGAIN:
		return q->db_job_again(d, &now.run, now.delay_ms, now.why);
	case RUN_BACK:
		return q->db_job_back(d, &now.run, now.delay_ms, now.why);
	default: return retry_ask(q, d, answer);
	}
}

static enum err
events_ask(const void *queries, struct db *d, const char **answer)
{
	const struct events_queries *q = queries;

	switch (now.kind) {
	case EVENT_ADD: return ERR_OK;
	case EVENT_TAKE:
		q->db_batch(d);
		q->db_event_take(d, &now.event, &now.jobs);
		return q->db_flush(d);
	case EVENTS_UNTOLD: return untold_ask(q, d, answer);
	case EVENTS_TOLD: return q->db_events_told(d, now.ids);
	case OUTBOX_NEW:
	case OUTBOX_AGAIN:
	case OUTBOX_LOST:
	case OUTBOX_FINISHED: return outbox_ask(q, d, answer);
	case JOBS_CLAIM: return claim_ask(q, d, answer);
	case JOBS_RELEASE: return q->db_jobs_release(d, now.worker);
	default: return run_ask(q, d, answer);
	}
}

/* ---- choosing a request -------------------------------------------------- */

static unsigned
dice(unsigned n)
{
	return rng_below(&world.dice, n);
}

static struct event_row *
event_recent(void)
{
	int n = world.nevents < RECENT ? world.nevents : RECENT;

	return &world.events[world.nevents - 1 - (int)dice((unsigned)n)];
}

/* In the outbox of both sides, or as another service would send it. */
static void
event_add(void)
{
	struct event_row *o = &world.events[world.nevents++];
	bool              own = dice(4) != 0;
	enum program      p = own ? PROGRAM_PAYMENTS : PROGRAM_ORDERS;

	*o = (struct event_row){ .r.exists = true };
	o->ev = (struct event){ .id = uuid_new(),
		.service = program_words[p],
		.seq = ++world.seq[p],
		.name = "payment.settled",
		.key = keys[dice(KEYS)],
		.payload = "{\"n\": 1}",
		.request_id = "r1" };
	if (own)
		owner(arena_printf(ta,
		    "INSERT INTO outbox (id, name, key, payload, request_id)"
		    " VALUES ('%s', '%s', '%s', '%s', '%s')",
		    o->ev.id.text, o->ev.name, o->ev.key.text, o->ev.payload,
		    o->ev.request_id));
	else if (dice(3) == 0)
		o->follows = dice(2) == 0 ? uuid_new() : event_before(o);
}

/* Some of these jobs, so that one that comes again may bring others. */
static void
jobs_choose(void)
{
	static const struct event_job all[JOBS] = { { "call", LANE_CALL },
		{ "call_too", LANE_CALL }, { "notice", LANE_NOTICE },
		{ "mail", LANE_MAIL } };

	now.jobs = (LIST(event_job)){ now.items, 0, JOBS };
	for (int i = 0; i < JOBS; i++)
		if (dice(3) == 0)
			now.items[now.jobs.n++] = all[i];
}

/* Has a worker tried it, and is the request one that changes it? */
static bool
job_apt(const struct queued_job *j)
{
	if (j->tries == 0)
		return false;
	return now.kind == RUN_RETRY ?
	    j->state == JOB_DEAD || j->state == JOB_RETRYING :
	    j->state == JOB_WAITING || j->state == JOB_RETRYING;
}

/* One of the latest: an apt one if there are some, now and then any. */
static const struct queued_job *
job_recent(void)
{
	unsigned n = world.njobs < JOBS * RECENT ? (unsigned)world.njobs :
						   JOBS * RECENT;
	const struct queued_job *j = NULL;

	for (unsigned tries = 1 + dice(20); tries > 0; tries--) {
		j = &world.jobs[(unsigned)world.njobs - 1 - dice(n)];
		if (job_apt(j))
			return j;
	}
	return j;
}

static void
run_choose(void)
{
	const struct queued_job *j;

	now.real_id = now.simulated_id = 1 << 30;
	if (now.kind == RUN_RETRY && dice(12) == 0)
		return;
	j = job_recent();
	now.simulated_id = j - world.jobs;
	now.real_id = owner_int(arena_printf(ta,
	    "SELECT id FROM jobs WHERE event_id = '%s' AND name = '%s'",
	    j->event->ev.id.text, j->name));
	now.run = (struct job_run){ .name = j->name, .event = j->event->ev };
}

static int
events_choose(unsigned n)
{
	static const char *const workers[] = { "w1", "w2" };
	static const char *const reasons[] = { "no answer", "refused" };
	const struct event_row  *o;

	if (dice(3) == 0)
		model_wait(1 + dice(4 * 60) * SECOND_US);
	now = (struct request){ .kind = (enum kind)dice(KINDS) };
	if (world.nevents == 0 || n % 9 == 0)
		now.kind = EVENT_ADD;
	if (world.njobs == 0 && now.kind >= RUN_DONE)
		now.kind = EVENT_TAKE;
	if (now.kind == EVENT_ADD)
		event_add();
	o = event_recent();
	now.event = o->ev;
	now.event.follows = o->follows;
	now.ids = arena_printf(ta, "{%s,%s}", o->ev.id.text,
	    event_recent()->ev.id.text);
	now.refused = dice(4) == 0;
	now.worker = workers[dice(2)];
	now.lane = (enum lane)dice(3);
	now.count = 1 + dice(3);
	now.delay_ms = dice(300000);
	now.why = now.kind == RUN_BACK && dice(2) == 0 ? NULL :
							 reasons[dice(2)];
	jobs_choose();
	if (now.kind >= RUN_DONE)
		run_choose();
	return (int)now.kind;
}

/* ---- what both have ------------------------------------------------------ */

static int
looked_from(void)
{
	return world.nevents < LOOKED ? 0 : world.nevents - LOOKED;
}

static const char *
published_word(int64_t us)
{
	return us == 0           ? "-" :
	    us == PUBLISHED_LOST ? "lost" :
				   arena_printf(ta, "%lld", (long long)us);
}

static void
job_add_text(struct buf *b, const struct queued_job *j)
{
	buf_printf(b, "; %s %s %s %lld %lld %s", j->name, lane_words[j->lane],
	    job_state_words[j->state], (long long)j->tries,
	    (long long)j->next_us, j->why != NULL ? j->why : "-");
	buf_printf(b, " %s %lld", j->worker != NULL ? j->worker : "-",
	    (long long)j->leased_until_us);
}

static const char *
events_simulated(void)
{
	struct buf b = { 0 };

	for (int i = looked_from(); i < world.nevents; i++) {
		const struct event_row *o = &world.events[i];

		buf_printf(&b, "%s %d %d %d %d",
		    published_word(o->published_us), o->done, o->taken,
		    o->ended, o->told);
		for (int k = 0; k < world.njobs; k++)
			if (world.jobs[k].event == o)
				job_add_text(&b, &world.jobs[k]);
		buf_str(&b, "\n");
	}
	return buf_keep(&b, ta);
}

#define MICROSECONDS(column) \
	"(extract(epoch FROM " column ") * 1000000)::bigint"

static const char *
events_real(void)
{
	struct buf b = { 0 };

	for (int i = looked_from(); i < world.nevents; i++)
		buf_printf(&b, "%s%s", b.len > 0 ? "," : "{",
		    world.events[i].ev.id.text);
	buf_str(&b, "}");
	/* clang-format off */
	return owner(arena_printf(ta,
	    "SELECT coalesce(string_agg(concat("
	    "  CASE WHEN o.published_at IS NULL THEN '-'"
	    "   WHEN o.published_at = '-infinity' THEN 'lost'"
	    "   ELSE " MICROSECONDS("o.published_at") "::text END, ' ',"
	    "  (o.done_at IS NOT NULL)::int, ' ', (e.id IS NOT NULL)::int, ' ',"
	    "  (e.done_at IS NOT NULL)::int, ' ',"
	    "  (e.told_at IS NOT NULL)::int, (SELECT string_agg(concat('; ',"
	    "   name, ' ', lane, ' ', state, ' ', tries, ' ',"
	    "   " MICROSECONDS("next_at") ", ' ', coalesce(error, '-'), ' ',"
	    "   coalesce(worker, '-'), ' ',"
	    "   coalesce(" MICROSECONDS("leased_until") ", 0)), ''"
	    "   ORDER BY id) FROM jobs WHERE event_id = k.id), chr(10)), ''"
	    "  ORDER BY k.n), '')"
	    " FROM unnest('%s'::uuid[]) WITH ORDINALITY AS k (id, n)"
	    " LEFT JOIN outbox o ON o.id = k.id"
	    " LEFT JOIN events e ON e.id = k.id", buf_keep(&b, ta)));
	/* clang-format on */
}

static void
the_simulated_events_do_what_postgresql_does(void)
{
	static const struct model m = {
		.real = &REAL_events,
		.simulated = &SIMULATED_events,
		.kinds = KINDS,
		.choose = events_choose,
		.ask = events_ask,
		.look_real = events_real,
		.look_simulated = events_simulated,
	};

	model_begin(3);
	WITH_DB();
	owner("TRUNCATE outbox, events, jobs RESTART IDENTITY");
	for (int i = 0; i < KEYS; i++)
		keys[i] = uuid_new();
	outbox = db_open(url_of("OUTBOX_DATABASE_URL_NOTIFY"));
	model_compare(&m, REQUESTS);
	db_close(&outbox);
	model_end();
}

static const struct test tests[] = {
	TEST(the_simulated_events_do_what_postgresql_does),
	{ 0 },
};

int
main(void)
{
	return db_tests("events_model", "NOTIFY", tests);
}
