/* SPDX-License-Identifier: ISC */
#include "db/notify/jobs.h"

const char *const job_state_words[] = { "WAITING", "RETRYING", "DEAD", "DONE",
	NULL };

#define COLUMNS                                                        \
	"j.id, j.event_id, e.name AS event, j.service, j.name, j.key," \
	" j.state, j.tries, j.error, j.next_at, j.created_at,"         \
	" e.request_id, e.payload"

QUERY(sql_jobs_list, .sql =
    "SELECT " COLUMNS " FROM jobs j JOIN events e ON e.id = j.event_id"
    " WHERE j.state = $1 AND j.state <> 'DONE'"
    "  AND j.id > greatest($2::bigint, 0)"
    " ORDER BY j.id LIMIT $3 OFFSET $4");

QUERY(sql_jobs_count, .sql =
    "SELECT count(*) FILTER (WHERE state = 'WAITING') AS waiting,"
    "  count(*) FILTER (WHERE state = 'RETRYING') AS retrying,"
    "  count(*) FILTER (WHERE state = 'DEAD') AS dead"
    " FROM jobs WHERE state <> 'DONE' AND id > 0");

QUERY(sql_job_get, .none = ERR_JOB_NOT_FOUND, .sql =
    "SELECT " COLUMNS " FROM jobs j JOIN events e ON e.id = j.event_id"
    " WHERE j.id = $1");

/* The error stays until the next try has ended. */
QUERY(sql_job_retry, .none = ERR_CONFLICT, .sql =
    "UPDATE jobs j SET next_at = farm_now(), ended_at = NULL,"
    "  tries = CASE WHEN j.state = 'DEAD' THEN 0 ELSE j.tries END,"
    "  state = CASE WHEN j.state = 'DEAD' THEN 'WAITING' ELSE j.state END"
    " FROM events e WHERE e.id = j.event_id AND j.id = $1"
    "  AND j.state IN ('DEAD', 'RETRYING') RETURNING " COLUMNS);

QUERY(sql_jobs_notify, .sql = "SELECT pg_notify('jobs', '')");

SPEC(job_row,
    FIELD(id, GIVEN),
    FIELD(event_id, GIVEN),
    FIELD(event, GIVEN),
    FIELD(service, GIVEN),
    FIELD(name, GIVEN),
    FIELD(key, GIVEN),
    FIELD_ENUM(state, job_state_words, GIVEN),
    FIELD(tries, GIVEN),
    FIELD(error),
    FIELD(next_at, GIVEN),
    FIELD(created_at, GIVEN),
    FIELD(request_id, GIVEN),
    FIELD(payload, GIVEN));

SPEC(job_counts,
    FIELD(waiting, GIVEN),
    FIELD(retrying, GIVEN),
    FIELD(dead, GIVEN));

enum err
db_jobs_list(struct db *db, enum job_state state, const struct slice *s,
    LIST(job_row) *out, struct job_counts *counts)
{
	db_batch(db);
	db_all(db, &sql_jobs_list,
	    VALUES(V(job_state_words[state]), V(s->key), V(s->limit),
		V(s->offset)),
	    job_row, out);
	db_one(db, &sql_jobs_count, NO_VALUES, job_counts, counts);
	return db_flush(db);
}

enum err
db_jobs_count(struct db *db, struct job_counts *out)
{
	return db_one(db, &sql_jobs_count, NO_VALUES, job_counts, out);
}

enum err
db_job_retry(struct db *db, int64_t id, struct job_row *out)
{
	enum err e;

	e = db_one(db, &sql_job_get, VALUES(V(id)), job_row, out);
	if (e != ERR_OK)
		return e;
	db_batch(db);
	db_one(db, &sql_job_retry, VALUES(V(id)), job_row, out);
	db_run(db, &sql_jobs_notify, NO_VALUES, NULL);
	return db_flush(db);
}
