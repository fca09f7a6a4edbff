/* SPDX-License-Identifier: ISC */
/*
 * pipeline.c - send a batch of calls in one round trip and read the results.
 *
 * The batch ends with a Sync.  When no transaction is open, the server commits
 * the batch at the Sync; when a call fails, it skips all others up to there.
 */
#include <poll.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/metrics.h"
#include "db/pg/pg_impl.h"

struct exchange {
	struct db *db;
	int64_t    deadline;
	enum err   first;   /* error of a call */
	bool       sent;    /* up to the Sync */
	bool       aborted; /* the server said so: nothing is committed */
};

/* ---- sending ------------------------------------------------------------- */

static void
values_texts(const struct call *c, const char **texts)
{
	for (int i = 0; i < c->n; i++)
		texts[i] = c->values[i].text != NULL ? c->values[i].text :
		    *c->values[i].own != '\0'        ? c->values[i].own :
						       NULL;
}

static bool
call_send(struct db *db, struct call *c)
{
	const char         *texts[DB_VALUES_MAX];
	const struct query *q = c->query;
	unsigned           *prepared = &db->prepared[q->mark];

	values_texts(c, texts);
	if (c->plain)
		return PQsendQueryParams(db->conn, q->sql, c->n, NULL, texts,
			   NULL, NULL, 0) == 1;
	c->prepares = *prepared != db->number;
	if (c->prepares && !PQsendPrepare(db->conn, q->name, q->sql, 0, NULL))
		return false;
	/* From now on: a batch may hold the same query again. */
	*prepared = db->number;
	return PQsendQueryPrepared(db->conn, q->name, c->n, texts, NULL, NULL,
		   0) == 1;
}

static bool
calls_send(struct db *db)
{
	for (int i = 0; i < db->ncalls; i++)
		if (!call_send(db, &db->calls[i]))
			return false;
	return PQpipelineSync(db->conn) == 1;
}

/* ---- receiving ----------------------------------------------------------- */

/* The next result; false: the connection is lost, or it is too late. */
static bool
result_next(struct exchange *x, PGresult **out)
{
	PGconn *conn = x->db->conn;
	int     left;

	*out = NULL;
	while ((left = PQflush(conn)) != 0) {
		if (left == -1 ||
		    !connection_wait(conn, POLLOUT | POLLIN, x->deadline) ||
		    PQconsumeInput(conn) != 1)
			return false;
	}
	x->sent = true;
	while (PQisBusy(conn))
		if (!connection_wait(conn, POLLIN, x->deadline) ||
		    PQconsumeInput(conn) != 1)
			return false;
	*out = PQgetResult(conn);
	return *out != NULL || PQstatus(conn) == CONNECTION_OK;
}

/*
 * An error that came from the server ends the transaction.  Two do not tell:
 * one of libpq's own, without a SQLSTATE, and one that ended the connection
 * during a commit.
 */
static enum err
failure_read(struct exchange *x, const struct query *q, bool commits,
    const PGresult *res)
{
	const char *severity = PQresultErrorField(res,
	    PG_DIAG_SEVERITY_NONLOCALIZED);

	if (severity != NULL && !(commits && strcmp(severity, "ERROR") != 0))
		x->aborted = true;
	return error_of(x->db, q, res);
}

static enum err
result_read(struct exchange *x, struct call *c, bool prepare, PGresult *res)
{
	switch (PQresultStatus(res)) {
	case PGRES_TUPLES_OK:
	case PGRES_COMMAND_OK:
		/* COMMIT of a broken transaction "succeeds". */
		if (c->commits && !prepare &&
		    strcmp(PQcmdStatus(res), "COMMIT") != 0)
			return ERR_INTERNAL;
		if (prepare || x->first != ERR_OK)
			return ERR_OK;
		return rows_read(x->db, c, res);
	case PGRES_PIPELINE_ABORTED:
		if (prepare)
			x->db->prepared[c->query->mark] = 0;
		return ERR_OK;
	default:
		if (prepare)
			x->db->prepared[c->query->mark] = 0;
		return failure_read(x, c->query, c->commits, res);
	}
}

/*
 * The results of one statement up to the NULL that ends them.  The first
 * error of the batch stays.
 */
static bool
statement_read(struct exchange *x, struct call *c, bool prepare)
{
	PGresult *res;
	enum err  e;

	while (result_next(x, &res)) {
		if (res == NULL)
			return true;
		e = result_read(x, c, prepare, res);
		if (x->first == ERR_OK)
			x->first = e;
		if (c->keep == NULL || *c->keep != res)
			PQclear(res);
	}
	return false;
}

/*
 * The end of the batch.  What is checked at commit (deferred constraints)
 * fails here, after all statements went well.
 */
static bool
sync_read(struct exchange *x)
{
	static const struct query at_commit = { .name = "commit" };
	PGresult                 *res = NULL;
	ExecStatusType            status;
	enum err                  e;

	do {
		if (!result_next(x, &res))
			return false;
		status = PQresultStatus(res);
		if (status == PGRES_FATAL_ERROR && res != NULL) {
			e = failure_read(x, &at_commit, true, res);
			if (x->first == ERR_OK)
				x->first = e;
		}
		PQclear(res);
	} while (status == PGRES_FATAL_ERROR);
	return status == PGRES_PIPELINE_SYNC;
}

static bool
calls_read(struct exchange *x)
{
	for (int i = 0; i < x->db->ncalls; i++) {
		struct call *c = &x->db->calls[i];

		if ((c->prepares && !statement_read(x, c, true)) ||
		    !statement_read(x, c, false))
			return false;
	}
	return sync_read(x);
}

/* ---- a lost answer ------------------------------------------------------- */

/*
 * A query that is not plainly a SELECT counts as a write.  "FOR UPDATE" does,
 * too: a read that is taken for a write does no harm.
 */
static bool
call_writes(const struct call *c)
{
	const char *sql = c->query->sql;

	return !c->plain &&
	    ((strncmp(sql, "SELECT", 6) != 0 && strncmp(sql, "WITH", 4) != 0) ||
		strstr(sql, "INSERT") != NULL ||
		strstr(sql, "UPDATE") != NULL || strstr(sql, "DELETE") != NULL);
}

/* Could the server have committed something that nobody heard of? */
static bool
is_uncertain(const struct exchange *x)
{
	const struct db *db = x->db;
	bool             writes = false;

	if (x->aborted)
		return false;
	for (int i = 0; i < db->ncalls; i++) {
		if (db->calls[i].commits)
			return true;
		writes = writes || call_writes(&db->calls[i]);
	}
	return x->sent && !db->in_tx && writes;
}

enum err
pipeline_run(struct db *db)
{
	struct exchange x = { .db = db,
		.deadline = clock_ms() + DB_DEADLINE_MS,
		.first = ERR_OK };
	enum err        e;

	metrics_add(METRIC_DB_TRIPS, 1);
	if (calls_send(db) && calls_read(&x)) {
		e = x.first;
	} else {
		e = is_uncertain(&x) ? ERR_UNCERTAIN : ERR_UNAVAILABLE;
		connection_drop(db,
		    PQstatus(db->conn) == CONNECTION_OK ?
			"no answer in time" :
			PQerrorMessage(db->conn));
	}
	if (db->in_tx && e != ERR_OK && (x.aborted || db->conn == NULL) &&
	    db->tx_error == ERR_OK)
		db->tx_error = e;
	return e;
}
