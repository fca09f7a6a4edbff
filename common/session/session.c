/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/client/redis.h"
#include "common/model/config.h"
#include "common/session/jwt.h"
#include "common/session/session.h"

static const char ended[] = "ended";

static const char *
record_key(struct arena *a, struct uuid id)
{
	return arena_printf(a, "session:%s", id.text);
}

enum err
session_ask_auth(const struct caller *who, struct db *db, struct uuid id,
    enum role *role)
{
	const struct id_in  in = { id };
	struct session_role found;
	enum err            e;

	(void)db;
	e = service_ask(who, CALL_SESSION_ROLE, &in, &found);
	if (e == ERR_OK)
		*role = found.role;
	return e == ERR_NOT_FOUND ? ERR_NOT_SIGNED_IN : e;
}

enum err
session_load(const struct caller *who, struct db *db, const char *token,
    session_find_fn *find, struct session *out)
{
	const char    *record = NULL;
	struct session s;
	int            i;
	enum err       e;

	if (token == NULL)
		return ERR_NOT_SIGNED_IN;
	e = jwt_verify(who->arena, config.jwt_access_secret, token,
	    clock_now().us / 1000000, &s);
	if (e != ERR_OK)
		return e;
	if (redis_get(who->arena, record_key(who->arena, s.id), &record) ==
		ERR_OK &&
	    record != NULL) {
		if ((i = word_index(role_words, record, strlen(record))) == -1)
			return ERR_NOT_SIGNED_IN;
		s.role = (enum role)i;
	} else if ((e = find(who, db, s.id, &s.role)) != ERR_OK)
		return e;
	*out = s;
	return ERR_OK;
}

void
session_record(struct arena *a, struct uuid id, enum role role)
{
	redis_set(a, record_key(a, id), role_words[role], REFRESH_SECONDS);
}

enum err
session_end(struct arena *a, struct uuid id)
{
	return redis_set(a, record_key(a, id), ended, REFRESH_SECONDS);
}
