/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/mem.h"
#include "common/base/text.h"
#include "common/http/match.h"

/*
 * Does "path" fit the pattern?  If "rq" is given, it gets the captures.
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

const char *const who_words[] = { "undeclared", "anyone", "visitor",
	"signed-in", "vendor", "admin", "service", NULL };

/* ---- gathering ----------------------------------------------------------- */

/* A literal part goes before a capture: "/teas/new" before "/teas/:id". */
static int
path_order(const char *a, const char *b)
{
	for (; *a != '\0' && *a == *b; a++, b++)
		;
	return (*a == ':') != (*b == ':') ? (*a == ':') - (*b == ':') : *a - *b;
}

static int
row_order(const void *a, const void *b)
{
	const struct route *r = *(const struct route *const *)a,
			   *s = *(const struct route *const *)b;

	int order = path_order(r->path, s->path);

	return order != 0 ? order : (int)r->method - (int)s->method;
}

static bool
rows_clash(const struct route *r, const struct route *s)
{
	return r->method == s->method && strcmp(r->path, s->path) == 0 &&
	    (route_face(r) == BOTH || route_face(s) == BOTH ||
		route_face(r) == route_face(s));
}

static bool
row_is_right(const struct service *service, size_t i)
{
	const struct route *r = service->rows[i];
	bool                ok = r->who != UNDECLARED;

	if (!ok)
		fprintf(stderr, "%s: who may call it is not declared\n",
		    r->path);
	/* An Idempotency-Key needs the body and the answer in memory. */
	if (r->once && (r->body_file || r->shape > AS_WRITTEN)) {
		fprintf(stderr, "%s: files do not go with a key\n", r->path);
		ok = false;
	}
	for (size_t k = 0; k < i; k++)
		if (rows_clash(r, service->rows[k])) {
			fprintf(stderr, "%s: there are two such rows\n",
			    r->path);
			ok = false;
		}
	return ok;
}

bool
routes_gather(struct service *service)
{
	size_t n = 0;
	bool   ok = true;

	for (const struct route *const *t = service->tables; *t != NULL; t++)
		for (const struct route *r = *t; r->path != NULL; r++)
			n++;
	/* NOLINTNEXTLINE(bugprone-sizeof-expression): of pointers */
	service->rows = mem_new(n + 1, sizeof(*service->rows));
	service->nrows = 0;
	for (const struct route *const *t = service->tables; *t != NULL; t++)
		for (const struct route *r = *t; r->path != NULL; r++)
			service->rows[service->nrows++] = r;
	qsort(service->rows, n, sizeof(*service->rows), row_order);
	for (size_t i = 0; i < n; i++)
		ok = row_is_right(service, i) && ok;
	return ok;
}

size_t
route_index(const struct service *service, const struct route *r)
{
	size_t i = 0;

	while (service->rows[i] != r)
		i++;
	return i;
}

/* ---- matching ------------------------------------------------------------ */

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
	unsigned   listed = 0; /* a bit for each method */
	enum err   e = ERR_NOT_FOUND;

	for (size_t i = 0; i < service->nrows; i++) {
		const struct route *r = service->rows[i];

		if (!face_fits(r, rq) || !path_fits(NULL, r->path, rq->path))
			continue;
		if (r->method == rq->method) {
			path_fits(rq, r->path, rq->path);
			*found = r;
			buf_free(&methods);
			return ERR_OK;
		}
		e = ERR_METHOD;
		if ((listed & 1u << r->method) != 0)
			continue;
		listed |= 1u << r->method;
		buf_printf(&methods, "%s%s%s", methods.len > 0 ? ", " : "",
		    method_words[r->method], r->method == GET ? ", HEAD" : "");
	}
	*allow = buf_keep(&methods, rq->arena);
	return e;
}

size_t
route_body_max(const struct service *service, const struct req *rq)
{
	size_t max = 0;

	for (size_t i = 0; i < service->nrows; i++) {
		const struct route *r = service->rows[i];
		size_t n = r->body_max != 0 ? r->body_max : BODY_MAX;

		if (n > max && !r->body_file && face_fits(r, rq) &&
		    path_fits(NULL, r->path, rq->path))
			max = n;
	}
	return max != 0 ? max : BODY_MAX;
}

bool
route_answers_json(const struct service *service, const char *path)
{
	for (size_t i = 0; i < service->nrows; i++)
		if (service->rows[i]->shape == AS_JSON &&
		    path_fits(NULL, service->rows[i]->path, path))
			return true;
	return false;
}

const struct route *
route_form(const struct service *service, const struct route *refused)
{
	const char *path = refused->form != NULL ? refused->form :
						   refused->path;

	for (size_t i = 0; i < service->nrows; i++) {
		const struct route *r = service->rows[i];

		if (r->method == GET && r->page != NULL &&
		    strcmp(r->path, path) == 0)
			return r;
	}
	return NULL;
}
