/* SPDX-License-Identifier: ISC */
/*
 * pg_each.c - db_each(): large results, row by row.
 */
#include "db/pg/pg_impl.h"
#include "tests/db/jar.h"

#define MEGABYTE ((long)1024 * 1024)
#define GROWTH   (12 * MEGABYTE) /* of the process, at most */

QUERY(sql_series, .sql =
    "SELECT n FROM generate_series(1, $1::bigint) n ORDER BY n");
QUERY(sql_ratio, .sql =
    "SELECT 100 / (50 - n) AS n FROM generate_series(1, 100) n");
QUERY(sql_double, .sql = "SELECT $1::bigint * 2 AS n");
QUERY(sql_unreadable, .sql = "SELECT 'many' AS n");
QUERY(sql_cursors, .sql =
    "SELECT count(*) AS n FROM pg_cursors WHERE name LIKE 'each%'");
QUERY(sql_texts, .sql =
    "SELECT n, repeat(chr(65 + (n % 26)::int), $2::int) AS text"
    " FROM generate_series(1, $1::bigint) n");
QUERY(sql_some_bad, .sql =
    "SELECT CASE WHEN n = 30 THEN 'many' ELSE n::text END AS n"
    " FROM generate_series(1, 40) n");

struct seen {
	struct number row;
	int64_t       rows, sum;
	int64_t       stop; /* at this row */
	enum err      error;
	db_row_fn    *inner; /* what each row does, too */
};

static enum err
see(struct db *d, void *ctx)
{
	struct seen *s = ctx;

	s->rows++;
	s->sum += s->row.n == INT_NONE ? 0 : s->row.n;
	if (s->rows == s->stop)
		return s->error;
	return s->inner != NULL ? s->inner(d, s) : ERR_OK;
}

static enum err
see_series(struct seen *s, int64_t n)
{
	return db_each(db, &sql_series, VALUES(V(n)), number, &s->row, see, s);
}

/* No transaction, no cursor, and the next query works. */
static void
check_usable(void)
{
	struct number n = { -1 };

	CHECK(!db->in_tx && db->begin == NULL && db->cursors == 0);
	CHECK(db_arena(db) == ta);
	CHECK_INT(db_one(db, &sql_cursors, NO_VALUES, number, &n), ERR_OK);
	CHECK_INT(n.n, 0);
}

/* ---- rows ---------------------------------------------------------------- */

static void
every_row_is_seen_once(void)
{
	static const int64_t sizes[] = { 1, 15, 16, 17, 79, 80, 81, 20000 };

	WITH_DB();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct seen s = { .rows = 0 };

		CHECK_INT(see_series(&s, sizes[i]), ERR_OK);
		CHECK_INT(s.rows, sizes[i]);
		CHECK_INT(s.sum, sizes[i] * (sizes[i] + 1) / 2);
		check_usable();
	}
}

static void
no_row_is_no_error(void)
{
	struct seen s = { .rows = 0 };

	WITH_DB();
	CHECK_INT(see_series(&s, 0), ERR_OK);
	CHECK_INT(s.rows, 0);
	check_usable();
}

static void
the_callback_may_stop(void)
{
	struct seen s = { .stop = 3, .error = ERR_OUT_OF_STOCK };

	WITH_DB();
	CHECK_INT(see_series(&s, 100000), ERR_OUT_OF_STOCK);
	CHECK_INT(s.rows, 3);
	check_usable();
}

static void
an_error_on_the_way_is_returned(void)
{
	struct seen s = { .rows = 0 };

	WITH_DB();
	CHECK_INT(db_each(db, &sql_ratio, NO_VALUES, number, &s.row, see, &s),
	    ERR_INTERNAL);
	CHECK(s.rows < 50);
	check_usable();
}

static enum err
look_up_unreadable(struct db *d, void *ctx)
{
	struct number n;

	(void)ctx;
	return db_one(d, &sql_unreadable, NO_VALUES, number, &n);
}

static void
a_value_that_cannot_be_read_ends_nothing(void)
{
	struct seen s = { .rows = 0 };

	WITH_DB();
	CHECK_INT(db_each(db, &sql_some_bad, NO_VALUES, number, &s.row, see,
		      &s),
	    ERR_OK);
	CHECK_INT(s.rows, 40);
	CHECK_INT(s.sum, 40 * 41 / 2 - 30);
	s = (struct seen){ .inner = look_up_unreadable };
	CHECK_INT(see_series(&s, 40), ERR_OK);
	CHECK_INT(s.rows, 40);
}

/* ---- queries for each row ------------------------------------------------ */

static enum err
look_up(struct db *d, void *ctx)
{
	struct seen  *s = ctx;
	struct number n;
	enum err      e;

	e = db_one(d, &sql_double, VALUES(V(s->row.n)), number, &n);
	s->sum += n.n;
	return e;
}

static enum err
nest(struct db *d, void *ctx)
{
	struct seen *outer = ctx, s = { .rows = 0 };
	enum err     e;

	e = db_each(d, &sql_series, VALUES(V(outer->row.n)), number, &s.row,
	    see, &s);
	outer->sum += s.rows;
	return e;
}

static enum err
put(struct db *d, void *ctx)
{
	struct seen *s = ctx;

	return jar_put(d, s->row.n, arena_printf(ta, "jar %d", (int)s->rows));
}

/* It forgets db_flush(). */
static enum err
put_in_batch(struct db *d, void *ctx)
{
	db_batch(d);
	return put(d, ctx);
}

static enum err
put_all(struct db *d, void *ctx)
{
	struct seen *s = ctx;

	return db_each(d, &sql_series, VALUES(V(40)), number, &s->row, see, s);
}

static enum err
begin_another(struct db *d, void *ctx)
{
	db_tx(d, put_all, ctx);
	return ERR_OK; /* it ignores the refusal */
}

static void
the_callback_may_query(void)
{
	struct seen s = { .inner = look_up };

	WITH_DB();
	CHECK_INT(see_series(&s, 100), ERR_OK);
	CHECK_INT(s.sum, 3 * 100 * 101 / 2);
	s = (struct seen){ .inner = nest };
	CHECK_INT(see_series(&s, 40), ERR_OK);
	CHECK_INT(s.sum, 2 * 40 * 41 / 2);
	check_usable();
}

static void
the_callback_may_not_write(void)
{
	struct seen s = { .inner = put };

	prepare();
	CHECK(see_series(&s, 3) != ERR_OK);
	CHECK_INT(s.rows, 1);
	s = (struct seen){ .inner = begin_another };
	CHECK_INT(see_series(&s, 3), ERR_INTERNAL);
	CHECK_INT(jars(), 0);
	check_usable();
}

static void
in_a_transaction_it_is_a_part_of_it(void)
{
	struct seen s = { .inner = put };

	prepare();
	CHECK_INT(db_tx(db, put_all, &s), ERR_OK);
	CHECK_INT(jars(), 40);
	check_usable();
	prepare();
	s = (struct seen){ .inner = put_in_batch };
	CHECK_INT(db_tx(db, put_all, &s), ERR_OK);
	CHECK_INT(jars(), 40);
	prepare();
	s = (struct seen){ .inner = put, .stop = 20, .error = ERR_CONFLICT };
	CHECK_INT(db_tx(db, put_all, &s), ERR_CONFLICT);
	CHECK_INT(jars(), 0);
	check_usable();
}

/* ---- memory -------------------------------------------------------------- */

static long
resident(void)
{
	long  pages = 0, all;
	FILE *f = fopen("/proc/self/statm", "r");

	CHECK(f != NULL && fscanf(f, "%ld %ld", &all, &pages) == 2);
	fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

struct text_row {
	int64_t     n;
	const char *text;
};
SPEC_STATIC(text_row, FIELD(n), FIELD(text));

struct weighed {
	struct text_row row;
	int64_t         rows;
	size_t          bytes;
	long            before, most;
};

static enum err
weigh(struct db *d, void *ctx)
{
	struct weighed *w = ctx;
	long            now;

	CHECK(db_arena(d) != ta);
	CHECK(w->row.text[0] == 'A' + (int)(w->row.n % 26));
	w->bytes += strlen(w->row.text);
	if (w->rows++ % 100 == 0 && (now = resident() - w->before) > w->most)
		w->most = now;
	return ERR_OK;
}

static void
weigh_texts(int64_t rows, int64_t size)
{
	struct weighed w = { .before = resident() };

	CHECK_INT(db_each(db, &sql_texts, VALUES(V(rows), V(size)), text_row,
		      &w.row, weigh, &w),
	    ERR_OK);
	CHECK_INT(w.rows, rows);
	CHECK_INT(w.bytes, rows * size);
	printf("# %" PRId64 " rows of %" PRId64 " bytes: %ld KB more memory\n",
	    rows, size, w.most / 1024);
#ifndef __SANITIZE_ADDRESS__ /* it keeps what was freed */
	CHECK(w.most < GROWTH);
#endif
}

static void
two_hundred_megabytes_need_a_few(void)
{
	WITH_DB();
	weigh_texts(20000, 10000);
	weigh_texts(400, 500000);
	check_usable();
}

/* ---- a server with troubles ---------------------------------------------- */

static enum err
freeze_at_first(struct db *d, void *ctx)
{
	struct seen *s = ctx;

	(void)d;
	if (s->rows == 1)
		server("freeze");
	return ERR_OK;
}

static enum err
stop_server_at_first(struct db *d, void *ctx)
{
	struct seen *s = ctx;

	(void)d;
	if (s->rows == 1)
		disconnect();
	return ERR_OK;
}

static enum err
sleep_at_first(struct db *d, void *ctx)
{
	struct seen *s = ctx;

	(void)d;
	if (s->rows == 1)
		usleep(5500000); /* more than a deadline, and than 5 s */
	return ERR_OK;
}

static void
each_piece_has_a_deadline(void)
{
	struct seen s = { .inner = freeze_at_first };
	int64_t     from = clock_ms();

	WITH_DB();
	CHECK_INT(see_series(&s, 10000), ERR_UNAVAILABLE);
	CHECK(clock_ms() - from < DB_DEADLINE_MS + 1000);
	CHECK(s.rows < 10000);
	server("thaw");
	usleep(700000);
	check_usable();
}

static void
the_callback_may_take_its_time(void)
{
	struct seen s = { .inner = sleep_at_first };

	WITH_DB();
	CHECK_INT(see_series(&s, 1000), ERR_OK);
	CHECK_INT(s.rows, 1000);
}

static void
a_lost_connection_ends_it(void)
{
	struct seen s = { .inner = stop_server_at_first };

	WITH_DB();
	CHECK_INT(see_series(&s, 1000), ERR_UNAVAILABLE);
	CHECK_INT(s.rows, 16);
	check_usable();
}

static const struct test tests[] = {
	TEST(every_row_is_seen_once),
	TEST(no_row_is_no_error),
	TEST(the_callback_may_stop),
	TEST(an_error_on_the_way_is_returned),
	TEST(a_value_that_cannot_be_read_ends_nothing),
	TEST(the_callback_may_query),
	TEST(the_callback_may_not_write),
	TEST(in_a_transaction_it_is_a_part_of_it),
	TEST(two_hundred_megabytes_need_a_few),
	TEST(each_piece_has_a_deadline),
	TEST(the_callback_may_take_its_time),
	TEST(a_lost_connection_ends_it),
	{ 0 },
};

int
main(void)
{
	return db_tests("pg_each", "AUTH", tests);
}
