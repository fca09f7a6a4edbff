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

#endif
