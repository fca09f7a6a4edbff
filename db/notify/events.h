/* SPDX-License-Identifier: ISC */
/*
 * events.h - events that the worker took in, and their jobs.
 */
#ifndef FARM_DB_NOTIFY_EVENTS_H
#define FARM_DB_NOTIFY_EVENTS_H

#include "common/client/queue.h"
#include "db/pg/pg.h"

/* Jobs of the same lane and key run in the order of their events. */
enum lane { LANE_CALL, LANE_NOTICE, LANE_MAIL };
extern const char *const lane_words[];

/* A job that an event causes. */
struct event_job {
	const char *name;
	enum lane   lane;
};
LIST_DECLARE(event_job);

/*
 * Take an event in with its jobs.  An event that is known already stays as it
 * is, and its outbox is told again that it is done.  For a batch.
 */
enum err db_event_take(struct db *, const struct event *,
    const LIST(event_job) *jobs);

/* A job that this worker has claimed, with its event. */
struct job_run {
	int64_t      id;
	const char  *name;
	int64_t      tries; /* this one included */
	struct event event;
};
LIST_DECLARE(job_run);

/*
 * Claim at most "count" jobs of a lane that are due.  No other worker gets them
 * within five minutes.
 */
enum err db_jobs_claim(struct db *, const char *worker, enum lane,
    int64_t count, LIST(job_run) *out);
/* NOTIFY jobs: wakes the workers, which watch this channel.  For a batch. */
enum err db_jobs_wake(struct db *);
/* Give back all jobs that this worker has claimed. */
enum err db_jobs_release(struct db *, const char *worker);

/* How a try ended.  "why" is for people. */
enum err db_job_done(struct db *, const struct job_run *);
enum err db_job_again(struct db *, const struct job_run *, int64_t delay_ms,
    const char *why);
enum err db_job_dead(struct db *, const struct job_run *, const char *why);
/* This try does not count: the cause is elsewhere, or ("why" is NULL) it has
   not begun. */
enum err db_job_back(struct db *, const struct job_run *, int64_t delay_ms,
    const char *why);

/* Events that are done, and whose outbox has not been told. */
struct done_events {
	const char *service, *ids;
}; /* "{id,id}" */
LIST_DECLARE(done_events);
enum err db_events_untold(struct db *, LIST(done_events) *out);
enum err db_events_told(struct db *, const char *ids);

#endif
