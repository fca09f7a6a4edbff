/* SPDX-License-Identifier: ISC */
/*
 * pg.h - one service's database.
 *
 * A query is a constant text with a name.  It is prepared when it is first
 * used on a connection.  One plan serves all values, prefers indexes and is
 * made again every few seconds.  Values and rows are typed: values by V(),
 * rows by a spec whose members are named as the columns ("stock_quantity";
 * "vendor.id" for a member of an object; a list's column is JSON, made by
 * json_agg).
 *
 *	QUERY(sql_product_get, .none = ERR_PRODUCT_NOT_FOUND, .sql =
 *	    "SELECT id, name, price FROM products WHERE id = $1");
 *	…
 *	return db_one(db, &sql_product_get, VALUES(V(id)), product, out);
 *
 * Every call is one round trip: queries are sent in pipeline mode.  Between
 * db_batch() and db_flush() calls are only collected.  db_flush() sends them
 * together, as one transaction when none is open.
 *
 * The connection is made when it is first needed.  When it is lost, the call
 * returns an error and the next one connects again.  No call waits longer than
 * DB_DEADLINE_MS.
 *
 * Rows are our own data, and no rule for input applies to them.  A value that
 * cannot be read (a word that an enum does not have, JSON of another shape) is
 * logged and its member is "not given"; the rest of the row and all other rows
 * are read.  Inside db_tx(), where a decision may depend on it, it is
 * ERR_INTERNAL.
 *
 * Errors:
 *	ERR_UNAVAILABLE	 no database, or no answer in time.  Nothing was
 *			 written.
 *	ERR_UNCERTAIN	 the answer to a COMMIT, or to a write outside of a
 *			 transaction, was lost.  It may have been written.  Look
 *			 before you do anything that assumes either.
 *	ERR_CONFLICT	 a race that was lost, also after retries.
 *	ERR_INTERNAL	 a bug; the reason is logged.
 *	query->none	 db_one() found no row.
 *	others		 what a CONSTRAINT() names.
 */
#ifndef FARM_DB_PG_PG_H
#define FARM_DB_PG_PG_H

#include <stdint.h>

#include "common/base/arena.h"
#include "common/base/err.h"
#include "common/model/spec.h"

#define DB_DEADLINE_MS 4000
#define DB_TX_TRIES    5  /* of a transaction that loses races */
#define DB_VALUES_MAX  40 /* of one query */
#define DB_BATCH_MAX   64 /* queries; keep their values below 100 KB */

struct db;
struct column_map;

/* The engine writes to it: "mark" at db_open(), "columns" at the first row. */
struct query {
	const char        *name, *sql;
	enum err           none; /* of db_one without a row; 0: NOT_FOUND */
	unsigned           mark; /* its number among the program's queries */
	bool unchecked; /* db_check() skips it: other services have its table */
	struct column_map *columns;
};

/* All queries of a program are in one section of it, see db_check(). */
#define QUERY(id, ...)                                                     \
	static struct query id = { .name = #id, __VA_ARGS__ };             \
	__attribute__((used, section("farm_queries"))) static struct query \
	    *const id##_entry = &id

struct constraint {
	const char *name;
	enum err    error;
};

/* The error when the constraint of this name is violated. */
#define CONSTRAINT(id, err)                                              \
	static const struct constraint id = { #id, err };                \
	__attribute__((used,                                             \
	    section("farm_constraints"))) static const struct constraint \
	    *const id##_entry = &id

/* A value of a query; NULL where the value is "not given". */
struct value {
	const char *text;
	char        own[48];
};

struct value value_of_text(const char *);
struct value value_of_int(int64_t);
struct value value_of_bool(bool);
struct value value_of_flag(struct flag);
struct value value_of_uuid(struct uuid);
struct value value_of_money(struct money);
struct value value_of_decimal(struct decimal);
struct value value_of_time(struct timestamp);

#define V(x) \
	_Generic((x),						\
	char *: value_of_text, const char *: value_of_text,		\
	int: value_of_int, int64_t: value_of_int, bool: value_of_bool,	\
	struct flag: value_of_flag, struct uuid: value_of_uuid,		\
	struct money: value_of_money, struct decimal: value_of_decimal,	\
	struct timestamp: value_of_time)(x)

/*
 * The ids of an array as a uuid[], for "= ANY ($1)": V_UUIDS(db, rows, n, id)
 * takes rows[0].id to rows[n - 1].id.  Ids that are not given are left out.
 */
#define V_UUIDS(db, items, n, member)                                \
	value_of_uuids((db), (n) > 0 ? &(items)->member : NULL, (n), \
	    sizeof(*(items)))
struct value value_of_uuids(struct db *, const struct uuid *first, size_t n,
    size_t step);

struct values {
	struct value *v;
	int           n;
};

#define VALUES(...)                                         \
	((struct values){ (struct value[]){ __VA_ARGS__ },  \
	    (int)(sizeof((struct value[]){ __VA_ARGS__ }) / \
		sizeof(struct value)) })
#define NO_VALUES ((struct values){ NULL, 0 })

/* Does not connect yet.  Owner: the program, by db_close(). */
struct db *db_open(const char *url);
void       db_close(struct db **);
/* From now on rows and texts are made in this arena. */
void db_attach(struct db *, struct arena *);
/* End what a request left open; calls that it did not flush are dropped. */
void          db_detach(struct db *);
struct arena *db_arena(struct db *);

/* One row into "out"; query->none when there is none. */
enum err db_one_spec(struct db *, struct query *, struct values,
    struct spec *row, void *out);
/* All rows. */
enum err db_all_spec(struct db *, struct query *, struct values,
    struct spec *row, struct list *out);
/* db_one(db, &query, VALUES(...), product, &p): "p" is a struct product. */
#define db_one(db, q, v, T, out) \
	db_one_spec((db), (q), (v), &T##_spec, typed_out(T, (out)))
#define db_all(db, q, v, T, out) \
	db_all_spec((db), (q), (v), &T##_spec, typed_list(T, (out)))
/* No rows; "*affected" may be NULL. */
enum err db_run(struct db *, struct query *, struct values, int64_t *affected);

/*
 * One row after the other: each is read into "out", then "fn" is called.  For
 * results of any size: only a piece of it is in memory, about 256 KB or at
 * first 16 rows.  What "fn" allocates from db_arena() lives until it returns.
 * The first error of "fn" ends the reading and is returned.
 *
 * All rows are of one moment.  Outside of a transaction db_each() opens one
 * that only reads, so "fn" may query but not write, nor begin a transaction.
 * Each piece of the result has DB_DEADLINE_MS.  The time that "fn" takes does
 * not count, but the server ends a transaction in which nothing is asked for a
 * minute (inside db_tx(): 5 s).  As long as it is open, the server keeps old
 * versions of all rows: let "fn" not wait for people.
 */
typedef enum err db_row_fn(struct db *, void *ctx);
enum err         db_each_spec(struct db *, struct query *, struct values,
	    struct spec *row, void *out, db_row_fn *, void *ctx);
#define db_each(db, q, v, T, out, fn, ctx)                                 \
	db_each_spec((db), (q), (v), &T##_spec, typed_out(T, (out)), (fn), \
	    (ctx))

/*
 * Collect the calls that follow: they return ERR_OK and fill nothing.
 * db_flush() sends them together and fills their results; it returns the first
 * error.
 */
void     db_batch(struct db *);
enum err db_flush(struct db *);

/*
 * Run "fn" in a transaction.  Calls that "fn" collected and did not flush are
 * sent before the COMMIT.  An error rolls back: that of "fn", or of a call
 * whose error "fn" ignored.  After a lost race all is run again, up to
 * DB_TX_TRIES times, with growing pauses.  ERR_UNCERTAIN is never run again.  A
 * transaction inside a transaction is refused: the inner call returns
 * ERR_INTERNAL, and the outer one rolls back.
 */
typedef enum err db_tx_fn(struct db *, void *ctx);
enum err         db_tx(struct db *, db_tx_fn *, void *ctx);

/*
 * An event for the outbox, in the transaction that is open: "order.created",
 * the id it is about (events of one id keep their order), and its payload.
 * The request id of the log goes with it.
 */
enum err db_event_spec(struct db *, const char *name, struct uuid key,
    struct spec *, const void *payload);
/* db_event(db, EVENT_USER_REGISTERED, id, &payload), see contract/events.h. */
#define db_event(db, ...) db_event_(db, __VA_ARGS__)
#define db_event_(db, name, T, key, payload) \
	db_event_spec((db), (name), (key), &T##_spec, typed_in(T, (payload)))

/* PREPARE all queries of the program; a line on stderr for each that fails. */
bool db_check(struct db *);
/* The same for one query. */
bool db_query_check(struct db *, const struct query *);
/* Print the names and texts of all queries. */
void     db_queries_print(void);
enum err db_ping(struct db *);

/*
 * Hear of changes: LISTEN to "channel" (a constant) on every connection from
 * now on.  db_heard() returns another number after each notification, and
 * whenever one may have been missed: what was read under another number may be
 * out of date.
 */
void     db_watch(struct db *, const char *channel);
uint64_t db_heard(struct db *);

/*
 * For programs that wait: LISTEN now (call it again after errors), the socket
 * to wait on (-1: not connected), and whether a notification has come since
 * the last call.
 */
enum err db_listen(struct db *, const char *channel);
int      db_socket(struct db *);
bool     db_notified(struct db *);

#endif
