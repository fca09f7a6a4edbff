/* SPDX-License-Identifier: ISC */
/*
 * http_client.h - calls to other services and to payment providers, by
 * libcurl.  One handle a process; connections are kept alive.
 *
 * libcurl sends a request again by itself when a kept connection turns out
 * to be dead, POSTs too: whatever is called must be idempotent, or the call
 * must say .fresh.
 */
#ifndef FARM_CLIENT_HTTP_CLIENT_H
#define FARM_CLIENT_HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/arena.h"
#include "common/base/err.h"
#include "common/http/request.h"

#define HTTP_ANSWER_MAX  ((size_t)4 * 1024 * 1024) /* bytes of a body */
#define HTTP_HEADERS_MAX 12

struct http_call {
	const char *method; /* "POST" */
	const char *url;
	const char *unix_socket;               /* NULL: TCP */
	const char *headers[HTTP_HEADERS_MAX]; /* "Name: value" */
	const char *body;                      /* NULL: none */
	size_t      body_len;
	const char *user_password; /* "user:password", Basic; or NULL */
	long        connect_ms, timeout_ms; /* 0: 500, 3000 */
	bool        fresh; /* a new connection: never sent twice */
};

/* What became of a call. */
enum http_outcome {
	HTTP_ANSWERED, /* ->status and ->body hold */
	HTTP_NOT_SENT, /* it certainly had no effect */
	HTTP_UNKNOWN   /* sent, and no answer: ask before repeating */
};

struct http_answer {
	enum http_outcome outcome;
	int               status;
	const char       *body; /* NUL-terminated, in the arena */
	size_t            body_len;
};

void http_call(struct arena *, const struct http_call *, struct http_answer *);

/*
 * Call another service on the internal socket: "orders", POST,
 * "/internal/orders/7/paid".  "in" and "out" may be NULL.  A problem that it
 * answers comes back as its error; ERR_UNAVAILABLE when nobody answered.
 * Request id and trace travel along.
 */
enum err service_call(struct req *, const char *service, enum method,
    const char *path, struct spec *in, const void *body, struct spec *out,
    void *result);

/* The same for who has no request to speak for. */
struct caller {
	struct arena *arena;
	const char   *trace;      /* traceparent, or NULL */
	long          timeout_ms; /* 0: 3000 */
};
enum err service_ask(const struct caller *, const char *service, enum method,
    const char *path, struct spec *in, const void *body, struct spec *out,
    void *result);

#endif
