/* SPDX-License-Identifier: ISC */
/*
 * auth.h - what the files of the auth service share.
 */
#ifndef FARM_FCGI_AUTH_AUTH_H
#define FARM_FCGI_AUTH_AUTH_H

#include "common/http/route.h"
#include "db/auth/users.h"

struct auth_config {
	const char *database_url_auth;
	const char *jwt_refresh_secret;
};
extern struct auth_config settings;

/* password.c: Argon2id (RFC 9106), 19 MiB, two passes. */
const char *password_hash(struct arena *, const char *password);
/* Takes the same time for "hash" NULL, and is false then. */
bool password_verify(const char *hash, const char *password);
/* One of those that everybody tries first? */
bool password_is_common(const char *password);

/* The rows of each file that answers requests. */
extern const struct route account_routes[], auth_internal_routes[],
    language_routes[];

#endif
