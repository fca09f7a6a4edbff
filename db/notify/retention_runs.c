/* SPDX-License-Identifier: ISC */
#include "db/notify/retention_runs.h"

QUERY(sql_retention_note, .sql =
    "INSERT INTO retention_runs AS r (service, succeeded_at, failures, error)"
    " VALUES ($1, CASE WHEN $2::text IS NULL THEN farm_now() END,"
    "  CASE WHEN $2 IS NULL THEN 0 ELSE 1 END, $2)"
    " ON CONFLICT (service) DO UPDATE SET"
    "  succeeded_at = coalesce(excluded.succeeded_at, r.succeeded_at),"
    "  failures = CASE WHEN $2 IS NULL THEN 0 ELSE r.failures + 1 END,"
    "  error = excluded.error");

QUERY(sql_retention_list, .sql =
    "SELECT service, succeeded_at, failures, error FROM retention_runs"
    " ORDER BY service");

SPEC(retention_run,
    FIELD(service),
    FIELD(succeeded_at),
    FIELD(failures),
    FIELD(error));

enum err
db_retention_note(struct db *db, const char *service, const char *error)
{
	return db_run(db, &sql_retention_note, VALUES(V(service), V(error)),
	    NULL);
}

enum err
db_retention_list(struct db *db, LIST(retention_run) *out)
{
	return db_all(db, &sql_retention_list, NO_VALUES, retention_run, out);
}
