/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "common/base/config.h"
#include "common/client/http_client.h"
#include "common/client/redis.h"
#include "common/http/request.h"
#include "common/session/jwt.h"

const char *const role_words[] = { "BUYER", "VENDOR", "ADMIN", NULL };

static const char ended[] = "ended";

static const char *
token_of(const struct req *rq)
{
	const char *header = req_env(rq, "HTTP_AUTHORIZATION");

	if (header != NULL && strncasecmp(header, "Bearer ", 7) == 0)
		return header + 7;
	return req_cookie(rq, "accessToken");
}

static const char *
record_key(struct arena *a, struct uuid id)
{
	return arena_printf(a, "session:%s", id.text);
}

struct found {
	enum role role;
};
SPEC_STATIC(found, FIELD_ENUM(found, role, role_words));

enum err
session_ask_auth(struct req *rq, struct uuid id, enum role *role)
{
	struct found found;
	enum err     e;

	e = service_call(rq, "auth", GET,
	    arena_printf(rq->arena, "/internal/sessions/%s", id.text), NULL,
	    NULL, &found_spec, &found);
	if (e == ERR_OK)
		*role = found.role;
	return e == ERR_NOT_FOUND ? ERR_NOT_SIGNED_IN : e;
}

enum err
session_load(struct req *rq, session_find_fn *find)
{
	const char    *token = token_of(rq), *record = NULL;
	struct session s;
	int            i;
	enum err       e;

	if (token == NULL)
		return ERR_NOT_SIGNED_IN;
	e = jwt_verify(rq->arena, config.jwt_access_secret, token,
	    clock_now().us / 1000000, &s);
	if (e != ERR_OK)
		return e;
	if (redis_get(rq->arena, record_key(rq->arena, s.id), &record) ==
		ERR_OK &&
	    record != NULL) {
		if ((i = word_index(role_words, record, strlen(record))) == -1)
			return ERR_NOT_SIGNED_IN;
		s.role = (enum role)i;
	} else if ((e = find(rq, s.id, &s.role)) != ERR_OK)
		return e;
	rq->session = s;
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
