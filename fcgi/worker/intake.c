/* SPDX-License-Identifier: ISC */
/*
 * intake.c - events from the Redis stream into notify_db, with their jobs.
 */
#include "common/base/clock.h"
#include "common/base/log.h"
#include "fcgi/worker/worker.h"

#define READ_MS    10000 /* also when nothing was published by us */
#define INHERIT_MS 30000
#define RETRY_MS   500
#define INTAKE     60 /* entries; one batch of the database */

static enum err
events_take(struct db *db, const struct event *events, size_t n)
{
	LIST(event_job) jobs;

	db_batch(db);
	for (size_t i = 0; i < n; i++) {
		jobs_of_event(db_arena(db), job_tables, events[i].name, &jobs);
		db_event_take(db, &events[i], &jobs);
	}
	db_jobs_wake(db);
	return db_flush(db);
}

/*
 * An event that the database refuses must not hold up the others: they are
 * tried one by one.  It stays in its outbox, where a person can look at it.
 */
static enum err
events_take_each(struct db *db, const struct event *events, size_t n)
{
	enum err e;

	for (size_t i = 0; i < n; i++) {
		e = events_take(db, &events[i], 1);
		if (err_is_outage(e))
			return e;
		if (e != ERR_OK)
			log_write(LOG_ERROR, "an event cannot be taken in",
			    "id", events[i].id.text, "name", events[i].name,
			    NULL);
	}
	return ERR_OK;
}

/* Redis or the database does not answer, or the stream was lost. */
static int64_t
intake_retry(struct worker *w)
{
	w->stream_check_at = 0;
	worker_wake(w, DUTY_RELAY);
	return clock_ms() + RETRY_MS;
}

int64_t
intake_duty(struct worker *w)
{
	LIST(event) list;
	enum err    e;

	if (clock_ms() >= w->inherit_at &&
	    queue_inherit(&w->queue, w->arena, w->name) == ERR_OK)
		w->inherit_at = clock_ms() + INHERIT_MS;
	if (queue_read(&w->queue, w->arena, w->name, INTAKE, &list) != ERR_OK)
		return intake_retry(w);
	if (list.n == 0)
		return clock_ms() + READ_MS;
	e = events_take(w->notify, list.items, list.n);
	if (e != ERR_OK && !err_is_outage(e))
		e = events_take_each(w->notify, list.items, list.n);
	if (e != ERR_OK) {
		queue_again(&w->queue);
		return clock_ms() + RETRY_MS;
	}
	worker_wake(w, DUTY_CALLS);
	worker_wake(w, DUTY_NOTICES);
	worker_wake(w, DUTY_TELL);
	for (size_t i = 0; i < list.n; i++)
		if (queue_done(&w->queue, w->arena, &list.items[i]) != ERR_OK)
			return intake_retry(w);
	return 0;
}
