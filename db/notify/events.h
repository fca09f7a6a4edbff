/* SPDX-License-Identifier: ISC */
/*
 * events.h - what happened, as the worker took it in, and its jobs.
 */
#ifndef FARM_DB_NOTIFY_EVENTS_H
#define FARM_DB_NOTIFY_EVENTS_H

#include "common/client/queue.h"
#include "db/pg/pg.h"

/* Jobs of one lane and one key run in the order of their events. */
enum lane { LANE_CALL, LANE_NOTICE, LANE_MAIL };
extern const char *const lane_words[];

/* A job that an event causes. */
struct event_job {
	const char *name;
	enum lane   lane;
};
LIST_DECLARE(event_job);

/*
 * Take an event in, with its jobs, unless it was before; then its outbox is
 * told again, should it be done already.  For a batch.
 */
enum err db_event_take(struct db *, const struct event *,
    const LIST(event_job) *jobs);

/* A job that this worker has from now on, with its event. */
struct job_run {
	int64_t      id;
	const char  *name;
	int64_t      tries; /* this one included */
	struct event event;
};
LIST_DECLARE(job_run);

/*
 * At most "count" jobs of a lane that are due.  They are this worker's for
 * five minutes; nobody else gets them before.
 */
enum err db_jobs_claim(struct db *, const char *worker, enum lane,
    int64_t count, LIST(job_run) *out);
/* Wake whoever waits for jobs: db_listen(db, "jobs").  For a batch. */
enum err db_jobs_wake(struct db *);
/* Give back what this worker had when it was killed. */
enum err db_jobs_release(struct db *, const char *worker);

/* How a try ended.  "why" is what a person reads about it. */
enum err db_job_done(struct db *, const struct job_run *);
enum err db_job_again(struct db *, const struct job_run *, int64_t delay_ms,
    const char *why);
enum err db_job_dead(struct db *, const struct job_run *, const char *why);
/* It was no fault of the job's: this try does not count. "why" NULL: it was
   not even begun. */
enum err db_job_back(struct db *, const struct job_run *, int64_t delay_ms,
    const char *why);

/* Events whose outbox does not know yet that they are done. */
struct done_events {
	const char *service, *ids;
}; /* "{id,id}" */
LIST_DECLARE(done_events);
enum err db_events_untold(struct db *, LIST(done_events) *out);
enum err db_events_told(struct db *, const char *ids);

#endif
