/* SPDX-License-Identifier: ISC */
#include "db/outbox/outbox.h"

#define ROWS                                                          \
	"SELECT o.id, o.seq, o.name, o.key, o.payload, o.request_id," \
	"  o.published_at IS NULL AS is_first,"                       \
	"  (SELECT p.id FROM outbox p WHERE p.key = o.key"            \
	"   AND p.seq < o.seq AND p.done_at IS NULL"                  \
	"   ORDER BY p.seq DESC LIMIT 1) AS follows"                  \
	" FROM outbox o WHERE o.done_at IS NULL AND "
#define LIMIT " ORDER BY o.seq LIMIT $1 FOR UPDATE OF o SKIP LOCKED"

/*
 * Rows are committed in another order than that of "seq".  So look for rows that
 * are not published, not for those after the last one.
 */
QUERY(sql_outbox_new, .sql = ROWS "o.published_at IS NULL" LIMIT);

QUERY(sql_outbox_again, .sql = ROWS
    "o.published_at < farm_now() - interval '5 minutes'" LIMIT);

QUERY(sql_outbox_published, .sql =
    "UPDATE outbox SET published_at = farm_now() WHERE id = ANY ($1::uuid[])");

QUERY(sql_outbox_lost, .sql =
    "UPDATE outbox SET published_at = '-infinity'"
    " WHERE done_at IS NULL AND published_at IS NOT NULL");

QUERY(sql_outbox_done, .sql =
    "UPDATE outbox SET done_at = farm_now()"
    " WHERE id = ANY ($1::uuid[]) AND done_at IS NULL");

SPEC_STATIC(outbox_row,
    FIELD(id),
    FIELD(seq),
    FIELD(name),
    FIELD(key),
    FIELD(follows),
    FIELD(payload),
    FIELD(request_id),
    FIELD(is_first));

struct outbox_batch {
	struct query      *due;
	outbox_publish_fn *publish;
	void              *ctx;
	size_t             n;
};

static enum err
batch_relay(struct db *db, void *ctx)
{
	struct outbox_batch *r = ctx;
	LIST(outbox_row)     rows;
	enum err             e;

	e = db_all(db, r->due, VALUES(V(OUTBOX_BATCH)), outbox_row, &rows);
	r->n = rows.n;
	if (e != ERR_OK || rows.n == 0)
		return e;
	if ((e = r->publish(r->ctx, rows.items, rows.n)) != ERR_OK)
		return e;
	return db_run(db, &sql_outbox_published,
	    VALUES(V_UUIDS(db, rows.items, rows.n, id)), NULL);
}

enum err
db_outbox_relay(struct db *db, bool again, outbox_publish_fn *publish,
    void *ctx, size_t *n)
{
	struct outbox_batch r = { again ? &sql_outbox_again : &sql_outbox_new,
		publish, ctx, 0 };
	enum err e = db_tx(db, batch_relay, &r);

	*n = e == ERR_OK ? r.n : 0;
	return e;
}

enum err
db_outbox_lost(struct db *db)
{
	return db_run(db, &sql_outbox_lost, NO_VALUES, NULL);
}

enum err
db_outbox_done(struct db *db, const char *ids)
{
	return db_run(db, &sql_outbox_done, VALUES(V(ids)), NULL);
}
