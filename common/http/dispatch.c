/* SPDX-License-Identifier: ISC */
/*
 * dispatch.c - the steps of every request, in this order: match, who, cross-
 * site, rate, body, once, input, handler, answer.  Nothing is sent before the
 * handler has returned.
 */
#include <string.h>

#include "common/http/dispatch_impl.h"
#include "common/http/match.h"

/* Do people who read pages in this language write "19,90"? */
static bool
has_comma(const struct req *rq)
{
	return !rq->api && rq->language != NULL &&
	    strcmp(rq->language->decimal, ",") == 0;
}

/* Captures come before what the caller sent, so that the path wins. */
static enum err
row_match(struct pass *p)
{
	struct params sent = p->rq->params;
	const char   *allow = NULL;
	enum err      e;

	p->rq->params = (struct params){ .decimal_comma = has_comma(p->rq) };
	e = route_match(p->service, p->rq, &p->route, &allow);
	p->captures = p->rq->params.n;
	for (size_t i = 0; i < sent.n; i++)
		params_add(p->rq->arena, &p->rq->params, sent.items[i].name,
		    sent.items[i].value);
	if (e == ERR_METHOD)
		buf_printf(&p->rs->headers, "Allow: %s\r\n", allow);
	if (e == ERR_OK && p->route->shape == AS_JSON)
		p->rq->api = true;
	return e;
}

/* A visitor with an expired access token is signed in again first. */
static enum err
stale_visitor(const struct pass *p)
{
	const struct req *rq = p->rq;

	return p->route->who == VISITOR && !rq->api && !rq->part &&
		!session_given(&rq->session) &&
		req_cookie(rq, "refreshToken") != NULL ?
	    ERR_NOT_SIGNED_IN :
	    ERR_OK;
}

static enum err
request_guard(struct pass *p)
{
	enum err e;

	if ((e = guard_who(p->service, p->route, p->rq)) != ERR_OK ||
	    (e = stale_visitor(p)) != ERR_OK)
		return e;
	if (p->route->who != SERVICE && !p->route->raw &&
	    (e = guard_cross_site(p->rq)) != ERR_OK)
		return e;
	return guard_rate(p->route, p->rq);
}

/* Send the writes that a handler collected and did not send. */
static enum err
left_flush(struct pass *p)
{
	return p->service->store == NULL ? ERR_OK :
					   p->service->store->flush(p->rq->db);
}

static enum err
request_handle(struct pass *p)
{
	struct req *rq = p->rq;
	enum err    e;

	if (p->route->who != ANYONE || rq->method != GET)
		buf_str(&p->rs->headers, "Cache-Control: no-store\r\n");
	if ((e = body_take(p)) != ERR_OK)
		return e;
	if ((e = once_begin(p)) != ERR_OK) {
		once_end(p, e);
		return e;
	}
	if (p->once.replay) {
		once_replay(p);
		return ERR_OK;
	}
	p->handled = true;
	if ((e = input_take(p)) == ERR_OK) {
		rq->out = arena_alloc(rq->arena, p->route->handler->out->size);
		if ((e = p->route->handler->call(rq)) == ERR_OK &&
		    (e = left_flush(p)) == ERR_OK)
			answer_success(p);
	}
	once_end(p, e);
	return e == ERR_STALE && rq->api ? ERR_PRECONDITION : e;
}

void
dispatch(const struct service *service, struct req *rq, struct response *rs)
{
	struct pass p = { .service = service, .rq = rq, .rs = rs };
	enum err    e;

	rq->service = service;
	rq->headers = &rs->headers;
	rq->written = &rs->body;
	rq->complaints.arena = rq->arena;
	face_take(rq);
	if (rq->late)
		e = ERR_UNAVAILABLE;
	else if ((e = params_take(&p)) == ERR_OK &&
	    (e = row_match(&p)) == ERR_OK && (e = request_guard(&p)) == ERR_OK)
		e = request_handle(&p);
	if (e != ERR_OK && !answer_sign_in(&p, e) &&
	    !(p.handled && answer_refused(&p, e)))
		problem_write(service, rq, rs, e);
}
