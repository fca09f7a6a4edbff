/* SPDX-License-Identifier: ISC */
/*
 * each.c - read a large result row by row, with the memory of one piece.
 *
 * A cursor inside a transaction, and FETCH.  The other way is libpq's single
 * row mode, which keeps the connection busy until the last row has come: the
 * callback could not query, an early stop would have to read the rest, and a
 * slow callback would run into the deadline of the whole result.  With a
 * cursor every piece is an exchange of its own with a deadline of its own.
 */
#include <stdio.h>

#include "db/pg/pg_impl.h"

#define PIECE_ROWS     16 /* of the first piece */
#define PIECE_ROWS_MAX 4096
#define PIECE_BYTES    ((size_t)256 * 1024) /* the aim for the others */
#define ROW_MAX        ((size_t)64 * 1024 * 1024)

/*
 * The server ends a session that does nothing inside a transaction for 5 s
 * (db/setup/service.sql).  A callback that writes to a slow client needs more.
 */
QUERY(sql_each_wait, .sql =
    "SET LOCAL idle_in_transaction_session_timeout = '1min'");

struct walk {
	struct db    *db;
	struct call   call;   /* query, row, place of each row */
	struct arena *memory; /* of one row */
	PGresult     *piece;
	bool          own;  /* the transaction is ours */
	int           rows; /* to fetch next */
	char          fetch[64], close[64];
	db_row_fn    *fn;
	void         *ctx;
};

/* ---- the cursor ---------------------------------------------------------- */

static enum err
walk_call(struct walk *w, struct query *q, const char *sql, PGresult **keep,
    struct values v)
{
	*q = (struct query){ .name = w->call.query->name, .sql = sql };
	return call_add(w->db,
	    (struct call){ .query = q, .plain = true, .keep = keep }, v);
}

static enum err
walk_fetch(struct walk *w, struct query *q)
{
	snprintf(w->fetch, sizeof(w->fetch), "FETCH %d FROM each_%d", w->rows,
	    w->db->cursors);
	return walk_call(w, q, w->fetch, &w->piece, NO_VALUES);
}

/* The cursor and its first piece are one round trip. */
static enum err
walk_open(struct walk *w, struct values v)
{
	struct query declare, fetch;
	const char  *sql = arena_printf(w->memory,
	     "DECLARE each_%d NO SCROLL CURSOR FOR %s", w->db->cursors,
	     w->call.query->sql);

	db_batch(w->db);
	if (w->own)
		db_run(w->db, &sql_each_wait, NO_VALUES, NULL);
	walk_call(w, &declare, sql, NULL, v);
	walk_fetch(w, &fetch);
	return db_flush(w->db);
}

static enum err
walk_next(struct walk *w)
{
	struct query fetch;

	return walk_fetch(w, &fetch);
}

static void
walk_close(struct walk *w)
{
	struct query close;

	snprintf(w->close, sizeof(w->close), "CLOSE each_%d", w->db->cursors);
	walk_call(w, &close, w->close, NULL, NO_VALUES);
}

/* ---- rows ---------------------------------------------------------------- */

/* Call back for each row, and give back the memory that it took. */
static enum err
piece_read(struct walk *w)
{
	struct rows   r = { .db = w->db, .call = &w->call, .res = w->piece };
	struct arena *memory = w->db->arena;
	int           n = PQntuples(w->piece);
	enum err      e = rows_open(&r);

	w->db->arena = w->memory;
	for (int i = 0; i < n && e == ERR_OK; i++) {
		rows_get(&r, i, w->call.one);
		e = w->fn(w->db, w->ctx);
		if (e == ERR_OK)
			e = db_flush(w->db);
		arena_reset(w->memory);
	}
	w->db->arena = memory;
	rows_close(&r);
	return e;
}

/* As many rows as are PIECE_BYTES, but not many more than last time. */
static int
rows_next(const struct walk *w)
{
	size_t row = PQresultMemorySize(w->piece) / (size_t)w->rows + 1;
	size_t n = PIECE_BYTES / row;

	if (n > (size_t)w->rows * 4)
		n = (size_t)w->rows * 4;
	return n < 1 ? 1 : n > PIECE_ROWS_MAX ? PIECE_ROWS_MAX : (int)n;
}

static enum err
walk_rows(struct walk *w, struct values v)
{
	enum err e = walk_open(w, v);

	while (e == ERR_OK) {
		if ((e = piece_read(w)) != ERR_OK ||
		    PQntuples(w->piece) < w->rows)
			break;
		w->rows = rows_next(w);
		PQclear(w->piece);
		w->piece = NULL;
		e = walk_next(w);
	}
	PQclear(w->piece);
	return e;
}

/* In a transaction of its own, unless one is open. */
enum err
db_each_spec(struct db *db, struct query *q, struct values v, struct spec *row,
    void *out, db_row_fn *fn, void *ctx)
{
	struct walk w = { .db = db,
		.call = { .query = q, .row = row, .one = out },
		.own = !tx_is_open(db),
		.rows = PIECE_ROWS,
		.fn = fn,
		.ctx = ctx };
	enum err    e;

	if ((e = db_flush(db)) != ERR_OK ||
	    (w.own && (e = tx_begin(db, true)) != ERR_OK))
		return e;
	db->cursors++;
	w.memory = arena_new(ROW_MAX);
	e = walk_rows(&w, v);
	arena_free(&w.memory);
	if (e == ERR_OK)
		e = db->tx_error; /* of a query that "fn" ignored */
	if (w.own)
		tx_rollback(db); /* it only read */
	else if (db->tx_error == ERR_OK)
		walk_close(&w);
	db->cursors--;
	return e;
}
