/* SPDX-License-Identifier: ISC */
/*
 * tap_db.h - what tests of queries share.  They run below with-postgres.sh.
 */
#ifndef FARM_TESTS_DB_TAP_DB_H
#define FARM_TESTS_DB_TAP_DB_H

#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "db/pg/pg.h"
#include "tests/tap_cunit.h"

/* Weak: a program may have several files. */
extern struct db                *db;
extern PGconn                   *owner_conn;
__attribute__((weak)) struct db *db;         /* of the runtime role */
__attribute__((weak)) PGconn    *owner_conn; /* of the owner, behind it */

/* In a child: the connection of its parent, which the child must not close. */
extern struct db                *parents_db;
__attribute__((weak)) struct db *parents_db;

/* The address of a database: "DATABASE_URL_AUTH". */
static inline const char *
url_of(const char *name)
{
	const char *url = getenv(name);

	if (url == NULL) {
		printf("Bail out! %s is not set: see with-postgres.sh\n", name);
		exit(99);
	}
	return url;
}

/* The server may have ended the connection: it says so only at the next use. */
static inline void
owner_connect(void)
{
	PGresult *res;
	bool      ok = false;

	for (int try = 0; !ok && try < 3; try++) {
		res = PQexec(owner_conn, "SELECT");
		ok = PQresultStatus(res) == PGRES_TUPLES_OK;
		PQclear(res);
		if (!ok)
			PQreset(owner_conn);
	}
}

/* One statement as the owner; the first value of its result, or "". */
static inline const char *
owner(const char *sql)
{
	PGresult   *res;
	const char *text = "";

	owner_connect();
	res = PQexec(owner_conn, sql);
	if (PQresultStatus(res) == PGRES_TUPLES_OK && PQntuples(res) > 0)
		text = arena_strdup(ta, PQgetvalue(res, 0, 0));
	else if (PQresultStatus(res) != PGRES_COMMAND_OK &&
	    PQresultStatus(res) != PGRES_TUPLES_OK) {
		printf("# %s", PQerrorMessage(owner_conn));
		CHECK(false);
	}
	PQclear(res);
	return text;
}

static inline int
owner_int(const char *sql)
{
	return (int)strtol(owner(sql), NULL, 10);
}

/* End all connections of the runtime role. */
static inline void
disconnect(void)
{
	PGconn   *conn = PQconnectdb(url_of("ADMIN_DATABASE_URL"));
	PGresult *res;

	res = PQexec(conn,
	    "SELECT pg_terminate_backend(pid, 3000)"
	    " FROM pg_stat_activity WHERE usename = 'farm_auth'");
	CHECK_INT(PQresultStatus(res), PGRES_TUPLES_OK);
	PQclear(res);
	PQfinish(conn);
}

/* "freeze", "thaw", "restart", "kill", "stop", "start" the server. */
static inline void
server(const char *what)
{
	char command[600];

	snprintf(command, sizeof(command), "%s %s", getenv("POSTGRES_CTL"),
	    what);
	CHECK_INT(system(command), 0);
}

/*
 * Run "fn" in "n" processes at once, each with a connection of its own; how
 * many of them returned "want".
 */
static inline int
at_once(int n, enum err (*fn)(int), const char *url, enum err want)
{
	int status, count = 0;

	parents_db = db;
	fflush(stdout);
	for (int i = 0; i < n; i++)
		if (fork() == 0) {
			db = db_open(url);
			db_attach(db, ta);
			db_ping(db);
			usleep(20000);
			_exit((int)fn(i));
		}
	for (int i = 0; i < n; i++) {
		wait(&status);
		count += WIFEXITED(status) && WEXITSTATUS(status) == (int)want;
	}
	return count;
}

/* Each test uses the connection as a request does. */
#define WITH_DB() (db_detach(db), db_attach(db, ta))

static inline int
db_tests(const char *name, const char *service, const struct test *tests)
{
	char variable[80];
	int  status;

	/* Errors that tests cause are logged only when asked for. */
	log_open("test",
	    getenv("TEST_LOG") != NULL ? LOG_DEBUG :
					 (enum log_level)(LOG_ERROR + 1));
	snprintf(variable, sizeof(variable), "DATABASE_URL_%s", service);
	db = db_open(url_of(variable));
	snprintf(variable, sizeof(variable), "OWNER_DATABASE_URL_%s", service);
	owner_conn = PQconnectdb(url_of(variable));
	status = tap_run(name, tests);
	PQfinish(owner_conn);
	db_close(&db);
	return status;
}

#endif
