/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "common/base/buf.h"
#include "common/base/log.h"
#include "common/client/http_client.h"
#include "common/client/service_ask.h"
#include "common/model/config.h"
#include "common/model/input.h"
#include "common/model/json_write.h"

struct problem_slug {
	const char *type;
};
SPEC_STATIC(problem_slug, FIELD(type));

static enum err
problem_of(struct arena *a, const struct http_answer *answer)
{
	struct problem_slug p;
	const char         *slash;
	enum err            e;

	if (!json_read(a, problem_slug, answer->body, answer->body_len, &p) ||
	    p.type == NULL || (slash = strrchr(p.type, '/')) == NULL)
		return ERR_UNAVAILABLE;
	e = err_of_slug(slash + 1);
	return e == ERR__COUNT || e == ERR_OK ? ERR_UNAVAILABLE : e;
}

static const char *
json_of(struct arena *a, struct spec *spec, const void *obj, size_t *len)
{
	struct buf b = { 0 };

	json_write_spec(&b, spec, obj);
	*len = b.len;
	return buf_keep(&b, a);
}

/* The id that a capture names. */
static const struct uuid *
captured(struct spec *spec, const void *in, const char *name, size_t len)
{
	size_t              off = 0;
	const struct field *f;

	spec_prepare(spec);
	if (in == NULL || (f = spec_find(spec, name, len, &off)) == NULL ||
	    f->type != TYPE_UUID)
		abort();
	return (const void *)((const char *)in + off);
}

/* "/orders/:id/paid" with the ids of "in"; NULL when one is not given. */
static const char *
path_fill(struct arena *a, const char *path, struct spec *spec, const void *in)
{
	const char        *out = "";
	const struct uuid *id;
	size_t             n;

	for (; *path != '\0'; path += n) {
		n = strcspn(path + 1, *path == ':' ? "/" : ":") + 1;
		if (*path != ':') {
			out = arena_printf(a, "%s%.*s", out, (int)n, path);
			continue;
		}
		id = captured(spec, in, path + 1, n - 1);
		if (!uuid_given(*id))
			return NULL;
		out = arena_printf(a, "%s%s", out, id->text);
	}
	return out;
}

enum err
service_ask_spec(const struct caller *who, const char *service,
    enum method method, const char *path, struct spec *in_spec, const void *in,
    struct spec *out_spec, void *out)
{
	struct arena      *a = who->arena;
	const char        *filled = path_fill(a, path, in_spec, in);
	struct http_answer answer;
	struct http_call	 call = {
		.method = method_words[method],
		.url = arena_printf(a, "http://internal/%s%s", service,
		    filled),
		.unix_socket = config.internal_socket,
		.headers = {
			"Content-Type: application/json",
			arena_printf(a, "X-Internal-Key: %s",
			    config.internal_key),
			arena_printf(a, "X-Request-Id: %s", log_request_id()),
			who->trace == NULL ? NULL :
			    arena_printf(a, "traceparent: %s", who->trace),
		},
		.timeout_ms = who->timeout_ms,
	};

	if (filled == NULL)
		return ERR_INVALID;
	if (in != NULL && method != GET)
		call.body = json_of(a, in_spec, in, &call.body_len);
	http_call(a, &call, &answer);
	if (answer.outcome != HTTP_ANSWERED)
		return ERR_UNAVAILABLE;
	if (answer.status >= 300)
		return problem_of(a, &answer);
	if (out == NULL)
		return ERR_OK;
	return json_read_spec(a, out_spec, answer.body, answer.body_len, out) ?
	    ERR_OK :
	    ERR_UNAVAILABLE;
}
