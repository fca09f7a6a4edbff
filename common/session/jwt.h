/* SPDX-License-Identifier: ISC */
/*
 * jwt.h - access tokens: JWT (RFC 7519), HS256 and nothing else, with claims
 * "sub email role jti iat exp".
 */
#ifndef FARM_SESSION_JWT_H
#define FARM_SESSION_JWT_H

#include "common/base/arena.h"
#include "common/session/session.h"

#define JWT_SIZE_MAX 2048

/* A signed token that lives ACCESS_SECONDS from "now" (seconds since 1970). */
const char *jwt_sign(struct arena *, const char *secret, const struct session *,
    int64_t now);
/*
 * ERR_OK only for a token that we signed, with all claims and within its time;
 * else ERR_NOT_SIGNED_IN, and "out" is unchanged.
 */
enum err jwt_verify(struct arena *, const char *secret, const char *token,
    int64_t now, struct session *out);

#endif
