/* SPDX-License-Identifier: ISC */
/*
 * dispatch_answer.c - write the answer: the model as JSON or as a page, or an
 * error beside the form that caused it.
 */
#include <inttypes.h>
#include <string.h>

#include "common/base/text.h"
#include "common/http/dispatch_impl.h"
#include "common/http/match.h"
#include "common/http/page.h"
#include "common/model/json_write.h"

/* RFC 9110, 13.1.2: "*" matches any answer.  The comparison is weak. */
static bool
not_modified(const struct pass *p)
{
	const char *known = req_env(p->rq, "HTTP_IF_NONE_MATCH");

	return p->rq->etag != NULL && p->rq->method == GET && known != NULL &&
	    (strcmp(known, "*") == 0 || strstr(known, p->rq->etag) != NULL);
}

/*
 * The version of what can be edited is its ETag.  It never leads to a 304,
 * because other members, such as stock, change while the version stays.
 */
static void
answer_version(struct pass *p)
{
	int64_t version = spec_version(p->route->handler->out, p->rq->out);

	if (p->rq->etag == NULL && version != INT_NONE && p->rq->api)
		buf_printf(&p->rs->headers, "ETag: \"v%" PRId64 "\"\r\n",
		    version);
}

/* Write the first list of a model as the whole body. */
static void
write_array(struct buf *b, struct spec *spec, const char *model)
{
	const struct field *f = spec_fields(spec);

	while (f->type != TYPE_LIST)
		f++;
	json_write_list_spec(b, f->of, (const void *)(model + f->off));
}

static void
answer_api(struct pass *p)
{
	const struct route *r = p->route;

	p->rs->status = p->rq->status != 0 ? p->rq->status :
	    r->status != 0                 ? r->status :
					     200;
	if (r->handler->out == &none_spec) {
		p->rs->status = r->status != 0 ? r->status : 204;
		return;
	}
	p->rs->content_type = "application/json";
	if (r->array)
		write_array(&p->rs->body, r->handler->out, p->rq->out);
	else
		json_write_spec(&p->rs->body, r->handler->out, p->rq->out);
}

void
answer_success(struct pass *p)
{
	struct req *rq = p->rq;

	if (rq->etag != NULL && p->route->page != NULL && !rq->api)
		rq->etag = page_etag(rq);
	if (rq->etag != NULL)
		buf_printf(&p->rs->headers, "ETag: %s\r\n", rq->etag);
	answer_version(p);
	if (not_modified(p)) {
		p->rs->status = 304;
	} else if (p->route->shape >= AS_WRITTEN) {
		p->rs->status = rq->status != 0 ? rq->status : 200;
		p->rs->content_type = rq->type;
		p->rs->stream = rq->stream;
	} else if (rq->next != NULL && !rq->api) {
		p->rs->status = rq->keep_method ? 307 : 303;
		buf_printf(&p->rs->headers, "Location: %s\r\n", rq->next);
	} else if (rq->api) {
		answer_api(p);
	} else if (p->route->page != NULL) {
		p->rs->status = 200;
		page_write(p->service, p->route, rq, p->rs, ERR_OK);
	} else
		p->rs->status = 204;
}

/* Show a page instead of the answer, with these parameters as its input. */
static bool
show_refused(struct pass *p, const struct route *page,
    const struct params *params, enum err e)
{
	struct req       *rq = p->rq;
	struct complaints wrong = rq->complaints, ignored = { 0 };
	void             *in;
	bool              shown;

	if (wrong.list.n == 0)
		complain_error(&wrong, "", e);
	rq->complaints = (struct complaints){ .arena = rq->arena };
	if (page->handler->in != &none_spec) {
		in = arena_alloc(rq->arena, page->handler->in->size);
		ignored.arena = rq->arena;
		input_read(rq->arena, page->handler->in, params, NULL, in,
		    &ignored);
		rq->in = in;
	}
	rq->out = arena_alloc(rq->arena, page->handler->out->size);
	shown = page->handler->call(rq) == ERR_OK;
	rq->complaints = wrong;
	if (!shown)
		return false;
	p->rs->status = err_status(e);
	page_write(p->service, page, rq, p->rs, e);
	return true;
}

/* Show the form again, with what was typed and what is wrong with it. */
static bool
answer_form(struct pass *p, enum err e)
{
	const struct route *form = route_form(p->service, p->route);

	return p->rq->method != GET && form != NULL &&
	    guard_who(p->service, form, p->rq) == ERR_OK &&
	    show_refused(p, form, &p->rq->params, e);
}

static bool
member_is_wrong(const struct complaints *cs, const char *name)
{
	const struct complaint *c = cs->list.items;

	for (size_t i = 0; i < cs->list.n; i++)
		if (strcmp(c[i].field, name) == 0)
			return true;
	return false;
}

/*
 * Show the list without its invalid filters, and say what is wrong with them.
 */
static bool
answer_list(struct pass *p, enum err e)
{
	struct req   *rq = p->rq;
	struct params good = { .decimal_comma = rq->params.decimal_comma };

	if (rq->method != GET || e != ERR_INVALID ||
	    !page_shows_errors(p->service, p->route))
		return false;
	for (size_t i = 0; i < rq->params.n; i++)
		if (!member_is_wrong(&rq->complaints, rq->params.items[i].name))
			params_add(rq->arena, &good, rq->params.items[i].name,
			    rq->params.items[i].value);
	return show_refused(p, p->route, &good, e);
}

bool
answer_refused(struct pass *p, enum err e)
{
	return !p->rq->api && !p->rq->part && err_status(e) < 500 &&
	    (answer_form(p, e) || answer_list(p, e));
}

/*
 * A page needs a user, and nobody is signed in.  With a refresh token: refresh
 * the session and come back (307 keeps the fields of a form).  Else: go to the
 * sign-in page.
 */
bool
answer_sign_in(struct pass *p, enum err e)
{
	struct req *rq = p->rq;
	const char *query = req_env(rq, "QUERY_STRING");
	bool        refresh = req_cookie(rq, "refreshToken") != NULL;
	struct buf  back = { 0 };

	if (e != ERR_NOT_SIGNED_IN || rq->api || rq->part)
		return false;
	buf_str(&back, rq->path);
	if (query != NULL && *query != '\0') {
		buf_char(&back, '?');
		buf_str(&back, query);
	}
	p->rs->status = refresh ? 307 : 303;
	buf_printf(&p->rs->headers,
	    "Location: %s?next=", refresh ? "/account/refresh" : "/login");
	if (refresh || rq->method == GET)
		url_text(&p->rs->headers, back.data, back.len);
	buf_str(&p->rs->headers, "\r\n");
	buf_free(&back);
	return true;
}
