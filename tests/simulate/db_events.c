/* SPDX-License-Identifier: ISC */
/*
 * db_events.c - outbox, stream and jobs: the queries of db/notify/events.c, and
 * what relay.c of the worker does with db/outbox/outbox.c and the stream.
 */
#include <stdlib.h>
#include <string.h>

#include "fcgi/worker/job.h"
#include "tests/simulate/breaks.h"
#include "tests/simulate/db.h"
#include "tests/simulate/db_events.h"

#define AGAIN_US   (5 * MINUTE_US)
#define PATIENT_US (15 * MINUTE_US)
#define LEASE_US   (5 * MINUTE_US)

/* ---- outbox to stream: relay_step() -------------------------------------- */

/* The event before it about the same thing, while that is not done. */
static struct uuid
follows(int event)
{
	const struct outbox_row *o = world.events, *of = &world.events[event];

	for (int i = event - 1; i >= 0; i--)
		if (o[i].r.exists && o[i].r.writer == NULL && !o[i].done &&
		    uuid_equal(o[i].ev.key, of->ev.key) &&
		    strcmp(o[i].ev.service, of->ev.service) == 0)
			return o[i].ev.id;
	return (struct uuid){ "" };
}

static bool
to_publish(const struct outbox_row *o)
{
	return o->r.exists && o->r.writer == NULL && !o->done &&
	    (o->published_us == 0 || o->published_us < world.now_us - AGAIN_US);
}

void
events_relay(int most)
{
	for (int i = 0; i < world.nevents && most > 0; i++) {
		struct outbox_row *o = &world.events[i];

		if (!to_publish(o))
			continue;
		if (world.nstream == STREAM_MAX)
			abort();
		o->ev.follows = follows(i);
		world.stream[world.nstream++] = i;
		say("event %s of %s is published", o->ev.name,
		    who_is(o->ev.key));
		most--;
		/* Killed between the stream and the outbox: again later. */
		if (!world.calm && rng_chance(&world.dice, world.storm))
			return;
		o->published_us = world.now_us;
	}
}

/* queue_ready() says that the stream is a new one. */
void
events_flush(void)
{
	say("Redis loses the stream with %d events", world.nstream);
	world.nstream = 0;
	for (int i = 0; i < world.nevents; i++)
		if (!world.events[i].done && world.events[i].published_us != 0)
			world.events[i].published_us = 1;
}

/* ---- stream to database: intake_step() ----------------------------------- */

static void
jobs_add(struct outbox_row *o)
{
	for (const struct job *j = call_jobs; j->event != NULL; j++) {
		if (strcmp(j->event, o->ev.name) != 0)
			continue;
		if (world.njobs == JOBS_MAX)
			abort();
		world.jobs[world.njobs++] = (struct job_row){ .event = o,
			.name = j->name,
			.next_us = world.now_us };
		o->open_jobs++;
	}
}

void
events_take(int most)
{
	for (; most > 0 && world.nstream > 0; most--) {
		int  at = world.calm || rng_chance(&world.dice, 700) ?
		     0 :
		     (int)rng_below(&world.dice, (unsigned)world.nstream);
		bool again = !world.calm &&
		    rng_chance(&world.dice, world.storm);
		struct outbox_row *o = &world.events[world.stream[at]];

		if (!again) {
			memmove(&world.stream[at], &world.stream[at + 1],
			    (size_t)(world.nstream - at - 1) *
				sizeof(*world.stream));
			world.nstream--;
		}
		if (breaks(BREAK_EVENT_LOST) && rng_chance(&world.dice, 100)) {
			o->done = true;
			continue;
		}
		o->told = false;
		if (o->taken)
			continue;
		say("event %s of %s is taken in", o->ev.name,
		    who_is(o->ev.key));
		o->taken = true;
		o->received_us = world.now_us;
		jobs_add(o);
	}
}

/* tell_step() */
void
events_tell(void)
{
	for (int i = 0; i < world.nevents; i++) {
		struct outbox_row *o = &world.events[i];

		if (o->taken && o->open_jobs == 0)
			o->told = o->done = true;
	}
}

/* ---- jobs: db/notify/events.c -------------------------------------------- */

static bool
is_open(const struct job_row *j)
{
	return j->state == JOB_WAITING || j->state == JOB_RETRYING;
}

static bool
has_come(struct uuid id)
{
	for (int i = 0; i < world.nevents; i++)
		if (uuid_equal(world.events[i].ev.id, id))
			return world.events[i].taken;
	return false;
}

/* Nothing before it in its lane is open, and the event before it is here. */
static bool
is_next(const struct job_row *j)
{
	const struct event *ev = &j->event->ev;

	for (int i = world.first_open; i < world.njobs; i++) {
		const struct event *other = &world.jobs[i].event->ev;

		if (is_open(&world.jobs[i]) && other->seq < ev->seq &&
		    uuid_equal(other->key, ev->key) &&
		    strcmp(other->service, ev->service) == 0)
			return false;
	}
	return !uuid_given(ev->follows) || has_come(ev->follows) ||
	    j->event->received_us < world.now_us - PATIENT_US;
}

enum err
db_jobs_claim(struct db *db, const char *worker, enum lane lane, int64_t count,
    LIST(job_run) *out)
{
	enum err        e = db_begin(db, "jobs_claim");
	struct job_run *run;

	(void)lane;
	*out = (LIST(job_run)){ 0 };
	if (e != ERR_OK)
		return e;
	while (world.first_open < world.njobs &&
	    !is_open(&world.jobs[world.first_open]))
		world.first_open++;
	out->items = run = arena_array(db->arena, (size_t)count, sizeof(*run));
	for (int i = world.first_open;
	     i < world.njobs && (int64_t)out->n < count; i++) {
		struct job_row *j = &world.jobs[i];

		if (!is_open(j) || j->next_us > world.now_us ||
		    j->leased_until_us >= world.now_us || !is_next(j))
			continue;
		j->worker = worker;
		j->tries++;
		j->leased_until_us = world.now_us + LEASE_US;
		run[out->n++] = (struct job_run){ i, j->name, j->tries,
			j->event->ev };
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
		if (is_open(&world.jobs[i]) && world.jobs[i].worker != NULL &&
		    strcmp(world.jobs[i].worker, worker) == 0)
			world.jobs[i].leased_until_us = 0;
	return db_end(db, ERR_OK);
}

static enum err
job_end(struct db *db, const struct job_run *run, enum job_state state,
    const char *why)
{
	struct job_row *j = &world.jobs[run->id];
	enum err        e = db_begin(db, "job_end");

	if (e != ERR_OK)
		return e;
	if (!is_open(j))
		return db_end(db, ERR_OK);
	j->event->open_jobs--;
	j->state = state;
	j->leased_until_us = 0;
	j->why = keep(why);
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
	struct job_row *j = &world.jobs[run->id];
	enum err        e = db_begin(db, "job_again");

	if (e != ERR_OK)
		return e;
	if (!is_open(j))
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
job_retry(struct job_row *j)
{
	if (j->state != JOB_DEAD)
		return;
	j->state = JOB_WAITING;
	j->tries = 0;
	j->next_us = world.now_us;
	j->event->open_jobs++;
	world.first_open = 0;
}
