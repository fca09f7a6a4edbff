/* SPDX-License-Identifier: ISC */
#include "db/notify/jobs.h"
#include "fcgi/notify/notify.h"

/* A done job is nothing to look at. */
static const char *const shown[] = { "WAITING", "RETRYING", "DEAD", NULL };

struct jobs_in {
	enum job_state state;
	int64_t        page, limit;
};
SPEC(jobs_in,
    FIELD_DEFAULT_ENUM(jobs_in, state, shown, JOB_DEAD),
    FIELD_DEFAULT(jobs_in, page, 1, 100000, 1),
    FIELD_DEFAULT(jobs_in, limit, 1, 100, 20));

struct job_in {
	int64_t id;
};
SPEC(job_in, FIELD_IN(job_in, id, 1, INT64_MAX));

struct jobs_page {
	struct list       data; /* of struct job_row */
	int64_t           page, limit, total, total_pages;
	enum job_state    state;
	struct job_counts counts;
	const char       *prev_url, *next_url;
};
SPEC(jobs_page,
    FIELD_OF(jobs_page, data, job_row),
    FIELD(jobs_page, page),
    FIELD(jobs_page, limit),
    FIELD(jobs_page, total),
    FIELD(jobs_page, total_pages),
    FIELD_ENUM(jobs_page, state, job_state_words),
    FIELD_SUB(jobs_page, counts, job_counts),
    FIELD_PAGE(jobs_page, prev_url),
    FIELD_PAGE(jobs_page, next_url));

static const char *
page_url(struct req *rq, const struct jobs_page *p, int64_t page)
{
	if (page < 1 || page > p->total_pages)
		return NULL;
	return arena_printf(rq->arena, "/admin/jobs?state=%s&page=%lld",
	    job_state_words[p->state], (long long)page);
}

/* GET /admin/jobs - what waits, what is tried again, what was given up. */
enum err
jobs_list(struct req *rq)
{
	const struct jobs_in *in = rq->in;
	struct jobs_page     *out = rq->out;
	enum err              e;

	e = db_jobs_list(rq->db, in->state, in->limit,
	    (in->page - 1) * in->limit, &out->data, &out->counts);
	if (e != ERR_OK)
		return e;
	out->state = in->state;
	out->page = in->page;
	out->limit = in->limit;
	out->total = in->state == JOB_WAITING ? out->counts.waiting :
	    in->state == JOB_RETRYING         ? out->counts.retrying :
						out->counts.dead;
	out->total_pages = (out->total + in->limit - 1) / in->limit;
	out->prev_url = page_url(rq, out, in->page - 1);
	out->next_url = page_url(rq, out, in->page + 1);
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
