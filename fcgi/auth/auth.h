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

/* account.c */
extern struct spec register_in_spec, login_in_spec, refresh_in_spec,
    profile_in_spec, tokens_spec, access_spec, sign_in_page_spec,
    account_page_spec, message_spec;
handler_fn user_register, session_add, session_refresh, session_refresh_page,
    session_remove, profile_show, profile_edit, sign_in_show, account_part;

/* internal.c */
extern struct spec session_id_in_spec, session_role_spec, user_add_in_spec;
handler_fn         session_role_show, user_add;

/* password.c: Argon2id (RFC 9106), 19 MiB, two passes. */
const char *password_hash(struct arena *, const char *password);
/* Takes the same time for "hash" NULL, and is false then. */
bool password_verify(const char *hash, const char *password);
/* One of those that everybody tries first? */
bool password_is_common(const char *password);

#endif
