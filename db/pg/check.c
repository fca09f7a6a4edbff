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

static bool
clause_begins(const char *s)
{
	static const char *const words[] = { "FROM ", "WHERE ", "SET ",
		"VALUES ", "GROUP BY ", "ORDER BY ", "LIMIT ", "RETURNING ",
		"ON CONFLICT ", NULL };

	for (int i = 0; words[i] != NULL; i++)
		if (strncmp(s, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

/* Up to the next blank that is not in a literal. */
static size_t
word_length(const char *s)
{
	bool   quoted = false;
	size_t n = 0;

	for (; s[n] != '\0' && (s[n] != ' ' || quoted); n++)
		quoted = quoted != (s[n] == '\'');
	return n;
}

/* A line for each clause, no longer than WIDTH unless a literal is. */
static void
sql_print(const char *sql)
{
	size_t column = 0;
	int    depth = 0;
	bool   quoted = false;

	for (const char *s = sql; *s != '\0'; s++, column++) {
		quoted = quoted != (*s == '\'');
		depth += quoted ? 0 : (*s == '(') - (*s == ')');
		if (*s != ' ' || quoted) {
			putchar(*s);
			continue;
		}
		s += strspn(s, " ") - 1;
		if ((depth == 0 && clause_begins(s + 1)) ||
		    column + word_length(s + 1) >= WIDTH) {
			printf("\n   ");
			column = 3;
		}
		putchar(' ');
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
