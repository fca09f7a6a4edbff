/* SPDX-License-Identifier: ISC */
/*
 * timers.c - what has to happen although nothing happened.
 */
#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/client/http_client.h"
#include "common/client/service_ask.h"
#include "db/outbox/outbox.h"
#include "fcgi/worker/worker.h"

#define HOUR_MS (60 * 60 * 1000)

/* Each "times" TIMER_SECONDS a call. */
static struct timer {
	const char *service, *path;
	int64_t     times;
	int64_t     due;
	bool        failing; /* said once */
} timers[] = {
	{ "orders", "/internal/orders/expire", 1, 0, false },
	{ "payments", "/internal/payments/reconcile", 2, 0, false },
	{ "products", "/internal/reservations/expire", 6, 0, false },
};

static void
timer_call(struct worker *w, struct timer *t)
{
	const struct caller who = { .arena = w->arena };
	enum err            e;

	e = service_ask(&who, t->service, POST, t->path, none, NONE, none,
	    NONE);
	if (e != ERR_OK && !t->failing)
		log_write(LOG_WARN, "a timer's call failed", "of", t->service,
		    "path", t->path, "why", err_title(e), NULL);
	t->failing = e != ERR_OK;
}

static void
prune(struct worker *w)
{
	db_events_prune(w->notify);
	for (size_t i = 0; i < OUTBOXES; i++)
		db_outbox_prune(w->outboxes[i].db);
}

void
timers_step(struct worker *w)
{
	static int64_t prune_at;

	for (size_t i = 0; i < sizeof(timers) / sizeof(*timers); i++) {
		struct timer *t = &timers[i];

		if (clock_ms() < t->due)
			continue;
		t->due = clock_ms() + t->times * settings.timer_seconds * 1000;
		timer_call(w, t);
		heart_beat(w);
	}
	if (clock_ms() >= prune_at) {
		prune_at = clock_ms() + HOUR_MS;
		prune(w);
	}
}
