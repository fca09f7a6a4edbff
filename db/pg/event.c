/* SPDX-License-Identifier: ISC */
/*
 * event.c - events into the outbox, with the transaction that causes them.
 */
#include "common/base/log.h"
#include "common/model/json_write.h"
#include "db/pg/pg_impl.h"

QUERY(sql_event_add, .sql =
    "INSERT INTO outbox (id, name, key, payload, request_id)"
    " VALUES ($1, $2, $3, $4, $5)");

enum err
db_event_spec(struct db *db, const char *name, struct uuid key,
    struct spec *spec, const void *payload)
{
	return db_run(db, &sql_event_add,
	    VALUES(V(uuid_new()), V(name), V(key),
		V(json_object_text_spec(db->arena, spec, payload)),
		V(log_request_id())),
	    NULL);
}
