/* SPDX-License-Identifier: ISC */
#include "db/notify/jobs.h"
#include "fcgi/notify/notify.h"

/* A done job is nothing to look at. */
static const char *const shown[] = { "WAITING", "RETRYING", "DEAD", NULL };

struct jobs_in {
	struct page_in page;
	enum job_state state;
};
SPEC(jobs_in,
    FIELD_BASE(jobs_in, page, page_in),
    FIELD_DEFAULT_ENUM(jobs_in, state, shown, JOB_DEAD));

struct job_in {
	int64_t id;
};
SPEC(job_in, FIELD_IN(job_in, id, 1, INT64_MAX));

struct jobs_page {
	struct list       data; /* of struct job_row */
	struct page_out   page;
	enum job_state    state;
	struct job_counts counts;
};
SPEC(jobs_page,
    FIELD_OF(jobs_page, data, job_row),
    FIELD_BASE(jobs_page, page, page_out),
    FIELD_ENUM(jobs_page, state, job_state_words),
    FIELD_SUB(jobs_page, counts, job_counts));

/* GET /admin/jobs - what waits, what is tried again, what was given up. */
enum err
jobs_list(struct req *rq)
{
	static const struct paging paging = { "jobs", &job_row_spec, "id", 20 };
	const struct jobs_in      *in = rq->in;
	struct jobs_page          *out = rq->out;
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

/* POST /admin/jobs/:id/retry - once more, from the beginning. */
enum err
job_retry(struct req *rq)
{
	const struct job_in *in = rq->in;

	req_next(rq, "/admin/jobs?notice=retried");
	return db_job_retry(rq->db, in->id, rq->out);
}
