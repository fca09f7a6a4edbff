/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/buf.h"
#include "common/base/clock.h"
#include "common/base/crypto.h"
#include "common/base/log.h"
#include "common/base/metrics.h"
#include "common/model/json_write.h"
#include "db/pg_impl.h"

#define TRIES 5 /* of a transaction */

extern struct query *const __start_farm_queries[] __attribute__((weak));
extern struct query *const __stop_farm_queries[] __attribute__((weak));

static struct query tx_begin = { .name = "tx_begin", .sql = "BEGIN" };
static struct query tx_commit = { .name = "tx_commit", .sql = "COMMIT" };
static struct query tx_rollback = { .name = "tx_rollback", .sql = "ROLLBACK" };

QUERY(sql_ping, .sql = "SELECT 1");
QUERY(sql_event_add, .sql =
    "INSERT INTO outbox (id, name, key, payload, request_id)"
    " VALUES ($1, $2, $3, $4, $5)");

/* ---- sending ------------------------------------------------------------- */

static bool
call_send(struct db *db, struct call *c)
{
	const char   *texts[DB_VALUES_MAX];
	struct query *q = c->query;

	for (int i = 0; i < c->n; i++)
		texts[i] = c->values[i].text != NULL ? c->values[i].text :
		    *c->values[i].own != '\0'        ? c->values[i].own :
						       NULL;
	c->prepares = !*connection_prepared(db, q);
	if (c->prepares && !PQsendPrepare(db->conn, q->name, q->sql, 0, NULL))
		return false;
	/* From now on: a batch may hold the same query again. */
	*connection_prepared(db, q) = true;
	return PQsendQueryPrepared(db->conn, q->name, c->n, texts, NULL, NULL,
		   0) == 1;
}

/* ---- receiving ----------------------------------------------------------- */

/*
 * The results of one statement up to the NULL that ends them.  The first
 * error of the batch stays; what follows it was aborted by the server.
 */
static bool
statement_read(struct db *db, struct call *c, bool prepare, int64_t deadline,
    enum err *first)
{
	PGresult *res;
	enum err  e;

	for (;;) {
		if (!connection_result(db, deadline, &res)) {
			PQclear(res);
			return false;
		}
		if (res == NULL)
			return true;
		e = ERR_OK;
		switch (PQresultStatus(res)) {
		case PGRES_TUPLES_OK:
		case PGRES_COMMAND_OK:
			if (!prepare && *first == ERR_OK)
				e = rows_read(db, c, res);
			/* COMMIT of a broken transaction "succeeds". */
			if (c->query == &tx_commit && !prepare &&
			    strcmp(PQcmdStatus(res), "COMMIT") != 0)
				e = ERR_INTERNAL;
			break;
		case PGRES_PIPELINE_ABORTED:
			if (prepare)
				*connection_prepared(db, c->query) = false;
			break;
		default:
			if (prepare)
				*connection_prepared(db, c->query) = false;
			e = error_of(db, c->query, res);
		}
		if (*first == ERR_OK)
			*first = e;
		PQclear(res);
	}
}

/*
 * The end of the batch.  What is checked when its transaction commits
 * (deferred constraints) fails here, after all statements went well.
 */
static bool
sync_read(struct db *db, int64_t deadline, enum err *first)
{
	static const struct query commit = { .name = "commit" };
	PGresult                 *res = NULL;
	ExecStatusType            status;
	enum err                  e;

	do {
		if (!connection_result(db, deadline, &res)) {
			PQclear(res);
			return false;
		}
		status = PQresultStatus(res);
		if (status == PGRES_FATAL_ERROR && res != NULL) {
			e = error_of(db, &commit, res);
			if (*first == ERR_OK)
				*first = e;
		}
		PQclear(res);
	} while (status == PGRES_FATAL_ERROR);
	return status == PGRES_PIPELINE_SYNC;
}

static enum err
exchange(struct db *db)
{
	int64_t  deadline = clock_ms() + DB_DEADLINE_MS;
	enum err first = ERR_OK;

	metrics_add(METRIC_DB_TRIPS, 1);
	for (int i = 0; i < db->ncalls; i++)
		if (!call_send(db, &db->calls[i]))
			goto lost;
	if (PQpipelineSync(db->conn) != 1)
		goto lost;
	for (int i = 0; i < db->ncalls; i++) {
		struct call *c = &db->calls[i];

		if ((c->prepares &&
			!statement_read(db, c, true, deadline, &first)) ||
		    !statement_read(db, c, false, deadline, &first))
			goto lost;
	}
	if (!sync_read(db, deadline, &first))
		goto lost;
	return first;
lost:
	connection_drop(db,
	    PQstatus(db->conn) == CONNECTION_OK ? "no answer in time" :
						  PQerrorMessage(db->conn));
	return ERR_UNAVAILABLE;
}

/* ---- calls --------------------------------------------------------------- */

static void
call_insert(struct db *db, struct call c, bool front)
{
	if (db->ncalls == DB_BATCH_MAX || c.n > DB_VALUES_MAX)
		abort();
	if (front)
		memmove(db->calls + 1, db->calls,
		    (size_t)db->ncalls * sizeof(c));
	db->calls[front ? 0 : db->ncalls] = c;
	db->ncalls++;
}

/* It holds from the end of the batch, if that goes well. */
static bool
listen_send(struct db *db)
{
	static struct query listen = { .name = "listen" };

	if (*db->watched == '\0' || db->listening || db->in_tx || db->begin ||
	    db->ncalls == DB_BATCH_MAX)
		return false;
	listen.sql = db->watched;
	call_insert(db, (struct call){ .query = &listen }, true);
	return true;
}

/*
 * A plan is kept until statistics change, and those are a minute behind: what
 * was right for an empty queue reads a long one from end to end.
 */
static void
replan_send(struct db *db)
{
	static struct query discard = { .name = "discard_plans",
		.sql = "DISCARD PLANS" };
	int64_t             now = clock_ms();

	if (now < db->replan_at || db->in_tx || db->ncalls + 2 > DB_BATCH_MAX)
		return;
	call_insert(db, (struct call){ .query = &discard }, true);
	db->replan_at = now + PLANS_MS;
}

enum err
db_flush(struct db *db)
{
	enum err e;
	bool     begin = db->begin, listen;

	db->batch = false;
	if (db->ncalls == 0)
		return ERR_OK;
	if ((e = connection_ready(db)) == ERR_OK) {
		listen = listen_send(db);
		replan_send(db);
		if (begin)
			call_insert(db, (struct call){ .query = &tx_begin },
			    true);
		db->begin = false;
		db->in_tx = db->in_tx || begin;
		e = exchange(db);
		if (listen && e == ERR_OK) {
			db->listening = true;
			/* What this batch read may be older than that. */
			db->heard++;
		}
	}
	db->ncalls = 0;
	return e;
}

/* A batch is sent later: its values must not stand on the caller's stack. */
static enum err
call(struct db *db, struct call c, struct values v)
{
	c.n = v.n;
	c.values = v.v;
	if (db->batch && v.n > 0) {
		c.values = arena_array(db->arena, (size_t)v.n,
		    sizeof(*c.values));
		memcpy(c.values, v.v, (size_t)v.n * sizeof(*c.values));
	}
	call_insert(db, c, false);
	return db->batch ? ERR_OK : db_flush(db);
}

enum err
db_one_spec(struct db *db, struct query *q, struct values v, struct spec *row,
    void *out)
{
	return call(db, (struct call){ .query = q, .row = row, .one = out }, v);
}

enum err
db_all_spec(struct db *db, struct query *q, struct values v, struct spec *row,
    struct list *out)
{
	return call(db, (struct call){ .query = q, .row = row, .all = out }, v);
}

enum err
db_run(struct db *db, struct query *q, struct values v, int64_t *affected)
{
	return call(db, (struct call){ .query = q, .affected = affected }, v);
}

void
db_batch(struct db *db)
{
	db->batch = true;
}

/* ---- transactions -------------------------------------------------------- */

static void
pause_before(int try)
{
	unsigned char random;

	random_bytes(&random, 1);
	usleep((useconds_t)((1 << try) * 2000 + random * 20));
}

static enum err
tx_once(struct db *db, db_tx_fn *fn, void *ctx)
{
	enum err e;

	db->begin = true;
	db->retry = false;
	e = fn(db, ctx);
	db->begin = db->batch = false;
	db->ncalls = 0;
	if (!db->in_tx) /* nothing was sent, or all is lost */
		return e;
	if (e == ERR_OK) {
		e = db_run(db, &tx_commit, NO_VALUES, NULL);
		db->in_tx = false;
		return e;
	}
	if (db->conn != NULL)
		db_run(db, &tx_rollback, NO_VALUES, NULL);
	db->in_tx = false;
	return e;
}

enum err
db_tx(struct db *db, db_tx_fn *fn, void *ctx)
{
	enum err e;

	for (int try = 0;; try++) {
		e = tx_once(db, fn, ctx);
		if (e == ERR_OK || !db->retry || try + 1 == TRIES)
			return e;
		metrics_add(METRIC_DB_RETRIES, 1);
		pause_before(try);
	}
}

enum err
db_event_spec(struct db *db, const char *name, struct uuid key,
    struct spec *spec, const void *payload)
{
	struct buf  b = { 0 };
	const char *json;

	json_write_spec(&b, spec, payload);
	json = arena_dup(db->arena, b.data, b.len);
	buf_free(&b);
	return db_run(db, &sql_event_add,
	    VALUES(V(uuid_new()), V(name), V(key), V(json),
		V(log_request_id())),
	    NULL);
}

/* ---- care ---------------------------------------------------------------- */

enum err
db_ping(struct db *db)
{
	return db_run(db, &sql_ping, NO_VALUES, NULL);
}

enum err
db_listen(struct db *db, const char *channel)
{
	static struct query listen = { .name = "" };
	char                sql[80];
	enum err            e;

	if (db->conn != NULL && db->listening)
		return ERR_OK;
	snprintf(sql, sizeof(sql), "LISTEN %s", channel);
	listen.sql = sql;
	if ((e = db_run(db, &listen, NO_VALUES, NULL)) != ERR_OK)
		return e;
	*connection_prepared(db, &listen) = false; /* it has no name */
	db->listening = true;
	return ERR_OK;
}

void
db_watch(struct db *db, const char *channel)
{
	snprintf(db->watched, sizeof(db->watched), "LISTEN %s", channel);
}

/* As long as nobody listens, every answer is another one. */
uint64_t
db_heard(struct db *db)
{
	bool news = db_notified(db);

	if (news || db->conn == NULL || !db->listening)
		db->heard++;
	return db->heard;
}

bool
db_check(struct db *db)
{
	struct query *const *q = __start_farm_queries;
	struct arena        *a = arena_new((size_t)1024 * 1024);
	PGconn              *conn = PQconnectdb(db->url);
	bool                 ok = PQstatus(conn) == CONNECTION_OK;

	if (!ok)
		fprintf(stderr, "%s", PQerrorMessage(conn));
	for (; ok && q < __stop_farm_queries; q++) {
		PGresult *res = PQprepare(conn, (*q)->name, (*q)->sql, 0, NULL);

		if (PQresultStatus(res) != PGRES_COMMAND_OK)
			fprintf(stderr, "query %s: %s", (*q)->name,
			    PQresultErrorMessage(res));
		ok = PQresultStatus(res) == PGRES_COMMAND_OK && ok;
		PQclear(res);
	}
	PQfinish(conn);
	arena_free(&a);
	return ok;
}
