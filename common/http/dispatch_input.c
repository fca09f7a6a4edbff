/* SPDX-License-Identifier: ISC */
/*
 * dispatch_input.c - turn what was sent into the input of a handler.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/utf8.h"
#include "common/http/dispatch_impl.h"
#include "common/http/match.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

static bool
type_is(const struct req *rq, const char *type)
{
	const char *t = req_env(rq, "CONTENT_TYPE");
	size_t      n = strlen(type);

	return t != NULL && strncasecmp(t, type, n) == 0 &&
	    (t[n] == '\0' || t[n] == ';' || t[n] == ' ');
}

static void
method_field_take(struct req *rq)
{
	const char *name = params_get(&rq->params, "_method");
	int         m;

	if (rq->api || rq->method != POST || name == NULL)
		return;
	m = word_index(method_words, name, strlen(name));
	if (m == PUT || m == DELETE)
		rq->method = (enum method)m;
}

static bool
is_below(const char *path, const char *const *prefixes)
{
	for (; prefixes != NULL && *prefixes != NULL; prefixes++)
		if (strncmp(path, *prefixes, strlen(*prefixes)) == 0)
			return true;
	return false;
}

/* "/api/x" is "/x" as JSON.  "/_part/x" is a fragment for another page. */
void
face_take(struct req *rq)
{
	rq->asked = rq->path;
	if (strncmp(rq->path, "/api", 4) == 0 &&
	    (rq->path[4] == '/' || rq->path[4] == '\0')) {
		rq->api = true;
		rq->path += 4;
	} else if (strncmp(rq->path, "/internal/", 10) == 0 ||
	    is_below(rq->path, rq->service->api_prefixes))
		rq->api = true;
	else if (strncmp(rq->path, "/_part/", 7) == 0)
		rq->part = true;
}

enum err
params_take(struct pass *p)
{
	struct req *rq = p->rq;
	const char *query = req_env(rq, "QUERY_STRING");
	enum err    e;

	if (!utf8_valid(rq->path, strlen(rq->path)))
		return ERR_BAD_UTF8;
	if (query != NULL &&
	    (e = req_read_params(rq, query, strlen(query))) != ERR_OK)
		return e;
	if (rq->api || rq->method != POST || !type_is(rq, FORM_TYPE))
		return ERR_OK;
	/*
	 * The form names its method, so read it before the row is known.  Read
	 * no more than the largest body that a row of this path takes.
	 */
	e = body_read_text(rq, route_body_max(p->service, rq));
	if (e == ERR_OK)
		e = req_read_params(rq, rq->body, rq->body_len);
	if (e == ERR_OK)
		method_field_take(rq);
	return e;
}

/* Read the fields of a form that an API takes.  Nested ones have brackets. */
static enum err
form_body_read(struct req *rq)
{
	size_t   first = rq->params.n;
	enum err e = req_read_params(rq, rq->body, rq->body_len);

	req_dot_params(rq, first);
	return e;
}

static enum err
json_body_read(struct req *rq)
{
	if (!type_is(rq, "application/json"))
		return ERR_MEDIA_TYPE;
	if (!utf8_valid(rq->body, rq->body_len))
		return ERR_BAD_UTF8;
	rq->json = json_parse(rq->arena, rq->body, rq->body_len);
	if (rq->json == NULL)
		return ERR_BAD_JSON;
	return rq->body[strspn(rq->body, " \t\r\n")] == '{' ? ERR_OK :
							      ERR_BAD_BODY;
}

enum err
body_take(struct pass *p)
{
	const struct route *r = p->route;
	struct req         *rq = p->rq;
	size_t              max = r->body_max != 0 ? r->body_max : BODY_MAX;
	enum err            e;

	if (rq->method == GET)
		return ERR_OK;
	if (r->body_file)
		return body_read_files(rq, max);
	if ((e = body_read_text(rq, max)) != ERR_OK)
		return e;
	if (rq->body_len == 0 || r->raw)
		return ERR_OK;
	if (!rq->api)
		return type_is(rq, FORM_TYPE) ? ERR_OK : ERR_MEDIA_TYPE;
	if (!r->form_body)
		return json_body_read(rq);
	return type_is(rq, FORM_TYPE) ? form_body_read(rq) : ERR_MEDIA_TYPE;
}

/*
 * A capture that is invalid names nothing: the answer is 404, not a complaint.
 */
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
 * The version of the tag "v7", in its quotes; -1, which fits no version, when
 * the tag is not one of ours.  A weak tag is accepted, against RFC 9110, 13.1.1:
 * nginx weakens ours when it compresses.
 */
static int64_t
version_of_tag(const char *tag)
{
	char     *end;
	long long version;

	if (strncmp(tag, "W/", 2) == 0)
		tag += 2;
	if (strncmp(tag, "\"v", 2) != 0 || !isdigit((unsigned char)tag[2]))
		return -1;
	version = strtoll(tag + 2, &end, 10);
	return strcmp(end, "\"") == 0 ? version : -1;
}

/*
 * The version that the caller saw.  In the API only If-Match tells it; "*" is
 * any version.
 */
static void
version_read(struct req *rq, const struct spec *spec, char *in)
{
	const char *tag = req_env(rq, "HTTP_IF_MATCH");
	int64_t     version = INT_NONE;

	if (spec->version == NULL || !rq->api)
		return;
	if (tag != NULL && strcmp(tag, "*") != 0)
		version = version_of_tag(tag);
	memcpy(in + spec->version_off, &version, sizeof(version));
}

enum err
input_take(struct pass *p)
{
	struct req   *rq = p->rq;
	struct params params = rq->params;
	void         *in;

	if (p->route->handler->in == &none_spec)
		return ERR_OK;
	/*
	 * The API reads a write from its body only.  A query ends up in logs
	 * and histories, and the fingerprint of an Idempotency-Key does not
	 * cover it.
	 */
	if (rq->api && rq->method != GET && !p->route->form_body &&
	    !p->route->body_file)
		params.n = p->captures;
	in = arena_alloc(rq->arena, p->route->handler->in->size);
	(p->route->who == SERVICE ? input_read_ours : input_read)(rq->arena,
	    p->route->handler->in, &params, p->rq->json, in, &rq->complaints);
	version_read(rq, p->route->handler->in, in);
	rq->in = in;
	if (path_is_wrong(p))
		return ERR_NOT_FOUND;
	return rq->complaints.list.n == 0 ? ERR_OK : ERR_INVALID;
}
