/* SPDX-License-Identifier: ISC */
/*
 * rate.h - limits that a handler applies itself.  RATE_LIMIT=off switches them
 * off.  When Redis is down, they let every request pass; the limits of nginx
 * still hold.
 */
#ifndef FARM_HTTP_RATE_H
#define FARM_HTTP_RATE_H

#include "common/http/route.h"

/*
 * Count one more for "who".  ERR_TOO_MANY, with RateLimit and Retry-After
 * headers.
 */
enum err rate_take(struct req *, const struct rate *, const char *who);

/*
 * Attempts to sign in, by account and address: 5 a minute, and the more there
 * are the longer the wait (20 in 15 minutes, 50 in two hours).
 */
enum err rate_sign_in(struct req *, const char *email);

#endif
