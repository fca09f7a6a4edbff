/* SPDX-License-Identifier: ISC */
/*
 * sessions.h - sign-ins and their refresh tokens, kept as hashes.
 */
#ifndef FARM_DB_AUTH_SESSIONS_H
#define FARM_DB_AUTH_SESSIONS_H

#include "db/auth/users.h"

/* A new session with its first token. */
enum err db_session_add(struct db *, struct uuid id, struct uuid user_id,
    const char *address, const char *token_hash);

/*
 * Rotate: the token "old" makes way for "new".  ERR_BAD_REFRESH_TOKEN when it
 * is unknown, expired, of an ended session or of a disabled user.  A token
 * that was rotated before ends its session, whose id is then in "*ended".
 * Not so with "patient" when that was a moment ago: ERR_CONFLICT, and nobody
 * gets anything.  Two tabs of one browser may ask at once, and the cookies
 * that the first one got serve the second.
 */
enum err db_session_rotate(struct db *, const char *old, const char *new,
    bool patient, struct uuid *session_id, struct uuid *ended,
    struct user *out);

/* The role of a session that has not ended; ERR_NOT_FOUND. */
enum err db_session_role(struct db *, struct uuid id, enum role *out);

/* End one; its "session.ended" event reaches Redis even if we cannot. */
enum err db_session_end(struct db *, struct uuid id);

/* The session that a refresh token belongs to; ERR_BAD_REFRESH_TOKEN. */
enum err db_session_of_token(struct db *, const char *hash, struct uuid *out);

#endif
