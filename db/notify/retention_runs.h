/* SPDX-License-Identifier: ISC */
/*
 * retention_runs.h - how the removal of old rows goes, for each service.
 */
#ifndef FARM_DB_NOTIFY_RETENTION_RUNS_H
#define FARM_DB_NOTIFY_RETENTION_RUNS_H

#include "db/pg/pg.h"

struct retention_run {
	const char      *service;
	struct timestamp succeeded_at; /* TIMESTAMP_NONE: never */
	int64_t          failures;     /* in a row */
	const char      *error;        /* of the last one */
};
SPEC_DECLARE(retention_run);

/* Record a run.  "error" NULL: it succeeded. */
enum err db_retention_note(struct db *, const char *service, const char *error);
/* By name. */
enum err db_retention_list(struct db *, LIST(retention_run) *out);

#endif
