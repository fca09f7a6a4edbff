/* SPDX-License-Identifier: ISC */
/*
 * retention.h - removes rows that are too old, by the table db/retention.def.
 */
#ifndef FARM_DB_PG_RETENTION_H
#define FARM_DB_PG_RETENTION_H

#include "common/contract/call.h"
#include "db/pg/pg.h"

/* One line of db/retention.def. */
struct retention {
	const char   *who, *table, *column;
	int           days;
	int64_t       batch;
	struct query *query; /* $1: the batch */
};
extern const struct retention retentions[]; /* ends with ->who == NULL */

/* Is the line one of "who": of a service, or "outbox"? */
bool retention_is_of(const struct retention *, const char *who);

/*
 * Remove one batch from each table of "who".  When that fails for a table, log
 * and count it and go on with the next one.  ERR_UNAVAILABLE: no database.
 */
enum err db_retention_run(struct db *, const char *who,
    struct retention_done *out);
/* PREPARE the queries of "who"; a line on stderr for each that fails. */
bool db_retention_check(struct db *, const char *who);

#endif
