/* SPDX-License-Identifier: ISC */
/*
 * run.c - runs jobs, one after the other, and decides when one that failed is
 * tried again.
 */
#include <string.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/metrics.h"
#include "common/base/stop.h"
#include "common/model/input.h"
#include "fcgi/worker/worker.h"

#define PATIENCE        3 /* tries where another one hardly helps */
#define REST_MAX_MS     30000
#define BATCH_MS        60000 /* begin no further job of a batch after it */
#define RECORD_MS       60000
#define RECORD_PAUSE_US 250000
#define LOOK_MS         10000 /* also without a notification */
#define RETRY_MS        500
#define SLACK_MS        50 /* the clock of the database is another one */
#define DOUBT_MS        10000

typedef enum err record_fn(struct db *, const struct job_run *,
    int64_t delay_ms, const char *why);

/* After the first try 1 s, then 5 s, 25 s, 2 min, and 10 min from then on. */
static int64_t
job_delay_ms(int64_t tries)
{
	static const int64_t seconds[] = { 1, 5, 25, 120, 600 };

	return 1000 * seconds[tries < 1 ? 0 : tries > 5 ? 4 : tries - 1];
}

static enum err
job_try(struct worker *w, const struct job *job, const struct job_run *run,
    const char **why)
{
	struct job_work work = { .worker = w,
		.arena = w->arena,
		.job = job,
		.run = run };
	struct spec    *spec;
	void           *payload;
	enum err        e;

	*why = NULL;
	if (job == NULL) {
		*why = "This program does not know the job.";
		return ERR_JOB_NOT_FOUND;
	}
	spec = job->handler->payload;
	payload = arena_alloc(w->arena, spec->size);
	if (!json_read_spec(w->arena, spec, run->event.payload,
		strlen(run->event.payload), payload)) {
		*why = "The payload of the event cannot be read.";
		return ERR_INVALID;
	}
	e = job->handler->call(&work, payload);
	*why = work.why;
	return e;
}

/*
 * A job that was done must be recorded, or it is done again.  While the
 * database does not answer, wait for it as long as the job is ours.  To record
 * twice does no harm.
 */
static enum err
record(struct worker *w, const struct job_run *run, int64_t delay,
    const char *why, record_fn *fn)
{
	int64_t  deadline = clock_ms() + RECORD_MS;
	enum err e;

	while (err_is_outage(e = fn(w->notify, run, delay, why)) &&
	    clock_ms() < deadline)
		usleep(RECORD_PAUSE_US);
	return e;
}

static enum err
record_done(struct db *db, const struct job_run *run, int64_t delay,
    const char *why)
{
	(void)delay;
	(void)why;
	return db_job_done(db, run);
}

static enum err
record_dead(struct db *db, const struct job_run *run, int64_t delay,
    const char *why)
{
	(void)delay;
	return db_job_dead(db, run, why);
}

static enum duty
duty_of(enum lane lane)
{
	static const enum duty duties[] = {
		[LANE_CALL] = DUTY_CALLS,
		[LANE_NOTICE] = DUTY_NOTICES,
		[LANE_MAIL] = DUTY_MAILS,
	};

	return duties[lane];
}

/*
 * The server that all mails need is away: none is tried for a while, and
 * none is blamed.
 */
static void
mail_rest(struct worker *w, const struct job_run *run, const char *why)
{
	int64_t rest = (int64_t)1000
	    << (w->mail_failures < 5 ? w->mail_failures : 5);

	w->mail_failures++;
	if (rest > REST_MAX_MS)
		rest = REST_MAX_MS;
	w->mail_rests_until = clock_ms() + rest;
	record(w, run, rest, why, db_job_back);
}

static void
job_failed(struct worker *w, enum lane lane, const struct job *job,
    const struct job_run *run, enum err e, const char *why)
{
	int64_t tries = job == NULL ? PATIENCE :
	    job->tries != 0         ? job->tries :
				      JOB_TRIES;
	int64_t delay;

	if (why == NULL)
		why = err_title(e);
	log_write(LOG_WARN, "job failed", "job", run->name, "event",
	    run->event.name, "id", run->event.id.text, "why", why, NULL);
	metrics_add(METRIC_JOBS_FAILED, 1);
	if (lane == LANE_MAIL && e == ERR_UNAVAILABLE) {
		mail_rest(w, run, why);
		return;
	}
	if (e == ERR_MAIL_REFUSED || e == ERR_INVALID)
		tries = 0;
	else if (err_status(e) < 500 && tries > PATIENCE)
		tries = PATIENCE;
	if (run->tries < tries) {
		delay = job_delay_ms(run->tries);
		record(w, run, delay, why, db_job_again);
		worker_due(w, duty_of(lane), clock_ms() + delay + SLACK_MS);
		return;
	}
	log_write(LOG_ERROR, "job given up", "job", run->name, "id",
	    run->event.id.text, NULL);
	if (record(w, run, 0, why, record_dead) == ERR_OK)
		metrics_add(METRIC_JOBS_DEAD, 1);
}

static void
job_do(struct worker *w, enum lane lane, const struct job_run *run)
{
	const struct job *job = job_find(run->event.name, run->name);
	const char       *why;
	enum err          e;

	log_request(run->event.request_id);
	if ((e = job_try(w, job, run, &why)) != ERR_OK) {
		job_failed(w, lane, job, run, e, why);
	} else {
		if (lane == LANE_MAIL)
			w->mail_failures = 0;
		if (record(w, run, 0, NULL, record_done) == ERR_OK)
			metrics_add(METRIC_JOBS_DONE, 1);
	}
	log_request(NULL);
}

/*
 * A batch must end before its lease does: jobs that did not begin in time are
 * given back.
 */
static void
batch_do(struct worker *w, enum lane lane, const LIST(job_run) *runs)
{
	int64_t deadline = clock_ms() + BATCH_MS;
	size_t  i;

	for (i = 0; i < runs->n && !stop_asked() && clock_ms() < deadline &&
	     clock_ms() >= w->mail_rests_until;
	     i++) {
		job_do(w, lane, &runs->items[i]);
		if (lane != LANE_MAIL)
			heart_beat(w);
	}
	for (; i < runs->n; i++)
		db_job_back(w->notify, &runs->items[i], 0, NULL);
}

int64_t
jobs_run(struct worker *w, enum lane lane, int64_t count)
{
	LIST(job_run) runs;

	if (clock_ms() < w->mail_rests_until)
		return w->mail_rests_until;
	if (db_jobs_claim(w->notify, w->name, lane, count, &runs) != ERR_OK) {
		jobs_doubt(w);
		return clock_ms() + RETRY_MS;
	}
	if (runs.n == 0)
		return clock_ms() + LOOK_MS;
	batch_do(w, lane, &runs);
	worker_wake(w, DUTY_TELL);
	return 0;
}

/* ---- jobs that are ours without our knowing ------------------------------ */

void
jobs_doubt(struct worker *w)
{
	w->in_doubt_until = clock_ms() + DOUBT_MS;
	worker_wake(w, DUTY_RELEASE);
}

/*
 * Between two rounds nothing is in hand.  Jobs that are ours all the same were
 * in the hands of this process when it was killed, or were claimed by a query
 * whose answer was lost.  Such a query may take effect some seconds later.
 */
int64_t
release_duty(struct worker *w)
{
	if (clock_ms() >= w->in_doubt_until)
		return NEVER;
	db_jobs_release(w->notify, w->name);
	worker_wake(w, DUTY_CALLS);
	worker_wake(w, DUTY_NOTICES);
	worker_wake(w, DUTY_MAILS);
	return clock_ms() + RETRY_MS;
}
