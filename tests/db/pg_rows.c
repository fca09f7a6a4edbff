/* SPDX-License-Identifier: ISC */
/*
 * pg_rows.c - rows become structs, values go out, constraints have meanings.
 */
#include "tests/db/jar.h"

static const char *const sorts[] = { "GREEN", "BLACK", NULL };

struct leaf {
	int64_t     id;
	const char *name;
};
LIST_DECLARE(leaf);
SPEC_STATIC(leaf, FIELD(id), FIELD(name));

struct tea {
	struct uuid      id;
	const char      *name;
	struct money     price;
	int64_t          stock_quantity;
	bool             is_active;
	struct flag      is_new;
	struct timestamp created_at;
	int              sort;
	struct raw_json  raw;
	struct leaf      leaf;
	struct leaf     *other;
	LIST(leaf)       leaves;
	struct text_list tags;
};
SPEC_STATIC(tea,
    FIELD(id),
    FIELD(name),
    FIELD(price),
    FIELD(stock_quantity),
    FIELD(is_active),
    FIELD(is_new),
    FIELD(created_at),
    FIELD_ENUM(sort, sorts),
    FIELD(raw),
    FIELD_SUB(leaf, leaf),
    FIELD_PTR(other, leaf),
    FIELD_OF(leaves, leaf),
    FIELD_TEXTS(tags));

struct text_row {
	const char *text;
};
SPEC_STATIC(text_row, FIELD(text));

QUERY(sql_all_types, .sql =
    "SELECT '0192f3a0-7c4e-7abc-8def-0123456789ab'::uuid AS id,"
    "  'Grüße'::text AS name, 19.90::numeric(10,2) AS price,"
    "  7::bigint AS stock_quantity, true AS is_active, false AS is_new,"
    "  '2026-11-22 14:23:00.123456+00'::timestamptz AS created_at,"
    "  'BLACK' AS sort, '{\"a\": 1}'::json AS raw, 3 AS \"leaf.id\","
    "  'l' AS \"leaf.name\", '{\"id\": 4, \"name\": \"o\"}'::json AS other,"
    "  '[{\"id\": 5, \"name\": \"x\"}]'::json AS leaves,"
    "  '[\"p\", \"q\"]'::json AS tags");
QUERY(sql_all_null, .sql =
    "SELECT NULL::uuid AS id, NULL::text AS name, NULL::numeric AS price,"
    "  NULL::bigint AS stock_quantity, NULL::boolean AS is_active,"
    "  NULL::boolean AS is_new, NULL::timestamptz AS created_at,"
    "  NULL::text AS sort, NULL::json AS raw, NULL::json AS other,"
    "  NULL::json AS leaves, NULL::json AS tags");
QUERY(sql_values, .sql =
    "SELECT $1::uuid AS id, $2::text AS name, $3::numeric(10,2) AS price,"
    "  $4::bigint AS stock_quantity, $5::boolean AS is_active,"
    "  $6::boolean AS is_new, $7::timestamptz AS created_at");
QUERY(sql_ids, .sql = "SELECT array_to_string($1::uuid[], ' ') AS text");
QUERY(sql_series, .sql =
    "SELECT n FROM generate_series(1, $1::bigint) n ORDER BY n");
QUERY(sql_nothing, .none = ERR_PRODUCT_NOT_FOUND, .sql =
    "SELECT 1 AS n WHERE false");
QUERY(sql_nothing_plain, .sql = "SELECT 1 AS n WHERE false");
QUERY(sql_stray_column, .sql = "SELECT 1 AS n, 2 AS stray");
QUERY(sql_rename, .sql = "UPDATE jar SET name = $2 WHERE id = $1");

/* ---- rows ---------------------------------------------------------------- */

static void
columns_become_members(void)
{
	struct tea t;

	WITH_DB();
	CHECK_INT(db_one(db, &sql_all_types, NO_VALUES, tea, &t), ERR_OK);
	CHECK_TEXT(t.id.text, "0192f3a0-7c4e-7abc-8def-0123456789ab");
	CHECK_TEXT(t.name, "Grüße");
	CHECK_INT(t.price.minor, 1990);
	CHECK_INT(t.stock_quantity, 7);
	CHECK(t.is_active);
	CHECK_INT(t.is_new.is, 0);
	CHECK_INT(t.created_at.us, INT64_C(1795357380123456));
	CHECK_INT(t.sort, 1);
	CHECK_TEXT(t.raw.text, "{\"a\": 1}");
	CHECK_INT(t.leaf.id, 3);
	CHECK_TEXT(t.leaf.name, "l");
	CHECK(t.other != NULL && t.other->id == 4);
	CHECK_INT(t.leaves.n, 1);
	CHECK_TEXT(((struct leaf *)t.leaves.items)->name, "x");
	CHECK_INT(t.tags.n, 2);
	CHECK_TEXT(((const char **)t.tags.items)[1], "q");
}

static void
null_is_not_given(void)
{
	struct tea t;

	WITH_DB();
	memset(&t, 0x7f, sizeof(t));
	CHECK_INT(db_one(db, &sql_all_null, NO_VALUES, tea, &t), ERR_OK);
	CHECK(!uuid_given(t.id) && t.name == NULL && !money_given(t.price));
	CHECK(!timestamp_given(t.created_at) && t.raw.text == NULL);
	CHECK(t.other == NULL && t.leaves.n == 0 && t.tags.n == 0);
	CHECK(!t.is_active);
	CHECK_INT(t.is_new.is, -1);
	CHECK_INT(t.sort, -1);
	CHECK_INT(t.stock_quantity, INT_NONE);
}

static void
values_go_and_come_back(void)
{
	struct timestamp now = { INT64_C(1795357380123000) };
	struct tea       t;

	WITH_DB();
	CHECK_INT(db_one(db, &sql_values,
		      VALUES(V(((struct uuid){
				 "0192f3a0-7c4e-7abc-8def-0123456789ab" })),
			  V("a'b\"; DROP TABLE jar --"), V(CENTS(-5)),
			  V(INT64_MAX), V(true), V(((struct flag){ 0 })),
			  V(now)),
		      tea, &t),
	    ERR_OK);
	CHECK_TEXT(t.name, "a'b\"; DROP TABLE jar --");
	CHECK_INT(t.price.minor, -5);
	CHECK_INT(t.stock_quantity, INT64_MAX);
	CHECK(t.is_active);
	CHECK_INT(t.is_new.is, 0);
	CHECK_INT(t.created_at.us, now.us);
	CHECK_INT(db_one(db, &sql_values,
		      VALUES(V(((struct uuid){ "" })), V((const char *)NULL),
			  V(MONEY_NONE), V(INT_NONE), V(false), V(FLAG_NONE),
			  V(TIMESTAMP_NONE)),
		      tea, &t),
	    ERR_OK);
	CHECK(!uuid_given(t.id) && t.name == NULL && !money_given(t.price));
	CHECK(t.stock_quantity == INT_NONE && t.is_new.is == -1);
	CHECK(!timestamp_given(t.created_at));
	CHECK_INT(db_one(db, &sql_values,
		      VALUES(V(((struct uuid){ "" })), V(""), V(CENTS(0)), V(0),
			  V(false), V(FLAG_NONE), V(TIMESTAMP_NONE)),
		      tea, &t),
	    ERR_OK);
	CHECK_TEXT(t.name, "");
	CHECK_INT(t.price.minor, 0);
	CHECK_INT(t.stock_quantity, 0);
}

static void
ids_go_as_an_array(void)
{
	const struct tea t[] = {
		{ .id = { "0192f3a0-7c4e-7abc-8def-000000000001" } },
		{ .id = { "" } },
		{ .id = { "0192f3a0-7c4e-7abc-8def-000000000003" } },
	};
	const struct tea *none = NULL;
	struct text_row   row;

	WITH_DB();
	CHECK_INT(db_one(db, &sql_ids, VALUES(V_UUIDS(db, t, 3, id)), text_row,
		      &row),
	    ERR_OK);
	CHECK_TEXT(row.text,
	    "0192f3a0-7c4e-7abc-8def-000000000001"
	    " 0192f3a0-7c4e-7abc-8def-000000000003");
	CHECK_INT(db_one(db, &sql_ids, VALUES(V_UUIDS(db, t + 1, 1, id)),
		      text_row, &row),
	    ERR_OK);
	CHECK_TEXT(row.text, "");
	CHECK_INT(db_one(db, &sql_ids, VALUES(V_UUIDS(db, none, 0, id)),
		      text_row, &row),
	    ERR_OK);
	CHECK_TEXT(row.text, "");
}

static void
many_rows_become_a_list(void)
{
	LIST(number) l;
	int64_t      n = 1000;

	WITH_DB();
	CHECK_INT(db_all(db, &sql_series, VALUES(V(n)), number, &l), ERR_OK);
	CHECK_INT(l.n, 1000);
	CHECK_INT(((struct number *)l.items)[999].n, 1000);
	n = 0;
	CHECK_INT(db_all(db, &sql_series, VALUES(V(n)), number, &l), ERR_OK);
	CHECK_INT(l.n, 0);
}

static void
no_row_is_an_error_of_the_query(void)
{
	struct number n;

	WITH_DB();
	CHECK_INT(db_one(db, &sql_nothing, NO_VALUES, number, &n),
	    ERR_PRODUCT_NOT_FOUND);
	CHECK_INT(db_one(db, &sql_nothing_plain, NO_VALUES, number, &n),
	    ERR_NOT_FOUND);
}

static void
a_column_without_a_member_is_a_bug(void)
{
	struct number n;

	WITH_DB();
	CHECK_INT(db_one(db, &sql_stray_column, NO_VALUES, number, &n),
	    ERR_INTERNAL);
	CHECK_INT(db_ping(db), ERR_OK);
}

static void
affected_rows_are_counted(void)
{
	int64_t n = -1;

	prepare();
	CHECK_INT(jar_add(1, "a"), ERR_OK);
	CHECK_INT(db_run(db, &sql_rename, VALUES(V(1), V("b")), &n), ERR_OK);
	CHECK_INT(n, 1);
	CHECK_INT(db_run(db, &sql_rename, VALUES(V(2), V("b")), &n), ERR_OK);
	CHECK_INT(n, 0);
}

/* ---- constraints --------------------------------------------------------- */

static void
constraints_have_meanings(void)
{
	prepare();
	CHECK_INT(jar_add(1, "a"), ERR_OK);
	CHECK_INT(jar_add(2, "a"), ERR_SLUG_TAKEN);
	CHECK_INT(jar_add(1, "b"), ERR_INTERNAL); /* jar_pkey: no word */
	CHECK_INT(jar_add(3, NULL), ERR_INTERNAL);
	CHECK_INT(jar_add(3, "c"), ERR_OK);
	CHECK_INT(jars(), 2);
}

static void
states_become_errors(void)
{
	static const struct {
		const char *state;
		enum err    e;
	} cases[] = {
		{ "57014", ERR_UNAVAILABLE },
		{ "53300", ERR_UNAVAILABLE },
		{ "55P03", ERR_UNAVAILABLE },
		{ "40001", ERR_CONFLICT },
		{ "40P01", ERR_CONFLICT },
		{ "22P02", ERR_INTERNAL },
		{ "P0001", ERR_INTERNAL },
		{ "42501", ERR_INTERNAL },
	};

	prepare();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		CHECK_INT(jar_fail(db, cases[i].state), cases[i].e);
}

static const struct test tests[] = {
	TEST(columns_become_members),
	TEST(null_is_not_given),
	TEST(values_go_and_come_back),
	TEST(ids_go_as_an_array),
	TEST(many_rows_become_a_list),
	TEST(no_row_is_an_error_of_the_query),
	TEST(a_column_without_a_member_is_a_bug),
	TEST(affected_rows_are_counted),
	TEST(constraints_have_meanings),
	TEST(states_become_errors),
	{ 0 },
};

int
main(void)
{
	return db_tests("pg_rows", "AUTH", tests);
}
