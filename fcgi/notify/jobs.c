/* SPDX-License-Identifier: ISC */
#include "db/notify/jobs.h"
#include "fcgi/notify/notify.h"

/* Jobs that are done are not listed. */
static const char *const shown[] = { "WAITING", "RETRYING", "DEAD", NULL };

struct jobs_in {
	struct page_in page;
	enum job_state state;
};
SPEC_STATIC(jobs_in,
    FIELD_BASE(page, page_in),
    FIELD_ENUM(state, shown, DEFAULT(JOB_DEAD)));

struct job_in {
	int64_t id;
};
SPEC_STATIC(job_in, FIELD(id, REQUIRED, RANGE(1, INT64_MAX)));

struct jobs_page {
	LIST(job_row)     data;
	struct page_out   page;
	enum job_state    state;
	struct job_counts counts;
};
SPEC_STATIC(jobs_page,
    FIELD_OF(data, job_row),
    FIELD_BASE(page, page_out),
    FIELD_ENUM(state, job_state_words, GIVEN),
    FIELD_SUB(counts, job_counts));

/* GET /admin/jobs - jobs that wait, are retried or were given up. */
HANDLER(jobs_list, jobs_in, jobs_page)
{
	static const struct paging paging = { "jobs", &job_row_spec, "id", 20 };
	struct slice               slice;
	int64_t                    total;
	enum err                   e;

	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK ||
	    (e = db_jobs_list(rq->db, in->state, &slice, &out->data,
		 &out->counts)) != ERR_OK)
		return e;
	out->state = in->state;
	total = in->state == JOB_WAITING ? out->counts.waiting :
	    in->state == JOB_RETRYING    ? out->counts.retrying :
					   out->counts.dead;
	page_end(rq, &paging, &in->page, &slice, &out->data, total,
	    query_and(rq, "", "state", job_state_words[in->state]), &out->page);
	return ERR_OK;
}

/* POST /admin/jobs/:id/retry - run a job again. */
HANDLER(job_retry, job_in, job_row)
{
	req_next(rq, "/admin/jobs?notice=retried");
	return db_job_retry(rq->db, in->id, out);
}

const struct route jobs_routes[] = {
	{ GET, "/admin/jobs", &jobs_list, .page = "notify/jobs", .who = ADMIN },
	{ POST, "/admin/jobs/:id/retry", &job_retry, .who = ADMIN,
	    .form = "/admin/jobs" },
	{ 0 },
};
