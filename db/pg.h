/* SPDX-License-Identifier: ISC */
/*
 * pg.h - one service's database.
 *
 * A query is a constant text with a name; it is prepared when first used on a
 * connection.  Its plan is one for all values, prefers indexes, and is made
 * anew every few seconds.  Values and rows are typed: values by V(), rows by a
 * spec whose columns are named as its members ("stock_quantity", "vendor.id"
 * for an object's; a list's column is JSON, made by json_agg).
 *
 *	QUERY(sql_product_get, .none = ERR_PRODUCT_NOT_FOUND, .sql =
 *	    "SELECT id, name, price FROM products WHERE id = $1");
 *	…
 *	return db_one(db, &sql_product_get, VALUES(V(id)), product, out);
 *
 * Everything is one round trip: queries go out in pipeline mode.  Between
 * db_batch() and db_flush() calls only collect, and go out together, as one
 * transaction when none is open.
 *
 * The connection is made when first needed, with a deadline; when it is lost,
 * the call answers ERR_UNAVAILABLE and the next one connects anew.  No call
 * waits longer than DB_DEADLINE_MS.
 *
 * Errors: ERR_UNAVAILABLE (no database, a time-out), the error that a
 * CONSTRAINT() names, ERR_CONFLICT (a lost race that retries did not mend),
 * ERR_INTERNAL (a bug; the reason is logged), query->none (no row).
 */
#ifndef FARM_DB_PG_H
#define FARM_DB_PG_H

#include <stdint.h>

#include "common/base/arena.h"
#include "common/base/err.h"
#include "common/model/spec.h"

#define DB_DEADLINE_MS 4000
#define DB_VALUES_MAX  40 /* of one query */
#define DB_BATCH_MAX   64 /* queries; keep their values below 100 KB */

struct db;
struct column_map;

struct query {
	const char        *name, *sql;
	enum err           none;    /* of db_one without a row; 0: NOT_FOUND */
	unsigned           mark;    /* among a connection's marks; 0: none */
	struct column_map *columns; /* made from the first result */
};

/* These stand in sections of their own, so that all can be checked. */
#define QUERY(id, ...)                                                     \
	static struct query id = { .name = #id, __VA_ARGS__ };             \
	__attribute__((used, section("farm_queries"))) static struct query \
	    *const id##_entry = &id

struct constraint {
	const char *name;
	enum err    error;
};

/* What it means to the caller when the constraint "id" is violated. */
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
struct value value_of_time(struct timestamp);

#define V(x) \
	_Generic((x),						\
	char *: value_of_text, const char *: value_of_text,		\
	int: value_of_int, int64_t: value_of_int, bool: value_of_bool,	\
	struct flag: value_of_flag, struct uuid: value_of_uuid,		\
	struct money: value_of_money, struct timestamp: value_of_time)(x)

struct values {
	struct value *v;
	int           n;
};

#define VALUES(...)                                         \
	((struct values){ (struct value[]){ __VA_ARGS__ },  \
	    (int)(sizeof((struct value[]){ __VA_ARGS__ }) / \
		sizeof(struct value)) })
#define NO_VALUES ((struct values){ NULL, 0 })

/* Nothing is connected yet.  Owner: the program; it lives as long. */
struct db *db_open(const char *url);
void       db_close(struct db **);
/* Rows and texts come from this arena from now on. */
void db_attach(struct db *, struct arena *);
/* End what a request left open. */
void          db_detach(struct db *);
struct arena *db_arena(struct db *);

/* One row into "out"; query->none when there is none. */
enum err db_one_spec(struct db *, struct query *, struct values,
    struct spec *row, void *out);
/* All rows. */
enum err db_all_spec(struct db *, struct query *, struct values,
    struct spec *row, struct list *out);
/* db_one(db, &query, VALUES(...), product, &p); the types must fit. */
#define db_one(db, q, v, T, out) \
	db_one_spec((db), (q), (v), &T##_spec, typed_out(T, (out)))
#define db_all(db, q, v, T, out) \
	db_all_spec((db), (q), (v), &T##_spec, typed_list(T, (out)))
/* No rows; "*affected" may be NULL. */
enum err db_run(struct db *, struct query *, struct values, int64_t *affected);

/*
 * Collect the calls that follow (they answer ERR_OK and fill nothing yet);
 * then send them together and fill their results.  The first error.
 */
void     db_batch(struct db *);
enum err db_flush(struct db *);

/*
 * Run "fn" in a transaction, again (at most 5 times, after growing pauses)
 * when it lost a race.  Its error, or that of COMMIT; anything but ERR_OK
 * rolls back.
 */
typedef enum err db_tx_fn(struct db *, void *ctx);
enum err         db_tx(struct db *, db_tx_fn *, void *ctx);

/*
 * An event for the outbox, in the transaction that is open: "order.created",
 * the id it is about (events of one id keep their order), and its payload.
 * The request id of the log goes along.
 */
enum err db_event_spec(struct db *, const char *name, struct uuid key,
    struct spec *, const void *payload);

#define db_event(db, name, key, T, payload) \
	db_event_spec((db), (name), (key), &T##_spec, typed_in(T, (payload)))

/* PREPARE all queries of the program; a line on stderr for each that fails. */
bool     db_check(struct db *);
enum err db_ping(struct db *);

/*
 * Hear of changes: LISTEN to "channel" (a constant) on every connection from
 * now on.  db_heard() is another number after each notification, and whenever
 * one may have been missed: what was read at another number may be old.
 */
void     db_watch(struct db *, const char *channel);
uint64_t db_heard(struct db *);

/*
 * For the worker: the socket to wait on (-1: not connected), LISTEN (once a
 * connection: call it again after errors), and whether a notification has
 * come since the last call.
 */
int      db_socket(struct db *);
enum err db_listen(struct db *, const char *channel);
bool     db_notified(struct db *);

#endif
