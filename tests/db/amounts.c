/* SPDX-License-Identifier: ISC */
/*
 * amounts.c - every column with an amount of money keeps the decimals that were
 * written, and refuses any but 0, 2 or 3.
 */
#include "tests/db/tap_db.h"

static const char *const services[] = { "AUTH", "PRODUCTS", "ORDERS",
	"PAYMENTS", "NOTIFY", "SANDBOX", NULL };

/* Columns of a service's tables for which the condition holds: "a.b c.d". */
static const char *
columns(const char *service, const char *condition)
{
	PGconn     *conn;
	PGresult   *res;
	const char *text;

	conn = PQconnectdb(url_of(arena_printf(ta, "OWNER_DATABASE_URL_%s",
	    service)));
	res = PQexec(conn,
	    arena_printf(ta,
		"SELECT string_agg(c.relname || '.' || a.attname, ' '"
		" ORDER BY c.relname, a.attnum)"
		" FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
		" WHERE c.relnamespace = 'public'::regnamespace"
		" AND c.relkind = 'r' AND a.atttypid = 'numeric'::regtype"
		" AND NOT a.attisdropped AND (%s)",
		condition));
	CHECK_INT(PQresultStatus(res), PGRES_TUPLES_OK);
	text = arena_strdup(ta, PQgetvalue(res, 0, 0));
	PQclear(res);
	PQfinish(conn);
	return text;
}

static void
no_column_has_a_fixed_scale(void)
{
	for (int i = 0; services[i] != NULL; i++)
		CHECK_TEXT(columns(services[i], "a.atttypmod <> -1"), "");
}

static void
a_constraint_bounds_the_decimals_of_every_column(void)
{
	for (int i = 0; services[i] != NULL; i++)
		CHECK_TEXT(columns(services[i],
			       "NOT EXISTS (SELECT FROM pg_constraint k"
			       " WHERE k.conrelid = a.attrelid"
			       " AND a.attnum = ANY (k.conkey)"
			       " AND pg_get_constraintdef(k.oid) ~"
			       " ('scale\\(' || a.attname || '\\)'))"),
		    "");
}

static void
no_default_has_other_decimals_than_earlier_programs_write(void)
{
	for (int i = 0; services[i] != NULL; i++)
		CHECK_TEXT(columns(services[i],
			       "EXISTS (SELECT FROM pg_attrdef d"
			       " WHERE d.adrelid = a.attrelid"
			       " AND d.adnum = a.attnum"
			       " AND pg_get_expr(d.adbin, d.adrelid) <>"
			       " '0.00')"),
		    "");
}

static void
there_are_columns_to_look_at(void)
{
	CHECK_HAS(columns("PRODUCTS", "true"), "products.price");
	CHECK_HAS(columns("ORDERS", "true"), "orders.total_amount");
	CHECK_HAS(columns("PAYMENTS", "true"), "ledger_entries.amount");
}

static const struct test tests[] = {
	TEST(there_are_columns_to_look_at),
	TEST(no_column_has_a_fixed_scale),
	TEST(a_constraint_bounds_the_decimals_of_every_column),
	TEST(no_default_has_other_decimals_than_earlier_programs_write),
	{ 0 },
};

int
main(void)
{
	return tap_run("amounts", tests);
}
