/* SPDX-License-Identifier: ISC */
/*
 * timers.c - calls that services need at regular times.
 */
#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/client/service_ask.h"
#include "common/contract/orders_calls.h"
#include "common/contract/payments_calls.h"
#include "common/contract/products_calls.h"
#include "fcgi/worker/worker.h"

static const struct timer {
	const char *service;
	enum method method;
	const char *path;
	int64_t     times; /* TIMER_SECONDS between two calls */
} timers[] = {
#define TIMER(...) TIMER_(__VA_ARGS__)
#define TIMER_(service, method, path, in, out, times) \
	{                                             \
		service, method, path, times          \
	}
	TIMER(CALL_ORDERS_EXPIRE, 1),
	TIMER(CALL_PAYMENTS_RECONCILE, 2),
	TIMER(CALL_STOCK_EXPIRE, 6),
};
_Static_assert(sizeof(timers) / sizeof(*timers) == TIMERS, "TIMERS");

/* Log the first failure in a row. */
static void
timer_call(struct worker *w, const struct timer *t, bool *failing)
{
	const struct caller who = { .arena = w->arena };
	enum err            e;

	e = service_ask_spec(&who, t->service, t->method, t->path, &none_spec,
	    NULL, NULL, NULL);
	if (e != ERR_OK && !*failing)
		log_write(LOG_WARN, "a timer's call failed", "of", t->service,
		    "path", t->path, "why", err_title(e), NULL);
	*failing = e != ERR_OK;
}

int64_t
timers_duty(struct worker *w)
{
	int64_t next = NEVER;

	for (size_t i = 0; i < TIMERS; i++) {
		const struct timer *t = &timers[i];

		if (clock_ms() >= w->timer_at[i]) {
			w->timer_at[i] = clock_ms() +
			    t->times * settings.timer_seconds * 1000;
			timer_call(w, t, &w->timer_failing[i]);
			heart_beat(w);
		}
		if (w->timer_at[i] < next)
			next = w->timer_at[i];
	}
	return next;
}
