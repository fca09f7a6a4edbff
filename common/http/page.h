/* SPDX-License-Identifier: ISC */
/*
 * page.h - the pages of a service's routes, compiled at start.
 */
#ifndef FARM_HTTP_PAGE_H
#define FARM_HTTP_PAGE_H

#include "common/http/response.h"

/* Compile all pages.  False, and a line on stderr for each mistake. */
bool pages_load(const struct service *);

/*
 * Write the page of a row with rq->out as its model.  "refused": why a form is
 * shown again, or ERR_OK.
 */
void page_write(const struct service *, const struct route *, struct req *,
    struct response *, enum err refused);
/* Does the page of a row say what is wrong with a request? */
bool page_shows_errors(const struct service *, const struct route *);
/* The tag of the page that is made of what rq->etag stands for: pages differ
   by language and theme. */
const char *page_etag(struct req *);
/* The page of an error. */
void page_write_error(struct req *, struct response *, enum err,
    const char *detail);

#endif
