/* SPDX-License-Identifier: ISC */
/*
 * unsimulated.c - where queries end that nobody simulates: the real ones in
 * db/, which are linked for their specs.
 */
#include <stdio.h>
#include <stdlib.h>

#include "db/pg/pg.h"

static _Noreturn void
missing(const char *what)
{
	fprintf(stderr,
	    "%s is not simulated: it wants a function in tests/simulate/db_*.c"
	    " and a line in names.h\n",
	    what);
	abort();
}

enum err
db_one_spec(struct db *db, struct query *q, struct values v, struct spec *row,
    void *out)
{
	(void)db;
	(void)v;
	(void)row;
	(void)out;
	missing(q->name);
}

enum err
db_all_spec(struct db *db, struct query *q, struct values v, struct spec *row,
    struct list *out)
{
	(void)db;
	(void)v;
	(void)row;
	(void)out;
	missing(q->name);
}

enum err
/* NOLINTNEXTLINE(readability-non-const-parameter): as pg.h has it */
db_run(struct db *db, struct query *q, struct values v, int64_t *affected)
{
	(void)db;
	(void)v;
	(void)affected;
	missing(q->name);
}

void
db_batch(struct db *db)
{
	(void)db;
	missing("a batch");
}

enum err
db_flush(struct db *db)
{
	(void)db;
	missing("a batch");
}

struct arena *
db_arena(struct db *db)
{
	(void)db;
	missing("a query");
}

void
db_attach(struct db *db, struct arena *a)
{
	(void)db;
	(void)a;
	missing("a connection");
}

void
db_watch(struct db *db, const char *channel)
{
	(void)db;
	(void)channel;
	missing("a notification");
}

uint64_t
db_heard(struct db *db)
{
	(void)db;
	missing("a notification");
}

enum err
db_tx(struct db *db, db_tx_fn *fn, void *ctx)
{
	(void)db;
	(void)fn;
	(void)ctx;
	missing("a transaction");
}

enum err
db_event_spec(struct db *db, const char *name, struct uuid key,
    struct spec *spec, const void *payload)
{
	(void)db;
	(void)key;
	(void)spec;
	(void)payload;
	missing(name);
}
