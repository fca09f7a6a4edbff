/* SPDX-License-Identifier: ISC */
/*
 * health.c - health and metrics of the whole farm.
 */
#include <inttypes.h>

#include "common/base/clock.h"
#include "common/base/metrics.h"
#include "common/client/service_ask.h"
#include "common/contract/call.h"
#include "common/contract/services.h"
#include "common/model/config.h"
#include "db/notify/heartbeats.h"
#include "db/notify/retention_runs.h"
#include "fcgi/notify/notify.h"

#define ANSWER_MS   1000 /* for all pools together */
#define LEAST_MS    50   /* for each, also after that */
#define HEARTBEAT_S 20   /* a worker sends one every 5 s */

#define PART(name, processes, scaled, mode)       const char *name;
#define PART_FIELD(name, processes, scaled, mode) FIELD(name),
struct farm_parts {
	SERVICES(PART)
	const char *worker;
};
SPEC_STATIC(farm_parts, SERVICES(PART_FIELD) FIELD(worker, GIVEN));

struct farm_health {
	const char       *status;
	struct farm_parts parts;
};
SPEC_STATIC(farm_health,
    FIELD(status, GIVEN),
    FIELD_SUB(parts, farm_parts));

/* The pools, and the member of farm_parts for each. */
#define POOL(name, processes, scaled, mode) \
	{ #name, offsetof(struct farm_parts, name), IN_PRODUCTION_##mode },
static const struct pool {
	const char *name;
	size_t      off;
	bool        in_production;
} pools[] = { SERVICES(POOL) };

static const char *
word(struct farm_health *h, enum err e)
{
	if (e == ERR_OK)
		return "ok";
	h->status = "down";
	return "down";
}

/* notify must not ask itself: this may be the only process of its pool. */
static enum err
pool_check(struct req *rq, const char *service, int64_t deadline)
{
	int64_t       left = deadline - clock_ms();
	struct caller who = {
		.arena = rq->arena,
		.timeout_ms = left > LEAST_MS ? (long)left : LEAST_MS,
	};

	if (strcmp(service, "notify") == 0)
		return health_check(rq);
	return service_ask(&who, CALL_HEALTH(service), NONE, NONE);
}

/* "off": this farm has no such pool. */
static void
pool_ask(struct req *rq, struct farm_health *h, const struct pool *p,
    int64_t deadline)
{
	const char **out = (const char **)((char *)&h->parts + p->off);

	if (!p->in_production && config.farm_mode == MODE_PRODUCTION)
		*out = "off";
	else
		*out = word(h, pool_check(rq, p->name, deadline));
}

/* GET /healthz - 200: every part of the farm can work; else 503. */
HANDLER(farm_health_show, none, farm_health)
{
	int64_t deadline = clock_ms() + ANSWER_MS;

	out->status = "ok";
	out->parts.worker = word(out, db_heartbeat_check(rq->db, HEARTBEAT_S));
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		pool_ask(rq, out, &pools[i], deadline);
	rq->status = strcmp(out->status, "ok") == 0 ? 200 : 503;
	buf_str(rq->headers, "Cache-Control: no-store\r\n");
	return ERR_OK;
}

/* Open jobs as gauges; none when the database does not answer. */
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

/* How the removal of old rows goes in the database of each service. */
static void
retention_write(struct req *rq)
{
	LIST(retention_run)         runs;
	const struct retention_run *r;

	if (db_retention_list(rq->db, &runs) != ERR_OK)
		return;
	buf_str(rq->written, "# TYPE farm_retention_failures gauge\n");
	for (r = runs.items; r < runs.items + runs.n; r++)
		buf_printf(rq->written,
		    "farm_retention_failures{service=\"%s\"} %" PRId64 "\n",
		    r->service, r->failures);
	buf_str(rq->written,
	    "# TYPE farm_retention_success_timestamp_seconds gauge\n");
	for (r = runs.items; r < runs.items + runs.n; r++)
		if (timestamp_given(r->succeeded_at))
			buf_printf(rq->written,
			    "farm_retention_success_timestamp_seconds"
			    "{service=\"%s\"} %" PRId64 "\n",
			    r->service, r->succeeded_at.us / 1000000);
}

/* GET /metrics - counters and gauges of all programs, for Prometheus. */
HANDLER(metrics_show, none, none)
{
	metrics_write(config.metrics_dir, rq->written);
	jobs_write(rq);
	retention_write(rq);
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
