/* SPDX-License-Identifier: ISC */
/*
 * pg_impl.h - what the files behind pg.h share.
 *
 * A call goes down through these files and never back up:
 *
 *	event.c each.c tx.c listen.c	what is made of queries
 *	query.c				collects calls, flushes them
 *	pipeline.c			sends them and reads their results
 *	row.c error.c value.c		what a result and a value mean
 *	connection.c			the socket
 *
 * Beside them, db.c opens and attaches, check.c looks at all queries, and
 * store.c is what common/http knows of all this.
 */
#ifndef FARM_DB_PG_PG_IMPL_H
#define FARM_DB_PG_PG_IMPL_H

#include <libpq-fe.h>

#include "db/pg/pg.h"

#define CHORES_MAX 3     /* calls that db_flush() puts before a batch */
#define PLANS_MS   10000 /* how long a plan is kept */

/* A query with its values and the place of its result. */
struct call {
	struct query *query;
	struct value *values;
	int           n;
	struct spec  *row; /* NULL: db_run */
	struct list  *all; /* NULL: db_one */
	void         *one;
	int64_t      *affected;
	PGresult    **keep;     /* db_each: the result itself */
	bool          plain;    /* its text changes: it is not prepared */
	bool          commits;  /* it is COMMIT */
	bool          prepares; /* a PREPARE was sent before it */
};

struct db {
	/* connection.c */
	const char *url;
	PGconn     *conn;
	unsigned    number;     /* of the connection, from 1 */
	bool        stale;      /* the schema has changed: connect again */
	int64_t     rest_until; /* clock_ms(); do not connect before */
	int64_t     replan_at;  /* the same; then the plans are made again */

	/* pipeline.c: by query->mark, the connection that has it prepared */
	unsigned *prepared;

	/* query.c */
	struct arena *arena;
	struct call   calls[DB_BATCH_MAX + CHORES_MAX];
	int           ncalls;
	bool          batch;

	/* tx.c */
	struct query *begin;    /* goes with the next flush; NULL: none */
	bool          in_tx;    /* it has gone */
	bool          reads;    /* the transaction only reads */
	bool          retry;    /* the last error was a lost race */
	enum err      tx_error; /* why this transaction cannot commit */

	/* each.c */
	int cursors; /* that are open */

	/* listen.c */
	bool         listening;
	struct query listen; /* of db_watch(); without a text: none */
	char         watched[64];
	uint64_t     heard;
};

/* ---- connection.c -------------------------------------------------------- */

/* Connected and alive, or ERR_UNAVAILABLE. */
enum err connection_ready(struct db *);
void     connection_drop(struct db *, const char *why);
/* Wait for the socket; false when the deadline (clock_ms()) has come. */
bool connection_wait(PGconn *, short events, int64_t deadline);

/* ---- pipeline.c ---------------------------------------------------------- */

/*
 * Send all calls and fill their results.  The first error.  When the answer
 * is lost, the connection is dropped: ERR_UNCERTAIN if something may have been
 * committed, else ERR_UNAVAILABLE.
 */
enum err pipeline_run(struct db *);

/* ---- query.c ------------------------------------------------------------- */

/* Number the program's queries, from 1; how many there are. */
unsigned queries_mark(void);
/* The query with this number; NULL: there are not so many. */
struct query *query_marked(unsigned mark);
/* Add a call, and send it if no batch collects. */
enum err call_add(struct db *, struct call, struct values);
/* Forget the calls that are collected. */
void calls_drop(struct db *);

/* ---- tx.c ---------------------------------------------------------------- */

/* The next flush begins a transaction; ERR_INTERNAL: there is one already. */
enum err tx_begin(struct db *, bool read_only);
/* Also before BEGIN has been sent. */
bool tx_is_open(const struct db *);
void tx_rollback(struct db *);

/* ---- row.c --------------------------------------------------------------- */

/* What the call asks of its result: one row, all of them, a number. */
enum err rows_read(struct db *, const struct call *, const PGresult *);

/* The rows of one result, one after the other. */
struct rows {
	struct db         *db;
	const struct call *call;
	const PGresult    *res;
	int                unread;     /* values that could not be read */
	const char        *column;     /* of the first of them */
	int                column_row; /* and its row */
};

/* ERR_INTERNAL: a column has no member. */
enum err rows_open(struct rows *);
void     rows_get(struct rows *, int row, void *out);
/* Log values that could not be read; ERR_INTERNAL where it may write. */
enum err rows_close(const struct rows *);

/* ---- error.c ------------------------------------------------------------- */

/* What a failed result means; sets db->retry and db->stale. */
enum err error_of(struct db *, const struct query *, const PGresult *);

#endif
