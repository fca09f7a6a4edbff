/* SPDX-License-Identifier: ISC */
/*
 * match.h - find the route row of a request.
 */
#ifndef FARM_HTTP_MATCH_H
#define FARM_HTTP_MATCH_H

#include "common/http/route.h"

/*
 * Find the row with this method, path and face.  Its captures become the first
 * parameters.  ERR_NOT_FOUND; ERR_METHOD, with the value of an Allow header in
 * "*allow"
 */
enum err route_match(const struct service *, struct req *,
    const struct route **, const char **allow);
/*
 * Fill service->rows from the tables, rows with literal paths first.  False,
 * and a line on stderr for each, when a row does not say who may call it or
 * exists twice.
 */
bool routes_gather(struct service *);
/* The index of a row in service->rows. */
size_t route_index(const struct service *, const struct route *);

extern const char *const who_words[]; /* by enum who: "signed-in" */

/* Is the answer at this path always JSON, also outside of /api? */
bool route_answers_json(const struct service *, const char *path);
/* The largest body, in bytes, that a row of the requested path takes. */
size_t route_body_max(const struct service *, const struct req *);
/*
 * The face of a row.  A GET for both faces without a page is for the API only.
 */
enum face route_face(const struct route *);
/* The GET row that shows the form which "r" receives; NULL: none. */
const struct route *route_form(const struct service *, const struct route *r);

#endif
