/* SPDX-License-Identifier: ISC */
/*
 * listen.c - notifications: LISTEN goes out with the first batch on every
 * connection, see query.c.
 */
#include <stdio.h>

#include "db/pg/pg_impl.h"

void
db_watch(struct db *db, const char *channel)
{
	snprintf(db->watched, sizeof(db->watched), "LISTEN %s", channel);
	db->listen = (struct query){ .name = "listen", .sql = db->watched };
}

enum err
db_listen(struct db *db, const char *channel)
{
	db_watch(db, channel);
	return db->conn != NULL && db->listening ? ERR_OK : db_ping(db);
}

int
db_socket(struct db *db)
{
	return db->conn != NULL ? PQsocket(db->conn) : -1;
}

bool
db_notified(struct db *db)
{
	PGnotify *n;
	bool      any = false;

	if (db->conn == NULL)
		return false;
	if (PQconsumeInput(db->conn) != 1 ||
	    PQstatus(db->conn) != CONNECTION_OK) {
		connection_drop(db, "closed while listening");
		return false;
	}
	while ((n = PQnotifies(db->conn)) != NULL) {
		any = true;
		PQfreemem(n);
	}
	return any;
}

/* While nobody listens, every call returns another number. */
uint64_t
db_heard(struct db *db)
{
	bool news = db_notified(db);

	if (news || db->conn == NULL || !db->listening)
		db->heard++;
	return db->heard;
}
