/* SPDX-License-Identifier: ISC */
/*
 * metrics.h - counters that the processes of a pool share.
 *
 * They stand in a small file that each process maps, so that counting is one
 * atomic add, and any process can read those of all.
 */
#ifndef FARM_BASE_METRICS_H
#define FARM_BASE_METRICS_H

#include <stdint.h>

#include "common/base/buf.h"

enum metric {
	METRIC_REQUESTS_1XX,
	METRIC_REQUESTS_2XX,
	METRIC_REQUESTS_3XX,
	METRIC_REQUESTS_4XX,
	METRIC_REQUESTS_5XX,
	METRIC_REQUEST_US,
	METRIC_DB_TRIPS, /* what was sent and waited for */
	METRIC_REDIS_TRIPS,
	METRIC_CALLS, /* of other services and of providers */
	METRIC_DB_RECONNECTS,
	METRIC_DB_RETRIES,
	METRIC_EVENTS_PUBLISHED,
	METRIC_JOBS_DONE,
	METRIC_JOBS_FAILED,
	METRIC_JOBS_DEAD,
	METRIC_MAILS_SENT,
	METRIC_RETENTION_ROWS, /* old ones that were removed */
	METRIC_RETENTION_FAILURES,
	METRIC__COUNT
};

/* Share "dir/service.metrics"; without it counting goes on privately. */
void metrics_open(const char *dir, const char *service);
void metrics_add(enum metric, uint64_t n);
/* All services' counters in Prometheus' text format 0.0.4. */
void metrics_write(const char *dir, struct buf *);

#endif
