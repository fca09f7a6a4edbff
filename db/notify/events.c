/* SPDX-License-Identifier: ISC */
#include "db/notify/events.h"
#include "common/base/buf.h"

const char *const lane_words[] = { "CALL", "NOTICE", "MAIL", NULL };

#define OPEN "state IN ('WAITING', 'RETRYING')"

/* An event without jobs is done as soon as it is known. */
QUERY(sql_event_take, .sql =
    "WITH taken AS (INSERT INTO events AS e (id, service, seq, name, key,"
    "  follows, payload, request_id, done_at)"
    "  VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
    "   CASE WHEN $9::text[] = '{}' THEN farm_now() END)"
    "  ON CONFLICT (id) DO UPDATE SET told_at = NULL"
    "  RETURNING id, service, key, seq)"
    " INSERT INTO jobs (event_id, service, key, seq, name, lane)"
    " SELECT t.id, t.service, t.key, t.seq, j.name, j.lane"
    " FROM taken t, unnest($9::text[], $10::text[]) AS j (name, lane)"
    " ON CONFLICT ON CONSTRAINT jobs_once DO NOTHING");

/*
 * Keep the order: a job waits while an earlier one of its lane and key is open,
 * and until the event before its own has arrived.  An outbox publishes again
 * after 5 minutes.  An event that is not here after 15 minutes never comes, for
 * example after a backup was restored.
 *
 * min() reads one entry of an index for each job.  NOT EXISTS would be planned
 * as a join of all open jobs with each other.
 */
QUERY(sql_jobs_claim, .sql =
    "UPDATE jobs j SET worker = $1, tries = j.tries + 1,"
    "  leased_until = farm_now() + interval '5 minutes'"
    " FROM events e WHERE e.id = j.event_id AND j.id IN ("
    "  SELECT c.id FROM jobs c JOIN events f ON f.id = c.event_id"
    "  WHERE c." OPEN " AND c.lane = $2 AND c.next_at <= farm_now()"
    "   AND (c.leased_until IS NULL OR c.leased_until < farm_now())"
    "   AND c.seq = (SELECT min(b.seq) FROM jobs b WHERE b.key = c.key"
    "    AND b.lane = c.lane AND b.service = c.service AND b." OPEN ")"
    "   AND (f.follows IS NULL OR EXISTS (SELECT FROM events p"
    "    WHERE p.id = f.follows)"
    "    OR f.received_at < farm_now() - interval '15 minutes')"
    "  ORDER BY c.next_at, c.id LIMIT $3 FOR UPDATE OF c SKIP LOCKED)"
    " RETURNING j.id, j.name, j.tries, e.id AS \"event.id\","
    "  e.service AS \"event.service\", e.seq AS \"event.seq\","
    "  e.name AS \"event.name\", e.key AS \"event.key\","
    "  e.payload AS \"event.payload\","
    "  e.request_id AS \"event.request_id\"");

QUERY(sql_jobs_wake, .sql = "SELECT pg_notify('jobs', '')");

QUERY(sql_jobs_release, .sql =
    "UPDATE jobs SET leased_until = NULL WHERE worker = $1 AND " OPEN
    " AND leased_until IS NOT NULL");

/* Of two jobs that end at the same time, the second must see the first. */
QUERY(sql_event_lock, .sql = "SELECT FROM events WHERE id = $1 FOR UPDATE");

/* A worker that was too slow, so that another one ended its job, changes nothing. */
QUERY(sql_job_end, .sql =
    "UPDATE jobs SET state = $2, error = $3, ended_at = farm_now(),"
    "  leased_until = NULL WHERE id = $1 AND " OPEN);

QUERY(sql_job_again, .sql =
    "UPDATE jobs SET error = coalesce($2, error), leased_until = NULL,"
    "  state = CASE WHEN $2 IS NULL THEN state ELSE 'RETRYING' END,"
    "  next_at = farm_now() + $3::int8 * interval '1 millisecond',"
    "  tries = tries - $4::int WHERE id = $1 AND " OPEN);

QUERY(sql_event_end, .sql =
    "UPDATE events SET done_at = farm_now() WHERE id = $1 AND done_at IS NULL"
    " AND NOT EXISTS (SELECT FROM jobs WHERE event_id = $1 AND " OPEN ")");

QUERY(sql_events_untold, .sql =
    "SELECT service, array_agg(id) AS ids FROM (SELECT service, id"
    "  FROM events WHERE done_at IS NOT NULL AND told_at IS NULL LIMIT 1000)"
    " AS d GROUP BY service");

QUERY(sql_events_told, .sql =
    "UPDATE events SET told_at = farm_now() WHERE id = ANY ($1::uuid[])");

SPEC_STATIC(event,
    FIELD(id),
    FIELD(service),
    FIELD(seq),
    FIELD(name),
    FIELD(key),
    FIELD(payload),
    FIELD(request_id));
SPEC_STATIC(job_run,
    FIELD(id),
    FIELD(name),
    FIELD(tries),
    FIELD_SUB(event, event));
SPEC_STATIC(done_events,
    FIELD(service),
    FIELD(ids));

/* Names and lanes are plain words, which need no quotes. */
static const char *
array_of(struct arena *a, const LIST(event_job) *jobs, bool lanes)
{
	const char *text = "{";

	for (size_t i = 0; i < jobs->n; i++)
		text = arena_printf(a, "%s%s%s", text, i > 0 ? "," : "",
		    lanes ? lane_words[jobs->items[i].lane] :
			    jobs->items[i].name);
	return arena_printf(a, "%s}", text);
}

enum err
db_event_take(struct db *db, const struct event *ev,
    const LIST(event_job) *jobs)
{
	struct arena *a = db_arena(db);

	return db_run(db, &sql_event_take,
	    VALUES(V(ev->id), V(ev->service), V(ev->seq), V(ev->name),
		V(ev->key), V(ev->follows), V(ev->payload), V(ev->request_id),
		V(array_of(a, jobs, false)), V(array_of(a, jobs, true))),
	    NULL);
}

enum err
db_jobs_claim(struct db *db, const char *worker, enum lane lane, int64_t count,
    LIST(job_run) *out)
{
	return db_all(db, &sql_jobs_claim,
	    VALUES(V(worker), V(lane_words[lane]), V(count)), job_run, out);
}

enum err
db_jobs_wake(struct db *db)
{
	return db_run(db, &sql_jobs_wake, NO_VALUES, NULL);
}

enum err
db_jobs_release(struct db *db, const char *worker)
{
	return db_run(db, &sql_jobs_release, VALUES(V(worker)), NULL);
}

static enum err
job_end(struct db *db, const struct job_run *run, const char *state,
    const char *why)
{
	db_batch(db);
	db_run(db, &sql_event_lock, VALUES(V(run->event.id)), NULL);
	db_run(db, &sql_job_end, VALUES(V(run->id), V(state), V(why)), NULL);
	db_run(db, &sql_event_end, VALUES(V(run->event.id)), NULL);
	return db_flush(db);
}

enum err
db_job_done(struct db *db, const struct job_run *run)
{
	return job_end(db, run, "DONE", NULL);
}

enum err
db_job_dead(struct db *db, const struct job_run *run, const char *why)
{
	return job_end(db, run, "DEAD", why);
}

enum err
db_job_again(struct db *db, const struct job_run *run, int64_t delay_ms,
    const char *why)
{
	return db_run(db, &sql_job_again,
	    VALUES(V(run->id), V(why), V(delay_ms), V(0)), NULL);
}

enum err
db_job_back(struct db *db, const struct job_run *run, int64_t delay_ms,
    const char *why)
{
	return db_run(db, &sql_job_again,
	    VALUES(V(run->id), V(why), V(delay_ms), V(1)), NULL);
}

enum err
db_events_untold(struct db *db, LIST(done_events) *out)
{
	return db_all(db, &sql_events_untold, NO_VALUES, done_events, out);
}

enum err
db_events_told(struct db *db, const char *ids)
{
	return db_run(db, &sql_events_told, VALUES(V(ids)), NULL);
}
