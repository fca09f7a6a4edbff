/* SPDX-License-Identifier: ISC */
/*
 * sessions.h - sessions and their refresh tokens, of which only hashes are kept.
 */
#ifndef FARM_DB_AUTH_SESSIONS_H
#define FARM_DB_AUTH_SESSIONS_H

#include "db/auth/users.h"

/* A new session with its first token. */
enum err db_session_add(struct db *, struct uuid id, struct uuid user_id,
    const char *address, const char *token_hash);

/*
 * Rotate: replace the token "old" by "new", and let the session live on.
 * ERR_BAD_REFRESH_TOKEN: the token is unknown or expired, its session has ended
 * or its user is disabled.
 *
 * A token that was replaced before may be stolen: it ends its session, whose id
 * is then in "*ended".  With "patient" this is not so within a few seconds:
 * ERR_CONFLICT, and nothing changes.  Two tabs of one browser may ask at once,
 * and the cookies that the first one got serve the second.
 */
enum err db_session_rotate(struct db *, const char *old, const char *new,
    bool patient, struct uuid *session_id, struct uuid *ended,
    struct user *out);

/* The present role of the session's user.  ERR_NOT_FOUND: it has ended. */
enum err db_session_role(struct db *, struct uuid id, enum role *out);

/* End a session.  Event "session.ended", which ends it in Redis too. */
enum err db_session_end(struct db *, struct uuid id);

#endif
