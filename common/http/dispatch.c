/* SPDX-License-Identifier: ISC */
/*
 * dispatch.c - the way of every request: match, who, cross-site, rate, once,
 * input, handler, render.  Nothing is sent before the handler has returned.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "common/base/crypto.h"
#include "common/base/text.h"
#include "common/base/utf8.h"
#include "common/http/match.h"
#include "common/http/page.h"
#include "common/model/json_write.h"

/* What the steps hand on to each other. */
struct pass {
	const struct service *service;
	const struct route   *route;
	struct req           *rq;
	struct response      *rs;
	struct once           once;
	size_t                captures;
	bool                  handled; /* input or handler said no */
};

/* ---- reading the request ------------------------------------------------- */

static bool
type_is(const struct req *rq, const char *type)
{
	const char *t = req_env(rq, "CONTENT_TYPE");
	size_t      n = strlen(type);

	return t != NULL && strncasecmp(t, type, n) == 0 &&
	    (t[n] == '\0' || t[n] == ';' || t[n] == ' ');
}

static void
take_method_field(struct req *rq)
{
	const char *name = params_get(&rq->params, "_method");
	int         m;

	if (rq->api || rq->method != POST || name == NULL)
		return;
	m = word_index(method_words, name, strlen(name));
	if (m == PUT || m == DELETE)
		rq->method = (enum method)m;
}

/* "/api/x" is "/x" as JSON; "/_part/x" is a piece of another page. */
static void
take_face(struct req *rq)
{
	const char *prefix = rq->service->api_prefix;

	rq->asked = rq->path;
	if (strncmp(rq->path, "/api", 4) == 0 &&
	    (rq->path[4] == '/' || rq->path[4] == '\0')) {
		rq->api = true;
		rq->path += 4;
	} else if (strncmp(rq->path, "/internal/", 10) == 0 ||
	    (prefix != NULL && strncmp(rq->path, prefix, strlen(prefix)) == 0))
		rq->api = true;
	else if (strncmp(rq->path, "/_part/", 7) == 0)
		rq->part = true;
}

/* Parameters of the query, and of the form when there is one. */
static enum err
read_request(struct pass *p)
{
	struct req *rq = p->rq;
	const char *query = req_env(rq, "QUERY_STRING");
	enum err    e;

	if (!utf8_valid(rq->path, strlen(rq->path)))
		return ERR_BAD_UTF8;
	if (query != NULL &&
	    (e = req_read_params(rq, query, strlen(query))) != ERR_OK)
		return e;
	if (!rq->api && rq->method == POST &&
	    type_is(rq, "application/x-www-form-urlencoded")) {
		e = req_read_params(rq, rq->body, rq->body_len);
		if (e != ERR_OK)
			return e;
		take_method_field(rq);
	}
	return ERR_OK;
}

/* Captures go before what the caller sent, so that the path wins. */
static enum err
match(struct pass *p)
{
	struct params sent = p->rq->params;
	const char   *allow = NULL;
	enum err      e;

	p->rq->params = (struct params){ 0 };
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

/* The fields of a form that an API takes, nested ones in brackets. */
static enum err
read_form_body(struct req *rq)
{
	size_t   first = rq->params.n;
	enum err e = req_read_params(rq, rq->body, rq->body_len);

	req_dot_params(rq, first);
	return e;
}

static enum err
read_body(struct pass *p)
{
	struct req *rq = p->rq;

	if (rq->method == GET || rq->body_len == 0 || p->route->raw)
		return ERR_OK;
	if (rq->api && p->route->form_body)
		return type_is(rq, "application/x-www-form-urlencoded") ?
		    read_form_body(rq) :
		    ERR_MEDIA_TYPE;
	if (!rq->api)
		return type_is(rq, "application/x-www-form-urlencoded") ?
		    ERR_OK :
		    ERR_MEDIA_TYPE;
	if (!type_is(rq, "application/json"))
		return ERR_MEDIA_TYPE;
	if (!utf8_valid(rq->body, rq->body_len))
		return ERR_BAD_UTF8;
	p->rq->json = json_parse(rq->arena, rq->body, rq->body_len);
	if (p->rq->json == NULL || rq->body[strspn(rq->body, " \t\r\n")] != '{')
		return p->rq->json == NULL ? ERR_BAD_JSON : ERR_BAD_BODY;
	return ERR_OK;
}

/* What the path names cannot be: that is nothing, not a field to mend. */
static bool
path_is_wrong(struct pass *p)
{
	const LIST(complaint) *wrong = &p->rq->complaints.list;

	for (size_t i = 0; i < wrong->n; i++)
		for (size_t k = 0; k < p->captures; k++)
			if (strcmp(wrong->items[i].field,
				p->rq->params.items[k].name) == 0) {
				p->rq->complaints.list.n = 0;
				return true;
			}
	return false;
}

/*
 * The version that the caller saw.  In the API only If-Match tells it: "*" is
 * any version, and a tag that is not ours fits none.
 */
static void
read_version(struct req *rq, const struct spec *spec, char *in)
{
	const char *tag = req_env(rq, "HTTP_IF_MATCH");
	int64_t     version = INT_NONE;
	char        end;

	if (spec->version == NULL || !rq->api)
		return;
	if (tag != NULL && strcmp(tag, "*") != 0 &&
	    (sscanf(tag, "\"v%" SCNd64 "\"%c", &version, &end) != 1 ||
		tag[strlen(tag) - 1] != '"'))
		version = -1;
	memcpy(in + spec->version_off, &version, sizeof(version));
}

static enum err
read_input(struct pass *p)
{
	struct req   *rq = p->rq;
	struct params params = rq->params;
	void         *in;

	if (p->route->handler->in == &none_spec)
		return ERR_OK;
	/* An API's writes take their body alone: a query is kept in histories,
	   and no fingerprint of an Idempotency-Key covers it. */
	if (rq->api && rq->method != GET && !p->route->form_body)
		params.n = p->captures;
	in = arena_alloc(rq->arena, p->route->handler->in->size);
	input_read(rq->arena, p->route->handler->in, &params, p->rq->json, in,
	    &rq->complaints);
	read_version(rq, p->route->handler->in, in);
	rq->in = in;
	if (path_is_wrong(p))
		return ERR_NOT_FOUND;
	return rq->complaints.list.n == 0 ? ERR_OK : ERR_INVALID;
}

/* ---- Idempotency-Key ----------------------------------------------------- */

static bool
key_valid(const char *key)
{
	size_t n = strlen(key);

	for (const char *s = key; *s != '\0'; s++)
		if (*s < 0x20 || *s > 0x7e)
			return false;
	return n > 0 && n <= 255;
}

static const char *
fingerprint(struct req *rq)
{
	char       hex[SHA256_HEX_SIZE];
	struct buf b = { 0 };

	buf_printf(&b, "%d %s ", rq->method, rq->path);
	buf_add(&b, rq->body, rq->body_len);
	sha256_hex(b.data, b.len, hex);
	buf_free(&b);
	return arena_strdup(rq->arena, hex);
}

static enum err
once_take(struct pass *p)
{
	struct req *rq = p->rq;
	const char *key = rq->api ? req_env(rq, "HTTP_IDEMPOTENCY_KEY") :
				    params_get(&rq->params, "idempotencyKey");
	enum err    e;

	if (!p->route->once)
		return ERR_OK;
	rq->once_id = uuid_new();
	if (key == NULL || p->service->store == NULL)
		return ERR_OK;
	if (!key_valid(key))
		return ERR_BAD_IDEMPOTENCY_KEY;
	p->once = (struct once){
		.scope = arena_printf(rq->arena, "%s %s",
		    session_given(&rq->session) ? rq->session.user_id.text :
						  rq->remote,
		    p->route->path),
		.key = key,
		.fingerprint = fingerprint(rq),
		.id = rq->once_id,
	};
	if ((e = p->service->store->once_take(rq->db, &p->once)) != ERR_OK) {
		if (e != ERR_UNCERTAIN) /* else once_done() releases it */
			p->once.key = NULL;
		return e;
	}
	rq->once_again = !uuid_equal(rq->once_id, p->once.id);
	rq->once_id = p->once.id;
	return ERR_OK;
}

static void
once_replay(struct pass *p)
{
	p->rs->status = p->once.status;
	if (p->once.location != NULL)
		buf_printf(&p->rs->headers, "Location: %s\r\n",
		    p->once.location);
	if (p->once.body != NULL) {
		p->rs->content_type = "application/json";
		buf_str(&p->rs->body, p->once.body);
	}
	buf_str(&p->rs->headers, "Idempotent-Replayed: true\r\n");
}

/*
 * The answer to a success is kept for a repeat.  After an error the key is
 * released, so that the caller can correct the request and use it again.  After
 * an error of ours, and when nobody knows what was done, it keeps its id: a
 * repeat finds what was made.
 */
static void
once_done(struct pass *p, enum err e)
{
	const struct store *store = p->service->store;

	if (p->once.key == NULL || p->once.replay)
		return;
	if (e != ERR_OK) {
		store->once_release(p->rq->db, &p->once, err_status(e) >= 500);
		return;
	}
	p->once.status = p->rs->status;
	p->once.location = p->rq->api ? NULL : p->rq->next;
	p->once.body = p->rq->api ?
	    arena_dup(p->rq->arena, p->rs->body.data, p->rs->body.len) :
	    NULL;
	store->once_record(p->rq->db, &p->once);
}

/* ---- answering ----------------------------------------------------------- */

/* RFC 9110, 13.1.2: "*" is whatever there is, and comparison is weak. */
static bool
not_modified(const struct pass *p)
{
	const char *known = req_env(p->rq, "HTTP_IF_NONE_MATCH");

	return p->rq->etag != NULL && p->rq->method == GET && known != NULL &&
	    (strcmp(known, "*") == 0 || strstr(known, p->rq->etag) != NULL);
}

/*
 * The version of what can be edited is its ETag.  It never makes a 304: what
 * nobody edits, such as stock, changes under the same version.
 */
static void
answer_version(struct pass *p)
{
	int64_t version = spec_version(p->route->handler->out, p->rq->out);

	if (p->rq->etag == NULL && version != INT_NONE && p->rq->api)
		buf_printf(&p->rs->headers, "ETag: \"v%" PRId64 "\"\r\n",
		    version);
}

/* The first list of a model as the whole body. */
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

static void
answer(struct pass *p)
{
	struct req *rq = p->rq;

	if (rq->etag != NULL)
		buf_printf(&p->rs->headers, "ETag: %s\r\n", rq->etag);
	answer_version(p);
	if (not_modified(p)) {
		p->rs->status = 304;
	} else if (p->route->shape == AS_WRITTEN) {
		p->rs->status = rq->status != 0 ? rq->status : 200;
		p->rs->content_type = rq->type;
	} else if (rq->next != NULL && !rq->api) {
		p->rs->status = rq->keep_method ? 307 : 303;
		buf_printf(&p->rs->headers, "Location: %s\r\n", rq->next);
	} else if (rq->api) {
		answer_api(p);
	} else if (p->route->page != NULL) {
		p->rs->status = 200;
		page_write(p->service, p->route, rq, p->rs, false);
	} else
		p->rs->status = 204;
}

/* A page in place of an answer, read from these parameters. */
static bool
show_refused(struct pass *p, const struct route *page,
    const struct params *params, enum err e)
{
	struct req       *rq = p->rq;
	struct complaints wrong = rq->complaints, ignored = { 0 };
	void             *in;
	bool              shown;

	if (wrong.list.n == 0)
		complain_as(&wrong, "", err_slug(e), err_title(e));
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
	page_write(p->service, page, rq, p->rs, true);
	return true;
}

/* The form again, with what was typed and what is wrong with it. */
static bool
answer_form(struct pass *p, enum err e)
{
	const struct route *form = route_form(p->service, p->route);

	return p->rq->method != GET && form != NULL &&
	    show_refused(p, form, &p->rq->params, e);
}

static bool
is_wrong(const struct complaints *cs, const char *name)
{
	const struct complaint *c = cs->list.items;

	for (size_t i = 0; i < cs->list.n; i++)
		if (strcmp(c[i].field, name) == 0)
			return true;
	return false;
}

/* A list without the filters that cannot be, and what is wrong with them. */
static bool
answer_list(struct pass *p, enum err e)
{
	struct req   *rq = p->rq;
	struct params good = { 0 };

	if (rq->method != GET || e != ERR_INVALID ||
	    !page_shows_errors(p->service, p->route))
		return false;
	for (size_t i = 0; i < rq->params.n; i++)
		if (!is_wrong(&rq->complaints, rq->params.items[i].name))
			params_add(rq->arena, &good, rq->params.items[i].name,
			    rq->params.items[i].value);
	return show_refused(p, p->route, &good, e);
}

static bool
answer_refused(struct pass *p, enum err e)
{
	return !p->rq->api && !p->rq->part && err_status(e) < 500 &&
	    (answer_form(p, e) || answer_list(p, e));
}

/*
 * Nobody, on a page that wants somebody: by a refresh when there is a token
 * for it (307 keeps a form's fields), else by way of the sign-in page.
 */
static bool
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

/* A visitor whose access token ran out is signed in again on the way. */
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
guard(struct pass *p)
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

/* Writes that a handler collected and forgot to send. */
static enum err
left_flush(struct pass *p)
{
	return p->service->store == NULL ? ERR_OK :
					   p->service->store->flush(p->rq->db);
}

static enum err
handle(struct pass *p)
{
	struct req *rq = p->rq;
	enum err    e;

	if (p->route->who != ANYONE || rq->method != GET)
		buf_str(&p->rs->headers, "Cache-Control: no-store\r\n");
	if ((e = read_body(p)) != ERR_OK)
		return e;
	if ((e = once_take(p)) != ERR_OK) {
		once_done(p, e);
		return e;
	}
	if (p->once.replay) {
		once_replay(p);
		return ERR_OK;
	}
	p->handled = true;
	if ((e = read_input(p)) == ERR_OK) {
		rq->out = arena_alloc(rq->arena, p->route->handler->out->size);
		if ((e = p->route->handler->call(rq)) == ERR_OK &&
		    (e = left_flush(p)) == ERR_OK)
			answer(p);
	}
	once_done(p, e);
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
	take_face(rq);
	if (rq->late)
		e = ERR_UNAVAILABLE;
	else if ((e = read_request(&p)) == ERR_OK &&
	    (e = match(&p)) == ERR_OK && (e = guard(&p)) == ERR_OK)
		e = handle(&p);
	if (e != ERR_OK && !answer_sign_in(&p, e) &&
	    !(p.handled && answer_refused(&p, e)))
		problem_write(service, rq, rs, e);
}
