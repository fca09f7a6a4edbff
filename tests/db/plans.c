/* SPDX-License-Identifier: ISC */
#include "tests/db/plans.h"
#include "db/pg/pg_impl.h"

/* What is read by the scans of a plan ($1, JSON), and from which whole tables;
   the milliseconds that it took. */
#define SUMMARY                                                              \
	"WITH RECURSIVE node(n) AS (SELECT $1::jsonb -> 0 -> 'Plan'"         \
	" UNION ALL SELECT c FROM node, jsonb_array_elements(n -> 'Plans') " \
	"c),"                                                                \
	" scan AS (SELECT n FROM node WHERE n ? 'Relation Name'"             \
	"  OR n ? 'Index Name')"                                             \
	" SELECT ceil(coalesce(sum(((n ->> 'Actual Rows')::numeric"          \
	"  + coalesce((n ->> 'Rows Removed by Filter')::numeric, 0)"         \
	"  + coalesce((n ->> 'Rows Removed by Index Recheck')::numeric, 0))" \
	"  * (n ->> 'Actual Loops')::numeric), 0)),"                         \
	" coalesce(string_agg(n ->> 'Relation Name', ' ')"                   \
	"  FILTER (WHERE n ->> 'Node Type' = 'Seq Scan'), ''),"              \
	" $1::jsonb -> 0 ->> 'Execution Time' FROM scan"

static PGresult *
statement(const char *sql, const char *value)
{
	PGresult *res = value != NULL ?
	    PQexecParams(db->conn, sql, 1, NULL, &value, NULL, NULL, 0) :
	    PQexec(db->conn, sql);

	if (PQresultStatus(res) != PGRES_TUPLES_OK &&
	    PQresultStatus(res) != PGRES_COMMAND_OK) {
		printf("# %s: %s", sql, PQresultErrorMessage(res));
		CHECK(false);
	}
	return res;
}

static int
plan_read(const char *query, const char *json)
{
	PGresult *res = statement(SUMMARY, json);
	int       rows = (int)strtol(PQgetvalue(res, 0, 0), NULL, 10);
	bool      whole = *PQgetvalue(res, 0, 1) != '\0';

	if (whole)
		printf("# %s reads all of %s\n", query, PQgetvalue(res, 0, 1));
	if (getenv("PLANS") != NULL)
		printf("# %-26s %6d rows, %8s ms\n", query, rows,
		    PQgetvalue(res, 0, 2));
	PQclear(res);
	return whole ? PLAN_WHOLE_TABLE : rows;
}

static const struct query *
query_named(const char *name)
{
	const struct query *q;

	for (unsigned i = 1; (q = query_marked(i)) != NULL; i++)
		if (strcmp(q->name, name) == 0)
			return q;
	printf("# there is no query %s\n", name);
	abort();
}

static int
plan_execute(const char *query, const char *values)
{
	bool      any = *values != '\0';
	PGresult *res = statement(arena_printf(ta,
				      "EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF,"
				      " FORMAT JSON) EXECUTE %s%s%s%s",
				      query, any ? " (" : "", values,
				      any ? ")" : ""),
	    NULL);
	int       rows = PQntuples(res) == 1 ?
		  plan_read(query, PQgetvalue(res, 0, 0)) :
		  PLAN_WHOLE_TABLE;

	PQclear(res);
	return rows;
}

int
plan_rows(const char *query, const char *values)
{
	const struct query *q = query_named(query);
	int                 rows;

	WITH_DB();
	CHECK_INT(db_ping(db), ERR_OK);
	CHECK_INT(PQexitPipelineMode(db->conn), 1);
	PQclear(PQprepare(db->conn, q->name, q->sql, 0, NULL));
	PQclear(statement("BEGIN", NULL));
	rows = plan_execute(query, values);
	PQclear(statement("ROLLBACK", NULL));
	/* It has prepared a query that the engine does not know of. */
	connection_drop(db, "a test has used it");
	return rows;
}

/* Of the engine; they have no plans. */
static const struct plan engine_plans[] = {
	{ "sql_begin", NULL, 0 },
	{ "sql_begin_reading", NULL, 0 },
	{ "sql_commit", NULL, 0 },
	{ "sql_discard_plans", NULL, 0 },
	{ "sql_event_add", NULL, 0 },
	{ "sql_ping", NULL, 0 },
	{ "sql_rollback", NULL, 0 },
	{ 0 },
};

static bool
plan_given(const struct plan *plans, const char *query)
{
	for (; plans->query != NULL; plans++)
		if (strcmp(plans->query, query) == 0)
			return true;
	return false;
}

void
plans_check(const struct plan *plans)
{
	const struct query *q;
	int                 rows;

	for (const struct plan *p = plans; p->query != NULL; p++) {
		if (p->values == NULL)
			continue;
		rows = plan_rows(p->query, p->values);
		if (rows < 0 || rows > p->rows_max)
			printf("# %s reads %d rows of %d allowed\n", p->query,
			    rows, p->rows_max);
		CHECK(rows >= 0 && rows <= p->rows_max);
	}
	for (unsigned i = 1; (q = query_marked(i)) != NULL; i++) {
		if (plan_given(plans, q->name) ||
		    plan_given(engine_plans, q->name))
			continue;
		printf("# %s has no row in the table of plans\n", q->name);
		CHECK(false);
	}
}
