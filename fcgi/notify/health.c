/* SPDX-License-Identifier: ISC */
/*
 * health.c - the whole farm as its operator sees it.
 */
#include <inttypes.h>

#include "common/base/clock.h"
#include "common/base/metrics.h"
#include "common/client/service_ask.h"
#include "common/contract/call.h"
#include "common/model/config.h"
#include "db/notify/heartbeats.h"
#include "fcgi/notify/notify.h"

#define ANSWER_MS   1000 /* for all parts together */
#define LEAST_MS    50   /* for one, however late it is */
#define HEARTBEAT_S 20

struct farm_parts {
	const char *auth, *products, *orders, *payments, *sandbox, *notify,
	    *worker;
};
SPEC_STATIC(farm_parts,
    FIELD(auth),
    FIELD(products),
    FIELD(orders),
    FIELD(payments),
    FIELD(sandbox),
    FIELD(notify),
    FIELD(worker));

struct farm_health {
	const char       *status;
	struct farm_parts parts;
};
SPEC_STATIC(farm_health,
    FIELD(status),
    FIELD_SUB(parts, farm_parts));

static const char *
word(struct farm_health *h, enum err e)
{
	if (e == ERR_OK)
		return "ok";
	h->status = "down";
	return "down";
}

static const char *
ask(struct req *rq, struct farm_health *h, const char *service,
    int64_t deadline)
{
	int64_t       left = deadline - clock_ms();
	struct caller who = {
		.arena = rq->arena,
		.timeout_ms = left > LEAST_MS ? (long)left : LEAST_MS,
	};

	return word(h, service_ask(&who, CALL_HEALTH(service), NONE, NONE));
}

/* GET /healthz - 200 when every part of the farm can do its work, else 503. */
HANDLER(farm_health_show, none, farm_health)
{
	struct farm_parts *p = &out->parts;
	int64_t            deadline = clock_ms() + ANSWER_MS;

	out->status = "ok";
	/* Itself it must not ask: it may be the only one of its pool. */
	p->notify = word(out, health_check(rq));
	p->worker = word(out, db_heartbeat_check(rq->db, HEARTBEAT_S));
	p->auth = ask(rq, out, "auth", deadline);
	p->products = ask(rq, out, "products", deadline);
	p->orders = ask(rq, out, "orders", deadline);
	p->payments = ask(rq, out, "payments", deadline);
	p->sandbox = ask(rq, out, "sandbox", deadline);
	rq->status = strcmp(out->status, "ok") == 0 ? 200 : 503;
	buf_str(rq->headers, "Cache-Control: no-store\r\n");
	return ERR_OK;
}

/* What waits, as gauges; nothing when the database cannot say. */
static void
jobs_write(struct req *rq)
{
	struct job_counts n;

	if (db_jobs_count(rq->db, &n) != ERR_OK)
		return;
	buf_printf(rq->written,
	    "# TYPE farm_jobs_open gauge\n"
	    "farm_jobs_open{state=\"waiting\"} %" PRId64 "\n"
	    "farm_jobs_open{state=\"retrying\"} %" PRId64 "\n"
	    "farm_jobs_open{state=\"dead\"} %" PRId64 "\n",
	    n.waiting, n.retrying, n.dead);
}

/* GET /metrics - the counters of all programs, for Prometheus. */
HANDLER(metrics_show, none, none)
{
	metrics_write(config.metrics_dir, rq->written);
	jobs_write(rq);
	rq->type = "text/plain; version=0.0.4; charset=utf-8";
	buf_str(rq->headers, "Cache-Control: no-store\r\n");
	return ERR_OK;
}

const struct route health_routes[] = {
	{ GET, "/healthz", &farm_health_show, .who = ANYONE, .face = PAGE_ONLY,
	    .shape = AS_JSON },
	{ GET, "/metrics", &metrics_show, .who = ANYONE, .face = PAGE_ONLY,
	    .shape = AS_WRITTEN },
	{ 0 },
};
