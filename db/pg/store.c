/* SPDX-License-Identifier: ISC */
/*
 * store.c - PostgreSQL behind common/http/store.h, with the idempotency keys.
 */
#include <string.h>

#include "db/pg/pg_impl.h"
#include "db/pg/retention.h"
#include "db/pg/store.h"

/*
 * Taking a key does not wait for the disk.  What a handler writes is committed
 * later and takes the key to the disk with it.  When a crash loses an answer, a
 * repeat makes it again, as after a worker that was killed.
 */
#define SOON                                                           \
	"WITH soon AS (SELECT set_config('synchronous_commit', 'off'," \
	" true))"

/*
 * An INSERT takes a key.  The lease is for workers that are killed: when it has
 * ended, the next request with the key runs again with the same id, and so
 * finds what was made before.
 */
QUERY(sql_once_take, .sql =
    SOON " INSERT INTO idempotency_keys AS k (scope, key, fingerprint, id,"
    "  taker, leased_until)"
    " SELECT $1, $2, $3, $4, $5, farm_now() + interval '20 seconds' FROM soon"
    " ON CONFLICT (scope, key) DO UPDATE SET (taker, leased_until) ="
    "  (SELECT CASE WHEN free THEN excluded.taker ELSE k.taker END,"
    "    CASE WHEN free THEN excluded.leased_until ELSE k.leased_until END"
    "   FROM (SELECT k.status IS NULL AND k.leased_until < farm_now()"
    "    AND k.fingerprint = excluded.fingerprint AS free) f),"
    "  tries = k.tries + 1"
    " RETURNING id, fingerprint, status, body, location,"
    "  taker = $5 AS mine");

QUERY(sql_once_record, .sql =
    SOON " UPDATE idempotency_keys SET status = $3, body = $4, location = $5"
    " FROM soon WHERE scope = $1 AND key = $2 AND status IS NULL");

/* Not when its lease has ended and another use has taken it. */
#define MINE " WHERE scope = $1 AND key = $2 AND taker = $3 AND status IS NULL"

QUERY(sql_once_release, .sql = "DELETE FROM idempotency_keys" MINE);

QUERY(sql_once_keep, .sql =
    "UPDATE idempotency_keys SET leased_until = farm_now()" MINE);

struct once_row {
	struct uuid id;
	const char *fingerprint, *body, *location;
	int64_t     status;
	bool        mine;
};
SPEC_STATIC(once_row,
    FIELD(id),
    FIELD(fingerprint),
    FIELD(status),
    FIELD(body),
    FIELD(location),
    FIELD(mine));

static enum err
once_take(struct db *db, struct once *o)
{
	struct once_row row;
	enum err        e;

	o->taker = uuid_new();
	e = db_one(db, &sql_once_take,
	    VALUES(V(o->scope), V(o->key), V(o->fingerprint), V(o->id),
		V(o->taker)),
	    once_row, &row);
	if (e != ERR_OK)
		return e;
	if (strcmp(row.fingerprint, o->fingerprint) != 0)
		return ERR_KEY_REUSED;
	o->id = row.id;
	o->replay = row.status != INT_NONE;
	o->status = (int)row.status;
	o->body = row.body;
	o->location = row.location;
	return o->replay || row.mine ? ERR_OK : ERR_KEY_IN_USE;
}

static enum err
once_record(struct db *db, const struct once *o)
{
	return db_run(db, &sql_once_record,
	    VALUES(V(o->scope), V(o->key), V(o->status), V(o->body),
		V(o->location)),
	    NULL);
}

/* After an error: what the handler collected is not sent. */
static enum err
once_release(struct db *db, const struct once *o, bool keep_id)
{
	calls_drop(db);
	return db_run(db, keep_id ? &sql_once_keep : &sql_once_release,
	    VALUES(V(o->scope), V(o->key), V(o->taker)), NULL);
}

static bool
store_check(struct db *db, const char *service)
{
	bool ok = db_check(db);

	return db_retention_check(db, service) && ok;
}

const struct store pg_store = {
	.open = db_open,
	.close = db_close,
	.attach = db_attach,
	.flush = db_flush,
	.detach = db_detach,
	.check = store_check,
	.ping = db_ping,
	.queries = db_queries_print,
	.retain = db_retention_run,
	.once_take = once_take,
	.once_record = once_record,
	.once_release = once_release,
};
