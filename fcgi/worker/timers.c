/* SPDX-License-Identifier: ISC */
/*
 * timers.c - what has to happen although nothing happened.
 */
#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/client/service_ask.h"
#include "common/contract/orders_calls.h"
#include "common/contract/payments_calls.h"
#include "common/contract/products_calls.h"
#include "db/outbox/outbox.h"
#include "fcgi/worker/worker.h"

#define HOUR_MS (60 * 60 * 1000)

/* Each "times" TIMER_SECONDS a call. */
static struct timer {
	const char *service;
	enum method method;
	const char *path;
	int64_t     times;
	int64_t     due;
	bool        failing; /* said once */
} timers[] = {
#define TIMER(...) TIMER_(__VA_ARGS__)
#define TIMER_(service, method, path, in, out, times)  \
	{                                              \
		service, method, path, times, 0, false \
	}
	TIMER(CALL_ORDERS_EXPIRE, 1),
	TIMER(CALL_PAYMENTS_RECONCILE, 2),
	TIMER(CALL_STOCK_EXPIRE, 6),
};

static void
timer_call(struct worker *w, struct timer *t)
{
	const struct caller who = { .arena = w->arena };
	enum err            e;

	e = service_ask_spec(&who, t->service, t->method, t->path, &none_spec,
	    NULL, NULL, NULL);
	if (e != ERR_OK && !t->failing)
		log_write(LOG_WARN, "a timer's call failed", "of", t->service,
		    "path", t->path, "why", err_title(e), NULL);
	t->failing = e != ERR_OK;
}

static void
prune(struct worker *w)
{
	db_events_prune(w->notify);
	for (size_t i = 0; i < w->noutboxes; i++)
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
