/* SPDX-License-Identifier: ISC */
/*
 * match.h - which row of a route table a request means.
 */
#ifndef FARM_HTTP_MATCH_H
#define FARM_HTTP_MATCH_H

#include "common/http/route.h"

/*
 * The row whose method, path and face fit; its captures become the first
 * parameters.  ERR_NOT_FOUND, or ERR_METHOD with "*allow" as the value
 * of an Allow header.
 */
enum err route_match(const struct service *, struct req *,
    const struct route **, const char **allow);
/*
 * Fill service->rows from its tables, rows with literal paths first.  False,
 * and a line on stderr, for each row that does not say who may call it or
 * that stands there twice.
 */
bool routes_gather(struct service *);
/* The place of a row in service->rows. */
size_t route_index(const struct service *, const struct route *);

extern const char *const who_words[]; /* by enum who: "signed-in" */

/* Is this the path of something that is JSON wherever it stands? */
bool route_answers_json(const struct service *, const char *path);
/* The most that a body may hold for any row of the path that is asked for. */
size_t route_body_max(const struct service *, const struct req *);
/* A GET for both faces needs a page to be one at the root, too. */
enum face route_face(const struct route *);
/* The GET row that shows the form which "r" receives, or NULL. */
const struct route *route_form(const struct service *, const struct route *r);

#endif
