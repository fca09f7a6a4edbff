/* SPDX-License-Identifier: ISC */
/*
 * relay.c - events from the outboxes through the stream into notify_db, and
 * the word that they are done back.
 */
#include <string.h>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/metrics.h"
#include "common/client/queue.h"
#include "db/outbox/outbox.h"
#include "fcgi/worker/worker.h"

#define LOOK_MS    1000 /* also without a notification */
#define AGAIN_MS   30000
#define INHERIT_MS 30000
#define INTAKE     60 /* entries; one batch of the database */

/* ---- outbox to stream ---------------------------------------------------- */

struct publish {
	struct arena *arena;
	const char   *service;
};

static enum err
publish(void *ctx, const struct outbox_row *rows, size_t n)
{
	struct publish *p = ctx;
	enum err        e = ERR_OK;

	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		const struct event ev = {
			.id = rows[i].id,
			.service = p->service,
			.seq = rows[i].seq,
			.name = rows[i].name,
			.key = rows[i].key,
			.follows = rows[i].follows,
			.payload = rows[i].payload,
			.request_id = rows[i].request_id,
		};

		e = queue_add(p->arena, &ev);
		if (e == ERR_OK && rows[i].is_first)
			e = queue_tell(p->arena, &ev);
	}
	return e;
}

static size_t
outbox_relay(struct worker *w, struct outbox *o, bool again)
{
	struct publish p = { w->arena, o->service };
	size_t         n;

	if (db_outbox_relay(o->db, again, publish, &p, &n) != ERR_OK)
		return 0;
	metrics_add(METRIC_EVENTS_PUBLISHED, n);
	return n;
}

/* A look at one outbox, when there is a reason for it. */
static bool
outbox_look(struct worker *w, struct outbox *o)
{
	int64_t now = clock_ms();
	bool    woken = db_notified(o->db);
	size_t  n = 0;

	if (o->lost && db_outbox_lost(o->db) == ERR_OK) {
		o->lost = false;
		o->again_at = 0;
	}
	if (woken || now >= o->look_at) {
		if (db_listen(o->db, "outbox") == ERR_OK)
			n += outbox_relay(w, o, false);
		o->look_at = n == OUTBOX_BATCH ? 0 : now + LOOK_MS;
	}
	if (now >= o->again_at) {
		size_t again = outbox_relay(w, o, true);

		o->again_at = again == OUTBOX_BATCH ? 0 : now + AGAIN_MS;
		n += again;
	}
	return n > 0;
}

/*
 * Redis may have lost what was on its way: all that is not done is published
 * again, and known events are recognised when they are taken in.
 */
static bool
stream_ready(struct worker *w)
{
	bool     lost;
	enum err e = queue_ready(w->arena, &lost);

	if (lost)
		log_write(LOG_WARN,
		    "the stream is a new one: open events are "
		    "published again",
		    NULL);
	for (size_t i = 0; lost && i < w->noutboxes; i++)
		w->outboxes[i].lost = true;
	w->noting = w->noting || lost;
	return e == ERR_OK;
}

/* All outboxes know what they have to publish again? */
static void
loss_note(struct worker *w)
{
	bool open = false;

	for (size_t i = 0; i < w->noutboxes; i++)
		open = open || w->outboxes[i].lost;
	if (w->noting && !open && queue_noted(w->arena) == ERR_OK)
		w->noting = false;
}

bool
relay_step(struct worker *w)
{
	bool any = false;

	if (!stream_ready(w))
		return false;
	for (size_t i = 0; i < w->noutboxes; i++)
		any = outbox_look(w, &w->outboxes[i]) || any;
	loss_note(w);
	return any;
}

/* ---- stream to database -------------------------------------------------- */

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
 * One that the database refuses must not hold up the rest for ever: they are
 * tried one by one, and it stays in its outbox for somebody to look at.
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

bool
intake_step(struct worker *w)
{
	static int64_t inherit_at;
	LIST(event)    list;
	struct event  *events;
	enum err       e;

	if (clock_ms() >= inherit_at &&
	    queue_inherit(w->arena, w->name) == ERR_OK)
		inherit_at = clock_ms() + INHERIT_MS;
	if (queue_read(w->arena, w->name, INTAKE, &list) != ERR_OK ||
	    list.n == 0)
		return false;
	events = list.items;
	e = events_take(w->notify, events, list.n);
	if (e != ERR_OK && !err_is_outage(e))
		e = events_take_each(w->notify, events, list.n);
	if (e != ERR_OK) {
		queue_again();
		return false;
	}
	for (size_t i = 0; i < list.n; i++)
		if (queue_done(w->arena, &events[i]) != ERR_OK)
			return false;
	return true;
}

/* ---- done: back to the outbox -------------------------------------------- */

static struct outbox *
outbox_find(struct worker *w, const char *service)
{
	for (size_t i = 0; i < w->noutboxes; i++)
		if (strcmp(w->outboxes[i].service, service) == 0)
			return &w->outboxes[i];
	return NULL;
}

/* A service that the farm no longer has needs to be told nothing. */
bool
tell_step(struct worker *w)
{
	const struct done_events *done;
	LIST(done_events)         list;
	struct outbox            *o;
	bool                      any = false;

	if (db_events_untold(w->notify, &list) != ERR_OK)
		return false;
	for (size_t i = 0; i < list.n; i++) {
		done = &list.items[i];
		o = outbox_find(w, done->service);
		if (o != NULL && db_outbox_done(o->db, done->ids) != ERR_OK)
			continue;
		any = db_events_told(w->notify, done->ids) == ERR_OK || any;
	}
	return any;
}
