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

/* The bounds of what an account consists of, in characters. */
#define EMAIL_RANGE    RANGE(3, 254)
#define PASSWORD_RANGE RANGE(10, 128)
#define NAME_RANGE     RANGE(1, 120)

/* ---- password.c ---------------------------------------------------------- */

/* Argon2id (RFC 9106), 19 MiB, two passes. */
const char *password_hash(struct arena *, const char *password);
/* With "hash" NULL it takes the same time and is false. */
bool password_verify(const char *hash, const char *password);
/* Is it one of the passwords that attackers try first? */
bool password_is_common(const char *password);

/* ---- session.c ----------------------------------------------------------- */

struct tokens {
	struct user user;
	const char *access_token, *refresh_token;
};
SPEC_DECLARE(tokens);

/* Begin a session for a user who has just proved to be one. */
enum err session_begin(struct req *, const struct user *, struct tokens *out);
/* A page goes to "next", if that is given and a path of this site. */
void next_page(struct req *, const char *next, const char *otherwise);

/* The rows of each file that answers requests. */
extern const struct route account_routes[], session_routes[],
    auth_internal_routes[], language_routes[];

#endif
