/* SPDX-License-Identifier: ISC */
/*
 * pg_impl.h - what the files behind pg.h share.
 */
#ifndef FARM_DB_PG_IMPL_H
#define FARM_DB_PG_IMPL_H

#include <libpq-fe.h>

#include "db/pg.h"

#define PLANS_MS 10000 /* a plan is kept */

/* A query on its way. */
struct call {
	struct query *query;
	struct value *values;
	int           n;
	struct spec  *row; /* NULL: db_run */
	struct list  *all; /* NULL: db_one */
	void         *one;
	int64_t      *affected;
	bool          prepares; /* a PREPARE was sent before it */
};

struct db {
	const char   *url;
	PGconn       *conn;
	bool         *prepared; /* by the marks of queries */
	unsigned      nprepared;
	bool          stale; /* prepared queries are out of date */
	bool          listening;
	char          watched[64]; /* "LISTEN …", see db_watch() */
	uint64_t      heard;
	int64_t       rest_until; /* clock_ms(); do not connect before */
	int64_t       replan_at;  /* the same; do not keep plans beyond */
	struct arena *arena;
	struct call   calls[DB_BATCH_MAX];
	int           ncalls;
	bool          batch;
	bool          begin; /* BEGIN goes with the next flush */
	bool          in_tx; /* it has gone */
	bool          retry; /* the last error was a lost race */
};

/* connection.c: ready to send; ERR_UNAVAILABLE. */
enum err connection_ready(struct db *);
void     connection_drop(struct db *, const char *why);
/* Is the query prepared on this connection?  To be set, too. */
bool *connection_prepared(struct db *, struct query *);
/* Everything sent, and the next result; false: lost or too late. */
bool connection_result(struct db *, int64_t deadline, PGresult **out);

/* row.c */
enum err rows_read(struct db *, const struct call *, const PGresult *);

/* error.c: what a failed result means; sets db->retry. */
enum err error_of(struct db *, const struct query *, const PGresult *);

#endif
