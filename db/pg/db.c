/* SPDX-License-Identifier: ISC */
/*
 * db.c - the life of a struct db: opened by the program, attached to the
 * arena of one request after the other.
 */
#include "common/base/mem.h"
#include "db/pg/pg_impl.h"

struct db *
db_open(const char *url)
{
	struct db *db = mem_new(1, sizeof(*db));

	db->url = url;
	db->prepared = mem_new(queries_mark() + 1, sizeof(*db->prepared));
	return db;
}

void
db_close(struct db **dbp)
{
	if (*dbp == NULL)
		return;
	PQfinish((*dbp)->conn);
	mem_free((*dbp)->prepared);
	mem_free(*dbp);
	*dbp = NULL;
}

void
db_attach(struct db *db, struct arena *a)
{
	db->arena = a;
}

void
db_detach(struct db *db)
{
	calls_drop(db);
	db->begin = NULL;
	/* Nobody knows what was done in a transaction that is still open. */
	if (db->in_tx && db->conn != NULL)
		connection_drop(db, "a transaction was left open");
	db->in_tx = false;
	db->arena = NULL;
}

struct arena *
db_arena(struct db *db)
{
	return db->arena;
}
