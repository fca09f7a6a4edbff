/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/text.h"
#include "common/http/match.h"

const char *const method_words[] = { "GET", "POST", "PUT", "DELETE", NULL };

/*
 * Does "path" fit the pattern?  The captures go to "rq" when it is given.
 */
static bool
path_fits(struct req *rq, const char *pattern, const char *path)
{
	size_t n, m;

	for (;;) {
		n = strcspn(pattern, "/");
		m = strcspn(path, "/");
		if (*pattern == ':' && m > 0) {
			if (rq != NULL)
				params_add(rq->arena, &rq->params,
				    arena_dup(rq->arena, pattern + 1, n - 1),
				    arena_dup(rq->arena, path, m));
		} else if (n != m || memcmp(pattern, path, n) != 0)
			return false;
		pattern += n;
		path += m;
		if (*pattern == '\0' || *path == '\0')
			return *pattern == *path;
		pattern++;
		path++;
	}
}

enum face
route_face(const struct route *r)
{
	return r->face == BOTH && r->page == NULL && r->method == GET &&
		r->shape == AS_FACE ?
	    API_ONLY :
	    r->face;
}

static bool
face_fits(const struct route *r, const struct req *rq)
{
	if (r->who == SERVICE || rq->part)
		return true;
	return route_face(r) != (rq->api ? PAGE_ONLY : API_ONLY);
}

enum err
route_match(const struct service *service, struct req *rq,
    const struct route **found, const char **allow)
{
	struct buf methods = { 0 };
	enum err   e = ERR_NOT_FOUND;

	for (const struct route *r = service->routes; r->path != NULL; r++) {
		if (!face_fits(r, rq) || !path_fits(NULL, r->path, rq->path))
			continue;
		if (r->method == rq->method) {
			path_fits(rq, r->path, rq->path);
			*found = r;
			buf_free(&methods);
			return ERR_OK;
		}
		e = ERR_METHOD;
		buf_printf(&methods, "%s%s%s", methods.len > 0 ? ", " : "",
		    method_words[r->method], r->method == GET ? ", HEAD" : "");
	}
	*allow = arena_dup(rq->arena, methods.data, methods.len);
	buf_free(&methods);
	return e;
}

bool
route_answers_json(const struct service *service, const char *path)
{
	for (const struct route *r = service->routes; r->path != NULL; r++)
		if (r->shape == AS_JSON && path_fits(NULL, r->path, path))
			return true;
	return false;
}

const struct route *
route_form(const struct service *service, const struct route *refused)
{
	const char *path = refused->form != NULL ? refused->form :
						   refused->path;

	for (const struct route *r = service->routes; r->path != NULL; r++)
		if (r->method == GET && r->page != NULL &&
		    strcmp(r->path, path) == 0)
			return r;
	return NULL;
}
