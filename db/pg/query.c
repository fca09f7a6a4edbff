/* SPDX-License-Identifier: ISC */
/*
 * query.c - collect calls and send them: one at a time, or a batch at once.
 */
#include <stdlib.h>
#include <string.h>

#include "common/base/clock.h"
#include "db/pg/pg_impl.h"

extern struct query *const __start_farm_queries[] __attribute__((weak));
extern struct query *const __stop_farm_queries[] __attribute__((weak));

QUERY(sql_discard_plans, .sql = "DISCARD PLANS");

unsigned
queries_mark(void)
{
	struct query *const *q = __start_farm_queries;
	unsigned             n = 0;

	for (; q < __stop_farm_queries; q++)
		(*q)->mark = ++n;
	return n;
}

struct query *
query_marked(unsigned mark)
{
	struct query *const *q = __start_farm_queries;

	return q + mark <= __stop_farm_queries ? q[mark - 1] : NULL;
}

/* ---- chores -------------------------------------------------------------- */

/* db_flush() has room for CHORES_MAX of them. */
static void
chore_put(struct db *db, struct call c)
{
	memmove(db->calls + 1, db->calls, (size_t)db->ncalls * sizeof(c));
	db->calls[0] = c;
	db->ncalls++;
}

/*
 * PostgreSQL keeps a plan until statistics change, and those are a minute
 * old: a plan that was right for an empty queue reads a long one from end to
 * end.  So plans are made again every PLANS_MS.
 */
static void
chore_replan(struct db *db)
{
	int64_t now = clock_ms();

	if (now < db->replan_at || db->in_tx)
		return;
	chore_put(db,
	    (struct call){ .query = &sql_discard_plans, .plain = true });
	db->replan_at = now + PLANS_MS;
}

/* The LISTEN of db_watch() takes effect when the batch ends well. */
static bool
chore_listen(struct db *db)
{
	if (db->listen.sql == NULL || db->listening || db->in_tx ||
	    db->begin != NULL)
		return false;
	chore_put(db, (struct call){ .query = &db->listen, .plain = true });
	return true;
}

static void
chore_begin(struct db *db)
{
	if (db->begin == NULL)
		return;
	chore_put(db, (struct call){ .query = db->begin });
	db->begin = NULL;
	db->in_tx = true;
}

/* ---- calls --------------------------------------------------------------- */

static enum err
calls_send(struct db *db)
{
	enum err e;
	bool     listen;

	if ((e = connection_ready(db)) != ERR_OK) {
		if (db->tx_error == ERR_OK)
			db->tx_error = e;
		return e;
	}
	listen = chore_listen(db);
	chore_replan(db);
	chore_begin(db);
	e = pipeline_run(db);
	if (listen && e == ERR_OK) {
		db->listening = true;
		/* What this batch read may be older than the LISTEN. */
		db->heard++;
	}
	return e;
}

enum err
db_flush(struct db *db)
{
	enum err e;

	db->batch = false;
	if (db->ncalls == 0)
		return ERR_OK;
	e = calls_send(db);
	db->ncalls = 0;
	return e;
}

void
calls_drop(struct db *db)
{
	db->batch = false;
	db->ncalls = 0;
}

/* A batch is sent later: its values must not stand on the caller's stack. */
enum err
call_add(struct db *db, struct call c, struct values v)
{
	if (db->ncalls == DB_BATCH_MAX || v.n > DB_VALUES_MAX ||
	    (c.query->mark == 0 && !c.plain)) /* not made by QUERY() */
		abort();
	c.n = v.n;
	c.values = v.v;
	if (db->batch && v.n > 0) {
		c.values = arena_array(db->arena, (size_t)v.n,
		    sizeof(*c.values));
		memcpy(c.values, v.v, (size_t)v.n * sizeof(*c.values));
	}
	db->calls[db->ncalls++] = c;
	return db->batch ? ERR_OK : db_flush(db);
}

enum err
db_one_spec(struct db *db, struct query *q, struct values v, struct spec *row,
    void *out)
{
	return call_add(db, (struct call){ .query = q, .row = row, .one = out },
	    v);
}

enum err
db_all_spec(struct db *db, struct query *q, struct values v, struct spec *row,
    struct list *out)
{
	return call_add(db, (struct call){ .query = q, .row = row, .all = out },
	    v);
}

enum err
db_run(struct db *db, struct query *q, struct values v, int64_t *affected)
{
	return call_add(db, (struct call){ .query = q, .affected = affected },
	    v);
}

void
db_batch(struct db *db)
{
	db->batch = true;
}
