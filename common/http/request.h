/* SPDX-License-Identifier: ISC */
/*
 * request.h - one request as a handler sees it, and how it says where to go.
 *
 * A handler reads rq->in (valid already), fills rq->out (zeroed, in the
 * request's arena) and returns ERR_OK or an error.  It never sees headers,
 * JSON, HTML or cookies, but for the few that sign in and out.
 */
#ifndef FARM_HTTP_REQUEST_H
#define FARM_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/err.h"
#include "common/base/method.h"
#include "common/http/body.h"
#include "common/model/complaint.h"
#include "common/model/input.h"
#include "common/session/session.h"

#define PARAMS_MAX 2000 /* of query and form together */

struct db;
struct json_object;
struct service;
struct req;

/*
 * An answer that is too large for memory is written in pieces, after the
 * handler has returned.  stream_write() returns ERR_UNAVAILABLE when the caller
 * has gone.  An error of the function cuts the answer off, so that the caller
 * sees that it is incomplete.
 */
struct stream {
	enum err (*write)(struct stream *, const void *, size_t);
};
typedef enum err stream_fn(struct req *, struct stream *, void *ctx);

static inline enum err
stream_write(struct stream *s, const void *piece, size_t n)
{
	return s->write(s, piece, n);
}

struct req {
	const struct service *service;
	struct arena         *arena;
	struct db            *db;  /* this service's; may be NULL */
	char *const          *env; /* "NAME=value", NULL at end */
	enum method           method;
	bool                  head;   /* GET without the body */
	bool                  api;    /* under /api or /internal */
	bool                  part;   /* a fragment for another page */
	bool                  late;   /* it waited too long for a process */
	const char           *asked;  /* the path that was asked for */
	const char           *path;   /* without "/api" */
	const char           *remote; /* address of the caller */
	struct body_source   *source; /* of a body that is not read yet */
	const char           *body;   /* raw; NUL-terminated */
	size_t                body_len;
	LIST(upload)          uploads; /* of a row with .body_file */
	struct params         params;  /* captures, query, form */
	struct json_object   *json;    /* the body; NULL: none, or a form */
	struct session        session; /* not given: nobody */
	/* Of the reader, as nginx chose it; NULL: English. */
	const struct language *language;
	struct complaints      complaints;
	const void            *in;  /* of the handler's types, */
	void                  *out; /* which HANDLER gives to it */

	/*
	 * For a route with .once: the id of what the handler makes.  A repeat
	 * of the request gets the same id; then it may exist already, or half
	 * of it.
	 */
	struct uuid once_id;
	bool        once_again;

	/* What a handler may say about the answer. */
	const char *next;        /* 303 there, for pages */
	bool        keep_method; /* 307: the form goes along */
	const char *etag;        /* quoted; for GET */
	int         status;      /* 0: the row's */
	/* Of a route AS_WRITTEN: the answer itself, and its media type. */
	struct buf *written;
	const char *type;
	stream_fn  *stream; /* of a route AS_STREAM, see req_stream() */
	void       *stream_ctx;
	struct buf *headers; /* further ones, CRLF each */
};

/* From a route AS_STREAM: answer with what "fn" writes.  "ctx" lives as long
   as the request. */
void req_stream(struct req *, const char *type, stream_fn *fn, void *ctx);

/* A variable such as "HTTP_IF_NONE_MATCH"; NULL: none. */
const char *req_env(const struct req *, const char *name);
const char *req_cookie(const struct req *, const char *name);
/* A cookie that the script of a page sets; it has no prefix. */
const char *req_script_cookie(const struct req *, const char *name);

/*
 * Did the caller empty this member: null in a body, or an empty field in a
 * form?  In the input both are "not given"
 */
bool req_emptied(const struct req *, const char *name);

/*
 * Say where the browser goes after a write: a local path.  Texts from users in
 * it must be made by url_text().  A path with a control character becomes "/"
 */
void req_next(struct req *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Set a cookie for the whole site: HttpOnly, SameSite=Lax, and under https
 * Secure with the prefix "__Host-" (RFC 6265bis), which req_cookie() knows.
 * "seconds" 0 removes it.
 */
void req_set_cookie(struct req *, const char *name, const char *value,
    long seconds);

/* A sentence in the reader's language. */
const char *req_say(const struct req *, struct sentence, struct sentence_args);

/* "/orders/7", or "/" when "path" could lead to another site. */
const char *local_path(const char *path);

/* Read "a=1&b=2" into rq->params; ERR_BAD_REQUEST or ERR_BAD_UTF8. */
enum err req_read_params(struct req *, const char *, size_t len);
/* Rename the parameters from "first" on: "a[b][0]" becomes "a.b.0". */
void req_dot_params(struct req *, size_t first);

#endif
