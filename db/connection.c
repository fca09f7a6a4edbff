/* SPDX-License-Identifier: ISC */
/*
 * connection.c - making, watching and dropping the connection, never waiting
 * without a deadline: a frozen server must not freeze a pool.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/mem.h"
#include "common/base/metrics.h"
#include "db/pg_impl.h"

#define CONNECT_MS 2000
#define REST_MS    500 /* after a failure */

struct db *
db_open(const char *url)
{
	struct db *db = mem_new(1, sizeof(*db));

	db->url = url;
	return db;
}

void
db_close(struct db **dbp)
{
	if (*dbp == NULL)
		return;
	PQfinish((*dbp)->conn);
	mem_free((*dbp)->prepared);
	mem_free(*dbp);
	*dbp = NULL;
}

void
db_attach(struct db *db, struct arena *a)
{
	db->arena = a;
}

void
db_detach(struct db *db)
{
	db->batch = db->begin = false;
	db->ncalls = 0;
	if (db->in_tx) /* a handler that forgot; cannot be trusted */
		connection_drop(db, "a transaction was left open");
	db->in_tx = false;
	db->arena = NULL;
}

struct arena *
db_arena(struct db *db)
{
	return db->arena;
}

void
connection_drop(struct db *db, const char *why)
{
	log_write(LOG_WARN, "database connection lost", "why", why, NULL);
	PQfinish(db->conn);
	db->conn = NULL; /* ->in_tx stays: what is left of it fails */
	metrics_add(METRIC_DB_RECONNECTS, 1);
}

/* Wait for the socket; false when the deadline has come. */
static bool
wait_for(PGconn *conn, short events, int64_t deadline)
{
	struct pollfd pfd = { PQsocket(conn), events, 0 };
	int64_t       left;
	int           n;

	do {
		left = deadline - clock_ms();
		n = poll(&pfd, 1, left > 0 ? (int)left : 0);
	} while (n == -1 && errno == EINTR);
	return n == 1;
}

static bool
connect_until(PGconn *conn, int64_t deadline)
{
	PostgresPollingStatusType state = PGRES_POLLING_WRITING;

	while (state != PGRES_POLLING_OK) {
		if (state == PGRES_POLLING_FAILED ||
		    !wait_for(conn,
			state == PGRES_POLLING_READING ? POLLIN : POLLOUT,
			deadline))
			return false;
		state = PQconnectPoll(conn);
	}
	return PQsetnonblocking(conn, 1) == 0 && PQenterPipelineMode(conn);
}

/* The server's notices are its log's business. */
static void
ignore_notice(void *unused, const PGresult *res)
{
	(void)unused;
	(void)res;
}

static enum err
connection_make(struct db *db)
{
	/*
	 * Queries are written so that one plan fits all values: planning anew
	 * each time costs more than most of them run.  And so that an index
	 * leads to what they want: whoever plans while a table is small shall
	 * not read it from end to end when it has grown.
	 */
	const char *names[] = { "dbname", "application_name", "options", NULL };
	const char *values[] = { db->url, "farmstand",
		"-c timezone=UTC -c datestyle=ISO"
		" -c plan_cache_mode=force_generic_plan"
		" -c enable_seqscan=off",
		NULL };
	PGconn     *conn;

	if (clock_ms() < db->rest_until)
		return ERR_UNAVAILABLE;
	conn = PQconnectStartParams(names, values, 1);
	if (conn == NULL)
		abort();
	if (PQstatus(conn) == CONNECTION_BAD ||
	    !connect_until(conn, clock_ms() + CONNECT_MS)) {
		log_write(LOG_WARN, "database does not answer", "why",
		    PQerrorMessage(conn), NULL);
		PQfinish(conn);
		db->rest_until = clock_ms() + REST_MS;
		return ERR_UNAVAILABLE;
	}
	PQsetNoticeReceiver(conn, ignore_notice, NULL);
	db->conn = conn;
	db->stale = db->listening = false;
	db->replan_at = clock_ms() + PLANS_MS;
	if (db->nprepared > 0)
		memset(db->prepared, 0, db->nprepared * sizeof(*db->prepared));
	return ERR_OK;
}

bool *
connection_prepared(struct db *db, struct query *q)
{
	static unsigned marks;
	unsigned        n = db->nprepared;

	if (q->mark == 0)
		q->mark = ++marks;
	if (q->mark >= n) {
		db->nprepared = q->mark + 32;
		db->prepared = mem_more(db->prepared, n, db->nprepared,
		    sizeof(*db->prepared));
	}
	return &db->prepared[q->mark];
}

/*
 * A server that went away while the connection was idle shows itself by a
 * readable socket, before anything is sent that could be sent twice.  Its
 * last words may come before the end of the stream: read on until there is
 * nothing more.
 */
static bool
still_alive(PGconn *conn)
{
	struct pollfd pfd = { PQsocket(conn), POLLIN, 0 };

	while (poll(&pfd, 1, 0) > 0)
		if (PQconsumeInput(conn) != 1 ||
		    PQstatus(conn) != CONNECTION_OK)
			return false;
	return true;
}

enum err
connection_ready(struct db *db)
{
	if (db->conn != NULL && !db->in_tx) {
		if (db->stale)
			connection_drop(db, "the schema has changed");
		else if (!still_alive(db->conn))
			connection_drop(db, "closed while idle");
	}
	if (db->conn == NULL && db->in_tx)
		return ERR_UNAVAILABLE;
	return db->conn != NULL ? ERR_OK : connection_make(db);
}

bool
connection_result(struct db *db, int64_t deadline, PGresult **out)
{
	int left;

	*out = NULL;
	while ((left = PQflush(db->conn)) != 0) {
		if (left == -1 ||
		    !wait_for(db->conn, POLLOUT | POLLIN, deadline) ||
		    PQconsumeInput(db->conn) != 1)
			return false;
	}
	while (PQisBusy(db->conn))
		if (!wait_for(db->conn, POLLIN, deadline) ||
		    PQconsumeInput(db->conn) != 1)
			return false;
	*out = PQgetResult(db->conn);
	return PQstatus(db->conn) == CONNECTION_OK;
}

int
db_socket(struct db *db)
{
	return db->conn != NULL ? PQsocket(db->conn) : -1;
}

bool
db_notified(struct db *db)
{
	PGnotify *n;
	bool      any = false;

	if (db->conn == NULL)
		return false;
	if (PQconsumeInput(db->conn) != 1 ||
	    PQstatus(db->conn) != CONNECTION_OK) {
		connection_drop(db, "closed while listening");
		return false;
	}
	while ((n = PQnotifies(db->conn)) != NULL) {
		any = true;
		PQfreemem(n);
	}
	return any;
}
