/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/log.h"
#include "common/base/text.h"
#include "common/http/match.h"
#include "common/http/page.h"
#include "common/model/config.h"
#include "common/model/json_write.h"

/* RFC 9457; "errors" is an extension member. */
struct problem {
	const char *type, *title;
	int64_t     status;
	const char *detail, *instance, *request_id;
};
SPEC_STATIC(problem,
    FIELD(type),
    FIELD(title),
    FIELD(status),
    FIELD(detail),
    FIELD(instance),
    FIELD(request_id));

struct problem_list {
	struct problem  problem;
	LIST(complaint) errors;
};
SPEC_STATIC(problem_list,
    FIELD_BASE(problem, problem),
    FIELD_OF(errors, complaint));

static const char *
detail_of(struct req *rq, enum err e)
{
	const struct complaint *c = rq->complaints.list.items;
	size_t                  n = rq->complaints.list.n;

	if (n == 0 || err_status(e) >= 500)
		return req_say(rq, SAY(err_title(e)), NO_ARGS);
	if (n == 1 && *c->field == '\0')
		return c->message;
	if (n == 1)
		return req_say(rq, SAY("locale::{field}: {problem}"),
		    ARGS({ "field", c->field }, { "problem", c->message }));
	return req_say(rq,
	    SAY_N("count", "There is a problem with one field.",
		"There are problems with {count|number} fields."),
	    ARGS({ "count", arena_printf(rq->arena, "%zu", n) }));
}

/* The path as a URI: decoded, it may not be valid text. */
static const char *
instance_of(struct req *rq)
{
	struct buf b = { 0 };

	url_path_text(&b, rq->asked);
	return buf_keep(&b, rq->arena);
}

static void
json_problem(struct req *rq, struct response *rs, enum err e,
    const char *detail)
{
	struct problem_list	 p = {
		.problem = {
			.type = arena_printf(rq->arena, "%s/problems/%s",
			    config.public_url, err_slug(e)),
			.title = req_say(rq, SAY(err_title(e)), NO_ARGS),
			.status = err_status(e),
			.detail = detail,
			.instance = instance_of(rq),
			.request_id = log_request_id(),
		},
		.errors = rq->complaints.list,
	};

	buf_reset(&rs->body);
	rs->content_type = "application/problem+json";
	if (p.errors.n > 0)
		json_write(&rs->body, problem_list, &p);
	else
		json_write(&rs->body, problem, &p.problem);
}

void
problem_write(const struct service *service, struct req *rq,
    struct response *rs, enum err e)
{
	const char *detail;
	bool        json = rq->api || route_answers_json(service, rq->path);

	rs->status = err_status(e);
	if (err_is_outage(e) || e == ERR_PAYMENT_UNKNOWN)
		buf_str(&rs->headers, "Retry-After: 2\r\n");
	if (rs->status == 401 && rq->api)
		buf_str(&rs->headers, "WWW-Authenticate: Bearer\r\n");
	if (rs->status >= 500)
		log_write(LOG_WARN, "request failed", "error", err_slug(e),
		    "path", rq->path, NULL);
	if (rq->part)
		return; /* the page around it stays whole */
	complaints_say(&rq->complaints, rq->language, config.currency);
	detail = detail_of(rq, e);
	if (json)
		json_problem(rq, rs, e, detail);
	else
		page_write_error(rq, rs, e, detail);
}
