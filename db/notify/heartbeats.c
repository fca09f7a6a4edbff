/* SPDX-License-Identifier: ISC */
#include "db/notify/heartbeats.h"

QUERY(sql_heartbeat_put, .sql =
    "INSERT INTO heartbeats (worker, at) VALUES ($1, farm_now())"
    " ON CONFLICT (worker) DO UPDATE SET at = farm_now()");

QUERY(sql_heartbeat_get, .none = ERR_UNAVAILABLE, .sql =
    "SELECT at FROM heartbeats"
    " WHERE at > farm_now() - $1::int8 * interval '1 second'"
    " ORDER BY at DESC LIMIT 1");

struct heartbeat {
	struct timestamp at;
};
SPEC_STATIC(heartbeat, FIELD(at));

enum err
db_heartbeat_put(struct db *db, const char *worker)
{
	return db_run(db, &sql_heartbeat_put, VALUES(V(worker)), NULL);
}

enum err
db_heartbeat_check(struct db *db, int64_t seconds)
{
	struct heartbeat unused;

	return db_one(db, &sql_heartbeat_get, VALUES(V(seconds)), heartbeat,
	    &unused);
}
