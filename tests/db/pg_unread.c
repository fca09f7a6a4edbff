/* SPDX-License-Identifier: ISC */
/*
 * pg_unread.c - rows that a spec does not like: rules that are stricter than
 * what is stored, and values that cannot be read.
 */
#include "tests/db/jar.h"

static const char *const colours[] = { "RED", "BLUE", NULL };

struct place {
	const char *street, *phone;
	int64_t     floor;
};
LIST_DECLARE(place);
SPEC_STATIC(place,
    FIELD(street, REQUIRED, RANGE(1, 8)),
    FIELD(phone, REQUIRED, RANGE(5, 20)),
    FIELD(floor, REQUIRED, RANGE(1, 9), DEFAULT(1)));

struct shelf {
	int64_t          id, size;
	const char      *name, *phone, *email;
	struct money     price;
	struct timestamp made_at;
	int              colour;
	struct place     at, *other;
	LIST(place)      places;
	struct text_list tags;
};
LIST_DECLARE(shelf);
SPEC_STATIC(shelf,
    FIELD(id, REQUIRED, RANGE(1, 5)),
    FIELD(name, REQUIRED, RANGE(3, 5)),
    FIELD(phone, REQUIRED, RANGE(5, 20)),
    FIELD(email, REQUIRED, RANGE(3, 60), .format = TEXT_EMAIL),
    FIELD(size, REQUIRED, RANGE(1, 9), DEFAULT(3)),
    FIELD(price, REQUIRED, RANGE(1, 100)),
    FIELD(made_at, REQUIRED),
    FIELD_ENUM(colour, colours, REQUIRED),
    FIELD_SUB(at, place, REQUIRED),
    FIELD_PTR(other, place, REQUIRED),
    FIELD_OF(places, place, REQUIRED, RANGE(3, 5)),
    FIELD_TEXTS(tags, RANGE(1, 1)));

QUERY(sql_lax, .sql =
    "SELECT 77 AS id, '  a long name  ' AS name, NULL::text AS phone,"
    "  'Nobody' AS email, 100 AS size, 5000.00::numeric(12,2) AS price,"
    "  'RED' AS colour, '{\"street\": \"a very long street\"}'::json AS at,"
    "  '{\"phone\": \"\", \"floor\": 0}'::json AS other,"
    "  '[{\"floor\": 99}]'::json AS places,"
    "  '[\"a\", \"b\", \"c\"]'::json AS tags");
/* Row 7 has one of each kind; rows 8 and 9 have one. */
QUERY(sql_twenty, .sql =
    "SELECT n AS id, 'shelf ' || n AS name,"
    "  CASE WHEN n = 7 THEN 'many' ELSE n::text END AS size,"
    "  CASE WHEN n = 7 THEN '1,50' ELSE '1.50' END AS price,"
    "  CASE WHEN n = 7 THEN 'once' ELSE '2026-11-22 14:23:00+00' END"
    "   AS made_at,"
    "  CASE WHEN n IN (7, 8) THEN 'PINK' ELSE 'BLUE' END AS colour,"
    "  CASE WHEN n = 7 THEN '{' ELSE '{\"street\": \"x\"}' END AS at,"
    "  CASE WHEN n = 7 THEN '[]' WHEN n = 9 THEN"
    "   '{\"street\": 9, \"floor\": 2}' ELSE '{\"street\": \"y\"}' END"
    "   AS other,"
    "  CASE WHEN n = 7 THEN '{}' ELSE '[{\"floor\": 1}]' END AS places,"
    "  CASE WHEN n = 7 THEN 'a' ELSE '[\"a\"]' END AS tags"
    " FROM generate_series(1, 20) n ORDER BY n");
QUERY(sql_seventh, .sql =
    "SELECT 7 AS id, 'PINK' AS colour, 'shelf 7' AS name");

/* ---- what is logged ------------------------------------------------------ */

static FILE *said;
static int   saved;

static void
listen_to_log(void)
{
	fflush(stderr);
	saved = dup(STDERR_FILENO);
	said = tmpfile();
	dup2(fileno(said), STDERR_FILENO);
	log_open("test", LOG_WARN);
}

/* All lines since then. */
static const char *
log_said(void)
{
	char   text[4000];
	size_t n;

	dup2(saved, STDERR_FILENO);
	close(saved);
	log_open("test", (enum log_level)(LOG_ERROR + 1));
	rewind(said);
	n = fread(text, 1, sizeof(text) - 1, said);
	text[n] = '\0';
	fclose(said);
	return arena_strdup(ta, text);
}

static int
lines_of(const char *text)
{
	int n = 0;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

/* ---- rules --------------------------------------------------------------- */

static void
a_stricter_rule_leaves_stored_rows_readable(void)
{
	struct shelf s;

	WITH_DB();
	listen_to_log();
	CHECK_INT(db_one(db, &sql_lax, NO_VALUES, shelf, &s), ERR_OK);
	CHECK_TEXT(log_said(), "");
	CHECK_INT(s.id, 77);
	CHECK_TEXT(s.name, "  a long name  ");
	CHECK_TEXT(s.phone, NULL);
	CHECK_TEXT(s.email, "Nobody");
	CHECK_INT(s.size, 100);
	CHECK_INT(s.price.minor, 500000);
	CHECK_INT(s.colour, 0);
	CHECK_TEXT(s.at.street, "a very long street");
	CHECK_TEXT(s.at.phone, NULL);
	CHECK_INT(s.at.floor, INT_NONE);
	CHECK_TEXT(s.other->phone, "");
	CHECK_INT(s.other->floor, 0);
	CHECK_INT(s.places.n, 1);
	CHECK_INT(s.places.items[0].floor, 99);
	CHECK_INT(s.tags.n, 3);
}

/* ---- values -------------------------------------------------------------- */

static void
check_good(const struct shelf *s, int64_t id)
{
	CHECK_INT(s->id, id);
	CHECK_TEXT(s->name, arena_printf(ta, "shelf %d", (int)id));
	CHECK_INT(s->size, id);
	CHECK_INT(s->price.minor, 150);
	CHECK(timestamp_given(s->made_at));
	CHECK_TEXT(s->at.street, "x");
	CHECK_INT(s->places.n, 1);
	CHECK_TEXT(s->tags.items[0], "a");
	CHECK_INT(s->colour, id == 8 ? -1 : 1);
	CHECK_TEXT(s->other->street, id == 9 ? NULL : "y");
	CHECK_INT(s->other->floor, id == 9 ? 2 : INT_NONE);
}

static void
one_bad_row_does_not_fail_a_list(void)
{
	LIST(shelf)         l;
	const struct shelf *s;
	const char         *lines;

	WITH_DB();
	listen_to_log();
	CHECK_INT(db_all(db, &sql_twenty, NO_VALUES, shelf, &l), ERR_OK);
	lines = log_said();
	CHECK_INT(lines_of(lines), 1);
	CHECK_HAS(lines, "\"query\":\"sql_twenty\"");
	CHECK_HAS(lines, "\"column\":\"size\"");
	CHECK_HAS(lines, "\"id\":\"7\"");
	CHECK_HAS(lines, "\"count\":\"10\"");
	CHECK_INT(l.n, 20);
	s = l.items;
	for (int64_t i = 1; i <= 20; i++)
		if (i != 7)
			check_good(&s[i - 1], i);
	s += 6;
	CHECK_INT(s->id, 7);
	CHECK_TEXT(s->name, "shelf 7");
	CHECK_INT(s->size, INT_NONE);
	CHECK(!money_given(s->price) && !timestamp_given(s->made_at));
	CHECK_INT(s->colour, -1);
	CHECK_TEXT(s->at.street, NULL);
	CHECK(s->other == NULL && s->places.n == 0 && s->tags.n == 0);
}

static void
one_bad_value_does_not_fail_a_row(void)
{
	struct shelf s;
	const char  *lines;

	WITH_DB();
	listen_to_log();
	CHECK_INT(db_one(db, &sql_seventh, NO_VALUES, shelf, &s), ERR_OK);
	lines = log_said();
	CHECK_INT(lines_of(lines), 1);
	CHECK_HAS(lines, "\"column\":\"colour\"");
	CHECK_INT(s.id, 7);
	CHECK_INT(s.colour, -1);
	CHECK_TEXT(s.name, "shelf 7");
}

/* A bad value in the first of two does not keep the second from being read. */
static void
one_bad_value_does_not_fail_a_batch(void)
{
	struct shelf s;
	LIST(shelf)  l = { 0 };

	WITH_DB();
	db_batch(db);
	db_one(db, &sql_seventh, NO_VALUES, shelf, &s);
	db_all(db, &sql_twenty, NO_VALUES, shelf, &l);
	CHECK_INT(db_flush(db), ERR_OK);
	CHECK_TEXT(s.name, "shelf 7");
	CHECK_INT(l.n, 20);
}

/* ---- in a transaction ---------------------------------------------------- */

static enum err
decide(struct db *d, void *ctx)
{
	struct shelf *s = ctx;
	enum err      e = db_one(d, &sql_seventh, NO_VALUES, shelf, s);

	return e != ERR_OK ? e : jar_put(d, 1, "a");
}

static void
nothing_is_decided_by_what_cannot_be_read(void)
{
	struct shelf s;

	prepare();
	CHECK_INT(db_tx(db, decide, &s), ERR_INTERNAL);
	CHECK_INT(jars(), 0);
	CHECK_INT(db_ping(db), ERR_OK);
}

static const struct test tests[] = {
	TEST(a_stricter_rule_leaves_stored_rows_readable),
	TEST(one_bad_row_does_not_fail_a_list),
	TEST(one_bad_value_does_not_fail_a_row),
	TEST(one_bad_value_does_not_fail_a_batch),
	TEST(nothing_is_decided_by_what_cannot_be_read),
	{ 0 },
};

int
main(void)
{
	return db_tests("pg_unread", "AUTH", tests);
}
