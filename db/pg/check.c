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

/* One query, or with NULL all that are not left out. */
static bool
queries_check(struct db *db, const struct query *only)
{
	PGconn             *conn = PQconnectdb(db->url);
	const struct query *q;
	bool                ok = PQstatus(conn) == CONNECTION_OK;

	if (!ok)
		fprintf(stderr, "%s", PQerrorMessage(conn));
	else if (only != NULL)
		ok = query_check(conn, only);
	else
		for (unsigned i = 1; (q = query_marked(i)) != NULL; i++)
			ok = (q->unchecked || query_check(conn, q)) && ok;
	PQfinish(conn);
	return ok;
}

bool
db_check(struct db *db)
{
	return queries_check(db, NULL);
}

bool
db_query_check(struct db *db, const struct query *q)
{
	return queries_check(db, q);
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
		if (query_marked(i)->unchecked)
			continue;
		printf("-- %s\n", query_marked(i)->name);
		sql_print(query_marked(i)->sql);
	}
}
