/* SPDX-License-Identifier: ISC */
/*
 * connection.c - make, check and drop the connection.  Nothing waits without
 * a deadline: a frozen server must not freeze a pool.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/metrics.h"
#include "db/pg/pg_impl.h"

#define CONNECT_MS 2000
#define REST_MS    500 /* after a failure */

void
connection_drop(struct db *db, const char *why)
{
	log_write(LOG_WARN, "database connection lost", "why", why, NULL);
	PQfinish(db->conn);
	db->conn = NULL; /* ->in_tx stays: the rest of a transaction fails */
	metrics_add(METRIC_DB_RECONNECTS, 1);
}

bool
connection_wait(PGconn *conn, short events, int64_t deadline)
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
		    !connection_wait(conn,
			state == PGRES_POLLING_READING ? POLLIN : POLLOUT,
			deadline))
			return false;
		state = PQconnectPoll(conn);
	}
	return PQsetnonblocking(conn, 1) == 0 && PQenterPipelineMode(conn);
}

/* The server logs its own notices. */
static void
ignore_notice(void *unused, const PGresult *res)
{
	(void)unused;
	(void)res;
}

/*
 * Options of every connection:
 *
 * force_generic_plan: queries are written so that one plan fits all values.
 * Planning costs more than most of them run.
 *
 * enable_seqscan=off: a plan that was made while a table was small must not
 * read the whole table when it has grown.
 *
 * jit=off, no parallel workers: a plan for all values does not know how few
 * rows a page asks for.  Compiling it, or starting processes for it, takes
 * longer than to execute it.
 */
static PGconn *
connection_start(const char *url)
{
	const char *names[] = { "dbname", "application_name", "options", NULL };
	const char *values[] = { url, "farmstand",
		"-c timezone=UTC -c datestyle=ISO"
		" -c plan_cache_mode=force_generic_plan"
		" -c enable_seqscan=off -c jit=off"
		" -c max_parallel_workers_per_gather=0",
		NULL };
	PGconn     *conn = PQconnectStartParams(names, values, 1);

	if (conn == NULL)
		abort();
	return conn;
}

static enum err
connection_make(struct db *db)
{
	PGconn *conn;

	if (clock_ms() < db->rest_until)
		return ERR_UNAVAILABLE;
	conn = connection_start(db->url);
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
	db->number++;
	db->stale = db->listening = false;
	db->replan_at = clock_ms() + PLANS_MS;
	return ERR_OK;
}

/*
 * When a server goes away, the socket becomes readable.  Notice that before
 * anything is sent.  Read all that is there: the server's last message may
 * come before the end of the stream.
 */
static bool
connection_alive(PGconn *conn)
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
	if (db->conn != NULL && !connection_alive(db->conn))
		connection_drop(db, "closed by the server");
	if (db->conn != NULL && db->stale && !db->in_tx)
		connection_drop(db, "the schema has changed");
	if (db->conn == NULL && db->in_tx)
		return ERR_UNAVAILABLE;
	return db->conn != NULL ? ERR_OK : connection_make(db);
}
