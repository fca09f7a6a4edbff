/* SPDX-License-Identifier: ISC */
/*
 * retention.c - has old rows removed (db/retention.def): by each service from
 * its own tables, and by the worker from the outboxes.
 */
#include "db/pg/retention.h"
#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/metrics.h"
#include "common/client/service_ask.h"
#include "db/notify/retention_runs.h"
#include "fcgi/worker/worker.h"

#define RUN_MS  (60 * 60 * 1000)
#define MORE_MS 1000 /* between full batches */
/* In times of TIMER_SECONDS: after the start, and after a failure. */
#define START_TIMES 2
#define AGAIN_TIMES 12

/* Remove a batch of everything; why something failed, or NULL. */
static const char *
batch_remove(struct worker *w, const struct outbox *o, bool *more)
{
	const struct caller   who = { .arena = w->arena };
	struct retention_done own = { 0 }, outbox = { 0 };
	enum err              e;

	e = service_ask(&who, CALL_RETENTION(o->service), NONE, &own);
	if (e == ERR_OK)
		e = db_retention_run(o->db, "outbox", &outbox);
	metrics_add(METRIC_RETENTION_ROWS,
	    (uint64_t)(own.removed + outbox.removed));
	*more = own.more || outbox.more;
	if (e != ERR_OK)
		return err_title(e);
	if (own.failed + outbox.failed == 0)
		return NULL;
	return arena_printf(w->arena, "table %s",
	    own.failed > 0 ? own.table : outbox.table);
}

/* When to look again. */
static int64_t
service_clean(struct worker *w, const struct outbox *o)
{
	bool        more;
	const char *why = batch_remove(w, o, &more);

	if (why != NULL) {
		metrics_add(METRIC_RETENTION_FAILURES, 1);
		log_write(LOG_WARN, "old rows stay", "of", o->service,
		    "why", why, NULL);
	} else if (more)
		return clock_ms() + MORE_MS;
	db_retention_note(w->notify, o->service, why);
	return clock_ms() +
	    (why == NULL ? RUN_MS :
			   AGAIN_TIMES * settings.timer_seconds * 1000);
}

int64_t
retention_duty(struct worker *w)
{
	int64_t next = NEVER;

	if (w->retention_at == 0)
		w->retention_at = clock_ms() +
		    START_TIMES * settings.timer_seconds * 1000;
	if (clock_ms() < w->retention_at)
		return w->retention_at;

	for (size_t i = 0; i < w->noutboxes; i++) {
		struct outbox *o = &w->outboxes[i];

		if (clock_ms() >= o->clean_at) {
			o->clean_at = service_clean(w, o);
			heart_beat(w);
		}
		if (o->clean_at < next)
			next = o->clean_at;
	}
	return next;
}
