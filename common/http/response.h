/* SPDX-License-Identifier: ISC */
/*
 * response.h - the answer to a request, before it is sent.
 */
#ifndef FARM_HTTP_RESPONSE_H
#define FARM_HTTP_RESPONSE_H

#include "common/base/buf.h"
#include "common/http/route.h"

struct response {
	int         status;
	const char *content_type; /* NULL: no body */
	struct buf  headers;      /* further ones, CRLF each */
	struct buf  body;
	stream_fn  *stream; /* writes the body; NULL: it is in ->body */
};

/* service.c: serve FastCGI on descriptor 0 until a signal ends it. */
int service_serve(const struct service *);

/*
 * Answer one request whose env, body and method are set.  Nothing else in the
 * process knows JSON from HTML.
 */
void dispatch(const struct service *, struct req *, struct response *);

/*
 * Write an error: as RFC 9457 problem+json, as a page, or nothing for a
 * fragment.
 */
void problem_write(const struct service *, struct req *, struct response *,
    enum err);

/* guard.c: may this caller do this? */
enum err guard_who(const struct service *, const struct route *, struct req *);
enum err guard_cross_site(const struct req *);
enum err guard_rate(const struct route *, struct req *);

#endif
