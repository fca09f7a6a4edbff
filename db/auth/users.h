/* SPDX-License-Identifier: ISC */
/*
 * users.h - accounts.
 */
#ifndef FARM_DB_AUTH_USERS_H
#define FARM_DB_AUTH_USERS_H

#include "common/session/session.h"
#include "db/pg/pg.h"

struct user {
	struct uuid      id;
	const char      *email, *name;
	enum role        role;
	bool             is_active, email_verified;
	struct timestamp created_at, updated_at;
};
SPEC_DECLARE(user);

/* With what only signing in needs to know. */
struct user_secret {
	struct user user;
	const char *password_hash;
};

/* Adds "user" with ->id, ->email, ->name and ->role, and fills the rest;
   event "user.registered".  ERR_EMAIL_TAKEN. */
enum err db_user_add(struct db *, struct user *, const char *hash);
/* ERR_USER_NOT_FOUND. */
enum err db_user_get(struct db *, struct uuid, struct user *out);
enum err db_user_by_email(struct db *, const char *email,
    struct user_secret *out);
/* Changes what is given (not NULL). ERR_EMAIL_TAKEN. */
enum err db_user_edit(struct db *, struct uuid, const char *name,
    const char *email, struct user *out);
/* How many accounts of the demo shop there are: their password is known. */
enum err db_users_demo_count(struct db *, int64_t *out);

#endif
