/* SPDX-License-Identifier: ISC */
/*
 * session.h - who is asking.
 *
 * The access token (a JWT) says it; what may have changed since the token was
 * signed stands in the session's record in Redis, "session:<id>": the role
 * the user has now, or "ended".  When Redis does not know or does not answer,
 * auth is asked over the internal socket, and PostgreSQL there is the truth.
 */
#ifndef FARM_SESSION_SESSION_H
#define FARM_SESSION_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/err.h"
#include "common/base/uuid.h"
#include "common/client/service_ask.h"
#include "common/contract/auth_calls.h"

#define ACCESS_SECONDS  (15 * 60)
#define REFRESH_SECONDS (7 * 24 * 60 * 60)

struct session {
	struct uuid id;      /* "jti"; not given: nobody */
	struct uuid user_id; /* "sub" */
	const char *email;
	enum role   role;
};

struct db;

/*
 * Find the record of a session that Redis does not know: the role it has now,
 * or ERR_NOT_SIGNED_IN when it ended.  auth looks into its database; the
 * others ask auth.
 */
typedef enum err session_find_fn(const struct caller *, struct db *,
    struct uuid id, enum role *);
session_find_fn  session_ask_auth;

/*
 * Whose access token is this?  ERR_NOT_SIGNED_IN: no token (NULL), or one that
 * is expired, forged or of an ended session.  ERR_UNAVAILABLE: nobody can say.
 * The texts of "out" live in the caller's arena.
 */
enum err session_load(const struct caller *, struct db *, const char *token,
    session_find_fn *, struct session *out);

/*
 * Record or end a session in Redis: best effort, PostgreSQL is the truth, and
 * what could not be said now is said by the event "session.ended".
 */
void     session_record(struct arena *, struct uuid id, enum role);
enum err session_end(struct arena *, struct uuid id);

static inline bool
session_given(const struct session *s)
{
	return uuid_given(s->id);
}

#endif
