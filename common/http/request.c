/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/base/text.h"
#include "common/base/utf8.h"
#include "common/http/request.h"
#include "common/model/config.h"

#define HOST_PREFIX "__Host-"

const char *
req_env(const struct req *rq, const char *name)
{
	size_t n = strlen(name);

	for (char *const *e = rq->env; *e != NULL; e++)
		if (strncmp(*e, name, n) == 0 && (*e)[n] == '=')
			return *e + n + 1;
	return NULL;
}

/* The value of cookie "name" in a Cookie header. */
static const char *
cookie_find(const struct req *rq, const char *prefix, const char *name)
{
	const char *header = req_env(rq, "HTTP_COOKIE");
	size_t      p = strlen(prefix), n = strlen(name);

	while (header != NULL && *header != '\0') {
		size_t len = strcspn(header, ";");

		if (len > p + n && strncmp(header, prefix, p) == 0 &&
		    strncmp(header + p, name, n) == 0 && header[p + n] == '=')
			return arena_dup(rq->arena, header + p + n + 1,
			    len - p - n - 1);
		header += len;
		header += strspn(header, "; ");
	}
	return NULL;
}

const char *
req_cookie(const struct req *rq, const char *name)
{
	return cookie_find(rq, config_secure() ? HOST_PREFIX : "", name);
}

const char *
req_script_cookie(const struct req *rq, const char *name)
{
	return cookie_find(rq, "", name);
}

bool
req_emptied(const struct req *rq, const char *name)
{
	const char *field;

	if (rq->api)
		return json_says_null(rq->json, name);
	field = params_get(&rq->params, name);
	return field != NULL && *field == '\0';
}

void
req_next(struct req *rq, const char *fmt, ...)
{
	va_list ap;
	char   *text;
	int     n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	text = arena_alloc(rq->arena, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	rq->next = text;
	for (const char *s = text; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			rq->next = "/"; /* it would end the header */
}

void
req_set_cookie(struct req *rq, const char *name, const char *value,
    long seconds)
{
	buf_printf(rq->headers,
	    "Set-Cookie: %s%s=%s; Path=/; Max-Age=%ld; "
	    "HttpOnly; SameSite=Lax%s\r\n",
	    config_secure() ? HOST_PREFIX : "", name, value, seconds,
	    config_secure() ? "; Secure" : "");
}

const char *
local_path(const char *path)
{
	if (path == NULL || path[0] != '/' || path[1] == '/' || path[1] == '\\')
		return "/";
	for (const char *s = path; *s != '\0'; s++)
		if ((unsigned char)*s <= 0x20 || *s == '\\' || *s == 0x7f)
			return "/";
	return path;
}

void
req_dot_params(struct req *rq, size_t first)
{
	for (size_t i = first; i < rq->params.n; i++) {
		char *name = arena_strdup(rq->arena, rq->params.items[i].name);
		char *to = name;

		for (const char *s = name; *s != '\0'; s++)
			if (*s != ']')
				*to++ = *s == '[' ? '.' : *s;
		*to = '\0';
		rq->params.items[i].name = name;
	}
}

enum err
req_read_params(struct req *rq, const char *s, size_t len)
{
	const char *end = s + len, *stop, *eq;
	char       *name, *value;

	for (; s < end; s = stop + 1) {
		if ((stop = memchr(s, '&', (size_t)(end - s))) == NULL)
			stop = end;
		if (stop == s)
			continue;
		if ((eq = memchr(s, '=', (size_t)(stop - s))) == NULL)
			eq = stop;
		name = url_decode(rq->arena, s, (size_t)(eq - s), true);
		value = eq == stop ? arena_strdup(rq->arena, "") :
				     url_decode(rq->arena, eq + 1,
					 (size_t)(stop - eq - 1), true);
		if (name == NULL || value == NULL || rq->params.n >= PARAMS_MAX)
			return ERR_BAD_REQUEST;
		if (!utf8_valid(name, strlen(name)) ||
		    !utf8_valid(value, strlen(value)))
			return ERR_BAD_UTF8;
		params_add(rq->arena, &rq->params, name, value);
	}
	return ERR_OK;
}

void
req_stream(struct req *rq, const char *type, stream_fn *fn, void *ctx)
{
	rq->type = type;
	rq->stream = fn;
	rq->stream_ctx = ctx;
}

const char *
req_say(const struct req *rq, struct sentence s, struct sentence_args args)
{
	return sentence_text(rq->arena, rq->language, s, args,
	    config.currency != NULL ? config.currency : "");
}
