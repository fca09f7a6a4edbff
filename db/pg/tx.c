/* SPDX-License-Identifier: ISC */
/*
 * tx.c - transactions, and again after a lost race.
 */
#include <unistd.h>

#include "common/base/crypto.h"
#include "common/base/log.h"
#include "common/base/metrics.h"
#include "db/pg/pg_impl.h"

QUERY(sql_begin, .sql = "BEGIN");
QUERY(sql_begin_reading, .sql = "BEGIN READ ONLY");
QUERY(sql_commit, .sql = "COMMIT");
QUERY(sql_rollback, .sql = "ROLLBACK");

bool
tx_is_open(const struct db *db)
{
	return db->in_tx || db->begin != NULL;
}

enum err
tx_begin(struct db *db, bool read_only)
{
	if (tx_is_open(db)) {
		log_write(LOG_ERROR, "a transaction inside a transaction",
		    NULL);
		if (db->tx_error == ERR_OK)
			db->tx_error = ERR_INTERNAL;
		db->retry = false;
		return ERR_INTERNAL;
	}
	db->begin = read_only ? &sql_begin_reading : &sql_begin;
	db->reads = read_only;
	db->retry = false;
	db->tx_error = ERR_OK;
	return ERR_OK;
}

void
tx_rollback(struct db *db)
{
	calls_drop(db);
	db->begin = NULL;
	if (db->in_tx && db->conn != NULL)
		db_run(db, &sql_rollback, NO_VALUES, NULL);
	db->in_tx = false;
}

static enum err
tx_commit(struct db *db)
{
	enum err e = ERR_OK;

	if (db->in_tx) /* else nothing was sent */
		e = call_add(db,
		    (struct call){ .query = &sql_commit, .commits = true },
		    NO_VALUES);
	db->begin = NULL;
	db->in_tx = false;
	return e;
}

static enum err
tx_try(struct db *db, db_tx_fn *fn, void *ctx)
{
	enum err e;

	if ((e = tx_begin(db, false)) != ERR_OK)
		return e;
	e = fn(db, ctx);
	if (e == ERR_OK)
		e = db_flush(db); /* calls that "fn" collected and left */
	if (e == ERR_OK)
		e = db->tx_error; /* of a call whose error "fn" ignored */
	if (e == ERR_OK)
		return tx_commit(db);
	tx_rollback(db);
	return e;
}

static void
pause_before(int try)
{
	unsigned char random;

	random_bytes(&random, 1);
	usleep((useconds_t)((1 << try) * 2000 + random * 20));
}

enum err
db_tx(struct db *db, db_tx_fn *fn, void *ctx)
{
	enum err e;

	if ((e = db_flush(db)) != ERR_OK)
		return e;
	for (int try = 0;; try++) {
		e = tx_try(db, fn, ctx);
		if (e == ERR_OK || !db->retry || try + 1 == DB_TX_TRIES)
			return e;
		metrics_add(METRIC_DB_RETRIES, 1);
		pause_before(try);
	}
}
