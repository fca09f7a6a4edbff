/* SPDX-License-Identifier: ISC */
/*
 * db_events.c - the queries of db/outbox/outbox.c, db/notify/events.c and
 * db/notify/jobs.c.
 */
#include <stdlib.h>
#include <string.h>

#include "db/outbox/outbox.h"
#include "tests/simulate/db.h"
#include "tests/simulate/db_events.h"

#define AGAIN_US   (5 * MINUTE_US)
#define PATIENT_US (15 * MINUTE_US)
#define LEASE_US   (5 * MINUTE_US)

/* ---- outbox -------------------------------------------------------------- */

/* Committed, and not done. */
static bool
event_open(const struct event_row *o)
{
	return o->r.exists && o->r.writer == NULL && !o->done;
}

bool
event_due(const struct event_row *o, bool again)
{
	if (!event_open(o))
		return false;
	return again ?
	    o->published_us != 0 && o->published_us < world.now_us - AGAIN_US :
	    o->published_us == 0;
}

struct uuid
event_before(const struct event_row *o)
{
	for (const struct event_row *p = o; p-- > world.events;)
		if (event_open(p) && uuid_equal(p->ev.key, o->ev.key) &&
		    strcmp(p->ev.service, o->ev.service) == 0)
			return p->ev.id;
	return (struct uuid){ "" };
}

void
event_lose(struct event_row *o)
{
	if (!o->done && o->published_us != 0)
		o->published_us = PUBLISHED_LOST;
}

static bool
of_outbox(const struct db *db, const struct event_row *o)
{
	return strcmp(o->ev.service, program_words[db->task->program]) == 0;
}

enum err
db_outbox_relay(struct db *db, bool again, outbox_publish_fn *publish,
    void *ctx, size_t *n)
{
	struct outbox_row rows[OUTBOX_BATCH];
	struct event_row *due[OUTBOX_BATCH];
	enum err          e = db_begin(db, "outbox_relay");

	*n = 0;
	if (e != ERR_OK)
		return e;
	for (int i = 0; i < world.nevents && *n < OUTBOX_BATCH; i++) {
		struct event_row *o = &world.events[i];

		if (!of_outbox(db, o) || !event_due(o, again))
			continue;
		rows[*n] = (struct outbox_row){ o->ev.id, o->ev.seq, o->ev.name,
			o->ev.key, event_before(o), o->ev.payload,
			o->ev.request_id, o->published_us == 0 };
		due[(*n)++] = o;
	}
	if (*n > 0)
		e = publish(ctx, rows, *n);
	if (e != ERR_OK)
		*n = 0;
	for (size_t i = 0; i < *n; i++) {
		due[i]->follows = rows[i].follows;
		due[i]->published_us = world.now_us;
	}
	return db_end(db, e);
}

enum err
db_outbox_lost(struct db *db)
{
	enum err e = db_begin(db, "outbox_lost");

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < world.nevents; i++)
		if (of_outbox(db, &world.events[i]))
			event_lose(&world.events[i]);
	return db_end(db, ERR_OK);
}

enum err
db_outbox_done(struct db *db, const char *ids)
{
	enum err e = db_begin(db, "outbox_done");

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < world.nevents; i++)
		if (of_outbox(db, &world.events[i]) &&
		    strstr(ids, world.events[i].ev.id.text) != NULL)
			world.events[i].done = true;
	return db_end(db, ERR_OK);
}

/* ---- events -------------------------------------------------------------- */

static struct event_row *
event_find(struct uuid id)
{
	for (int i = 0; i < world.nevents; i++)
		if (uuid_equal(world.events[i].ev.id, id))
			return &world.events[i];
	return NULL;
}

static bool
event_has_job(const struct event_row *o, const char *name)
{
	for (int i = 0; i < world.njobs; i++)
		if (world.jobs[i].event == o &&
		    strcmp(world.jobs[i].name, name) == 0)
			return true;
	return false;
}

void
event_receive(struct event_row *o, struct uuid follows,
    const LIST(event_job) *jobs)
{
	bool known = o->taken;

	o->told = false;
	if (!known) {
		o->taken = true;
		o->ev.follows = follows;
		o->received_us = world.now_us;
		o->ended = jobs->n == 0;
	}
	for (size_t i = 0; i < jobs->n; i++) {
		if (known && event_has_job(o, jobs->items[i].name))
			continue;
		if (world.njobs == JOBS_MAX)
			abort();
		world.jobs[world.njobs++] = (struct queued_job){ .event = o,
			.name = jobs->items[i].name,
			.lane = jobs->items[i].lane,
			.next_us = world.now_us };
	}
}

enum err
db_event_take(struct db *db, const struct event *ev,
    const LIST(event_job) *jobs)
{
	enum err e = db_begin(db, "event_take");

	if (e != ERR_OK)
		return e;
	event_receive(event_find(ev->id), ev->follows, jobs);
	return db_end(db, ERR_OK);
}

bool
event_untold(const struct event_row *o)
{
	return o->ended && !o->told;
}

/* A list for each event: callers take them all. */
enum err
db_events_untold(struct db *db, LIST(done_events) *out)
{
	enum err e = db_begin(db, "events_untold");

	*out = (LIST(done_events)){ 0 };
	if (e != ERR_OK)
		return e;
	for (int i = 0; i < world.nevents; i++)
		if (event_untold(&world.events[i]))
			*list_add(db->arena, out) = (struct done_events){
				world.events[i].ev.service,
				arena_printf(db->arena, "{%s}",
				    world.events[i].ev.id.text)
			};
	return db_end(db, ERR_OK);
}

enum err
db_events_told(struct db *db, const char *ids)
{
	enum err e = db_begin(db, "events_told");

	if (e != ERR_OK)
		return e;
	for (int i = 0; i < world.nevents; i++)
		if (world.events[i].taken &&
		    strstr(ids, world.events[i].ev.id.text) != NULL)
			world.events[i].told = true;
	return db_end(db, ERR_OK);
}

/* ---- jobs ---------------------------------------------------------------- */

static bool
job_open(const struct queued_job *j)
{
	return j->state == JOB_WAITING || j->state == JOB_RETRYING;
}

/* Nothing before it in its lane is open, and the event before it is here. */
static bool
job_next(const struct queued_job *j)
{
	const struct event     *ev = &j->event->ev;
	const struct event_row *before;

	for (int i = world.first_open; i < world.njobs; i++) {
		const struct event *other = &world.jobs[i].event->ev;

		if (job_open(&world.jobs[i]) && other->seq < ev->seq &&
		    world.jobs[i].lane == j->lane &&
		    uuid_equal(other->key, ev->key) &&
		    strcmp(other->service, ev->service) == 0)
			return false;
	}
	before = uuid_given(ev->follows) ? event_find(ev->follows) : NULL;
	return !uuid_given(ev->follows) || (before != NULL && before->taken) ||
	    j->event->received_us < world.now_us - PATIENT_US;
}

/* The job that is due first; jobs that were claimed just now have a lease. */
static struct queued_job *
job_due(enum lane lane)
{
	struct queued_job *first = NULL;

	for (int i = world.first_open; i < world.njobs; i++) {
		struct queued_job *j = &world.jobs[i];

		if (job_open(j) && j->lane == lane &&
		    j->next_us <= world.now_us &&
		    j->leased_until_us < world.now_us &&
		    (first == NULL || j->next_us < first->next_us) &&
		    job_next(j))
			first = j;
	}
	return first;
}

enum err
db_jobs_claim(struct db *db, const char *worker, enum lane lane, int64_t count,
    LIST(job_run) *out)
{
	enum err           e = db_begin(db, "jobs_claim");
	struct queued_job *j;

	*out = (LIST(job_run)){ 0 };
	if (e != ERR_OK)
		return e;
	while (world.first_open < world.njobs &&
	    !job_open(&world.jobs[world.first_open]))
		world.first_open++;
	while ((int64_t)out->n < count && (j = job_due(lane)) != NULL) {
		j->worker = worker;
		j->tries++;
		j->leased_until_us = world.now_us + LEASE_US;
		*list_add(db->arena, out) = (struct job_run){ j - world.jobs,
			j->name, j->tries, j->event->ev };
	}
	return db_end(db, ERR_OK);
}

enum err
db_jobs_release(struct db *db, const char *worker)
{
	enum err e = db_begin(db, "jobs_release");

	if (e != ERR_OK)
		return e;
	for (int i = world.first_open; i < world.njobs; i++)
		if (job_open(&world.jobs[i]) && world.jobs[i].worker != NULL &&
		    strcmp(world.jobs[i].worker, worker) == 0)
			world.jobs[i].leased_until_us = 0;
	return db_end(db, ERR_OK);
}

/* Its last job has ended: so has the event, even if a job is retried later. */
static void
event_end(struct event_row *o)
{
	for (int i = world.first_open; i < world.njobs; i++)
		if (world.jobs[i].event == o && job_open(&world.jobs[i]))
			return;
	o->ended = true;
}

static enum err
job_end(struct db *db, const struct job_run *run, enum job_state state,
    const char *why)
{
	struct queued_job *j = &world.jobs[run->id];
	enum err           e = db_begin(db, "job_end");

	if (e != ERR_OK)
		return e;
	if (!job_open(j))
		return db_end(db, ERR_OK);
	j->state = state;
	j->leased_until_us = 0;
	j->why = keep(why);
	event_end(j->event);
	return db_end(db, ERR_OK);
}

enum err
db_job_done(struct db *db, const struct job_run *run)
{
	return job_end(db, run, JOB_DONE, NULL);
}

enum err
db_job_dead(struct db *db, const struct job_run *run, const char *why)
{
	return job_end(db, run, JOB_DEAD, why);
}

static enum err
job_again(struct db *db, const struct job_run *run, int64_t delay_ms,
    const char *why, int back)
{
	struct queued_job *j = &world.jobs[run->id];
	enum err           e = db_begin(db, "job_again");

	if (e != ERR_OK)
		return e;
	if (!job_open(j))
		return db_end(db, ERR_OK);
	j->why = why != NULL ? keep(why) : j->why;
	j->leased_until_us = 0;
	j->state = why != NULL ? JOB_RETRYING : j->state;
	j->next_us = world.now_us + delay_ms * 1000;
	j->tries -= back;
	return db_end(db, ERR_OK);
}

enum err
db_job_again(struct db *db, const struct job_run *run, int64_t delay_ms,
    const char *why)
{
	return job_again(db, run, delay_ms, why, 0);
}

enum err
db_job_back(struct db *db, const struct job_run *run, int64_t delay_ms,
    const char *why)
{
	return job_again(db, run, delay_ms, why, 1);
}

void
job_retry(struct queued_job *j)
{
	j->next_us = world.now_us;
	if (j->state != JOB_DEAD)
		return;
	j->state = JOB_WAITING;
	j->tries = 0;
	world.first_open = 0;
}

enum err
db_job_retry(struct db *db, int64_t id, struct job_row *out)
{
	enum err           e = db_begin(db, "job_retry");
	struct queued_job *j;

	if (e != ERR_OK)
		return e;
	if (id < 0 || id >= world.njobs)
		return db_end(db, ERR_JOB_NOT_FOUND);
	j = &world.jobs[id];
	if (j->state != JOB_DEAD && j->state != JOB_RETRYING)
		return db_end(db, ERR_CONFLICT);
	job_retry(j);
	*out = (struct job_row){ .id = id,
		.event_id = j->event->ev.id,
		.event = j->event->ev.name,
		.service = j->event->ev.service,
		.name = j->name,
		.key = j->event->ev.key,
		.state = j->state,
		.tries = j->tries,
		.error = j->why,
		.next_at = { j->next_us } };
	return db_end(db, ERR_OK);
}
