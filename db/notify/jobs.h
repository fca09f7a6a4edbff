/* SPDX-License-Identifier: ISC */
/*
 * jobs.h - the jobs that an admin looks at.
 */
#ifndef FARM_DB_NOTIFY_JOBS_H
#define FARM_DB_NOTIFY_JOBS_H

#include "common/model/slice.h"
#include "db/pg/pg.h"

enum job_state { JOB_WAITING, JOB_RETRYING, JOB_DEAD, JOB_DONE };
extern const char *const job_state_words[];

struct job_row {
	int64_t          id;
	struct uuid      event_id;
	const char      *event, *service, *name; /* name: the job's */
	struct uuid      key;
	enum job_state   state;
	int64_t          tries;
	const char      *error; /* of the last try */
	struct timestamp next_at, created_at;
	const char      *request_id;
	struct raw_json  payload;
};
SPEC_DECLARE(job_row);

struct job_counts {
	int64_t waiting, retrying, dead;
};
SPEC_DECLARE(job_counts);

/* Jobs in a state, the oldest first, and the number in each state. */
enum err db_jobs_list(struct db *, enum job_state, const struct slice *,
    LIST(job_row) *out, struct job_counts *);

enum err db_jobs_count(struct db *, struct job_counts *);

/*
 * Run a dead job again, with all its tries, or a retrying job now.
 * ERR_JOB_NOT_FOUND; ERR_CONFLICT: it is in another state.
 */
enum err db_job_retry(struct db *, int64_t id, struct job_row *out);

#endif
