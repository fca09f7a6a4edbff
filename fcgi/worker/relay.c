/* SPDX-License-Identifier: ISC */
/*
 * relay.c - events from the outboxes of the services to the Redis stream.
 */
#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/metrics.h"
#include "db/outbox/outbox.h"
#include "fcgi/worker/worker.h"

#define LOOK_MS  60000 /* also without a notification */
#define AGAIN_MS 60000
#define CHECK_MS 10000 /* is it still the same stream? */
#define REST_MS  1000  /* after a failure */
#define RETRY_MS 500   /* Redis does not answer */

struct publish {
	struct worker *worker;
	const char    *service;
};

static enum err
rows_publish(void *ctx, const struct outbox_row *rows, size_t n)
{
	struct publish *p = ctx;
	struct worker  *w = p->worker;
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

		e = queue_add(w->arena, &ev);
		if (e == ERR_OK && rows[i].is_first)
			e = queue_tell(w->arena, &ev);
	}
	if (e != ERR_OK)
		w->stream_check_at = 0;
	return e;
}

/* Publish what is due, new rows or those that got lost; when to look again. */
static int64_t
outbox_publish(struct worker *w, struct outbox *o, bool again, int64_t pause)
{
	struct publish p = { w, o->service };
	int64_t        now = clock_ms();
	size_t         n;

	if (db_outbox_relay(o->db, again, rows_publish, &p, &n) != ERR_OK)
		return o->rest_until = now + REST_MS;
	if (n > 0)
		worker_wake(w, DUTY_INTAKE);
	metrics_add(METRIC_EVENTS_PUBLISHED, n);
	return n == OUTBOX_BATCH ? 0 : now + pause;
}

/* Look into one outbox if there is a reason; when there is the next one. */
static int64_t
outbox_look(struct worker *w, struct outbox *o)
{
	int64_t  now = clock_ms();
	uint64_t heard = db_heard(o->db);

	if (now < o->rest_until)
		return o->rest_until;
	if (o->lost && db_outbox_lost(o->db) == ERR_OK) {
		o->lost = false;
		o->again_at = 0;
	}
	if (heard != o->heard || now >= o->look_at) {
		o->heard = heard;
		o->look_at = outbox_publish(w, o, false, LOOK_MS);
	}
	if (now >= o->again_at && now >= o->rest_until)
		o->again_at = outbox_publish(w, o, true, AGAIN_MS);
	return o->look_at < o->again_at ? o->look_at : o->again_at;
}

/*
 * Redis may have lost what was on its way.  Then everything that is not done is
 * published again; events that arrived before are recognised by their ids.
 */
static bool
stream_check(struct worker *w)
{
	bool     lost;
	enum err e;

	if (clock_ms() < w->stream_check_at)
		return true;
	e = queue_ready(&w->queue, w->arena, &lost);
	if (lost)
		log_write(LOG_WARN,
		    "the stream is a new one: open events are "
		    "published again",
		    NULL);
	for (size_t i = 0; lost && i < w->noutboxes; i++)
		w->outboxes[i].lost = true;
	w->noting = w->noting || lost;
	if (e == ERR_OK)
		w->stream_check_at = clock_ms() + CHECK_MS;
	return e == ERR_OK;
}

/* Once all outboxes know what they have to publish again, so does Redis. */
static void
loss_note(struct worker *w)
{
	bool open = false;

	for (size_t i = 0; i < w->noutboxes; i++)
		open = open || w->outboxes[i].lost;
	if (w->noting && !open && queue_noted(w->arena) == ERR_OK)
		w->noting = false;
}

int64_t
relay_duty(struct worker *w)
{
	int64_t at, next;

	if (!stream_check(w))
		return clock_ms() + RETRY_MS;
	next = w->stream_check_at;
	for (size_t i = 0; i < w->noutboxes; i++) {
		at = outbox_look(w, &w->outboxes[i]);
		if (at < next)
			next = at;
	}
	loss_note(w);
	return w->noting && next > clock_ms() + RETRY_MS ?
	    clock_ms() + RETRY_MS :
	    next;
}
