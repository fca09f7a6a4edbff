/* SPDX-License-Identifier: ISC */
/*
 * check.c - is the database there, and does it understand every query?
 */
#include <stdio.h>
#include <string.h>

#include "db/pg/pg_impl.h"

QUERY(sql_ping, .sql = "SELECT 1");

enum err
db_ping(struct db *db)
{
	return db_run(db, &sql_ping, NO_VALUES, NULL);
}

static bool
query_check(PGconn *conn, const struct query *q)
{
	PGresult *res = PQprepare(conn, q->name, q->sql, 0, NULL);
	bool      ok = PQresultStatus(res) == PGRES_COMMAND_OK;

	if (!ok)
		fprintf(stderr, "query %s: %s", q->name,
		    PQresultErrorMessage(res));
	PQclear(res);
	return ok;
}

bool
db_check(struct db *db)
{
	PGconn *conn = PQconnectdb(db->url);
	bool    ok = PQstatus(conn) == CONNECTION_OK;

	if (ok)
		for (unsigned i = 1; query_marked(i) != NULL; i++)
			ok = query_check(conn, query_marked(i)) && ok;
	else
		fprintf(stderr, "%s", PQerrorMessage(conn));
	PQfinish(conn);
	return ok;
}

/* ---- print --------------------------------------------------------------- */

#define WIDTH 78

/* Only a space outside of a literal may become the end of a line. */
static void
sql_print(const char *sql)
{
	size_t column = 0;
	bool   quoted = false;

	for (const char *s = sql; *s != '\0'; s++, column++) {
		if (*s == '\'')
			quoted = !quoted;
		if (*s == ' ' && !quoted &&
		    column + strcspn(s + 1, " ") >= WIDTH) {
			putchar('\n');
			column = 0;
		}
		putchar(*s);
	}
	puts(";\n");
}

void
db_queries_print(void)
{
	for (unsigned i = 1; query_marked(i) != NULL; i++) {
		printf("-- %s\n", query_marked(i)->name);
		sql_print(query_marked(i)->sql);
	}
}
