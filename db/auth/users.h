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
	int64_t          version; /* counts the edits */
};
SPEC_DECLARE(user);

/* Only for signing in. */
struct user_secret {
	struct user user;
	const char *password_hash;
};

/*
 * Add a user with ->id, ->email, ->name and ->role; fills the rest.  Event
 * "user.registered".  ERR_EMAIL_TAKEN.
 */
enum err db_user_add(struct db *, struct user *, const char *hash);
/* ERR_USER_NOT_FOUND. */
enum err db_user_get(struct db *, struct uuid, struct user *out);
enum err db_user_by_email(struct db *, const char *email,
    struct user_secret *out);
/*
 * Change the name or the address, whichever is not NULL, of this version;
 * INT_NONE: of any.  ERR_EMAIL_TAKEN, ERR_STALE, ERR_USER_NOT_FOUND.
 */
enum err db_user_edit(struct db *, struct uuid, const char *name,
    const char *email, int64_t version, struct user *out);
/* The number of demo accounts: everybody knows their password. */
enum err db_users_demo_count(struct db *, int64_t *out);

#endif
