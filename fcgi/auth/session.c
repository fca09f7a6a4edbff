/* SPDX-License-Identifier: ISC */
/*
 * session.c - sign in, renew the tokens of a session, and sign out.
 */
#include <string.h>

#include "common/base/crypto.h"
#include "common/http/rate.h"
#include "common/model/config.h"
#include "common/session/jwt.h"
#include "db/auth/sessions.h"
#include "fcgi/auth/auth.h"

#define ACCESS_COOKIE  "accessToken"
#define REFRESH_COOKIE "refreshToken"

/* The bounds of storage: longer texts are wrong like any other. */
struct login_in {
	const char *email, *password, *next;
};
SPEC_STATIC(login_in,
    FIELD(email, REQUIRED, RANGE(1, 254), .format = TEXT_EMAIL),
    FIELD(password, REQUIRED, RANGE(1, 1024), .format = TEXT_SECRET),
    FIELD(next, RANGE(0, 2000), FOR_PAGES));

struct refresh_in {
	const char *refresh_token, *next;
};
SPEC_STATIC(refresh_in,
    FIELD(refresh_token, RANGE(0, 200)),
    FIELD(next, RANGE(0, 4000), FOR_PAGES));

SPEC(tokens,
    FIELD_SUB(user, user),
    FIELD(access_token, GIVEN),
    FIELD(refresh_token, GIVEN));

struct access {
	const char *access_token, *refresh_token;
};
SPEC_STATIC(access,
    FIELD(access_token, GIVEN),
    FIELD(refresh_token, GIVEN));

/* The account menu.  ->role is -1 when the access token has expired. */
struct account_page {
	const char *email;
	enum role   role;
	bool        signed_in;
};
SPEC_STATIC(account_page,
    FIELD(email),
    FIELD_ENUM(role, role_words),
    FIELD(signed_in));

struct message {
	const char *message;
};
SPEC_STATIC(message, FIELD(message, GIVEN));

static const char *
refresh_hash(struct req *rq, const char *token)
{
	char hex[SHA256_HEX_SIZE];

	hmac_sha256_hex(settings.jwt_refresh_secret, token, strlen(token), hex);
	return arena_strdup(rq->arena, hex);
}

/* Hand out the tokens of a session that the database knows, as cookies too. */
static void
tokens_give(struct req *rq, struct uuid session, const struct user *user,
    const char *refresh_token, struct access *out)
{
	struct session s = { .id = session,
		.user_id = user->id,
		.email = user->email,
		.role = user->role };

	session_record(rq->arena, session, user->role);
	out->access_token = jwt_sign(rq->arena, config.jwt_access_secret, &s,
	    clock_now().us / 1000000);
	out->refresh_token = refresh_token;
	req_set_cookie(rq, ACCESS_COOKIE, out->access_token, ACCESS_SECONDS);
	req_set_cookie(rq, REFRESH_COOKIE, refresh_token, REFRESH_SECONDS);
}

static void
cookies_remove(struct req *rq)
{
	req_set_cookie(rq, ACCESS_COOKIE, "", 0);
	req_set_cookie(rq, REFRESH_COOKIE, "", 0);
}

enum err
session_begin(struct req *rq, const struct user *user, struct tokens *out)
{
	struct uuid   id = uuid_new();
	struct access access;
	char         *token = arena_alloc(rq->arena, TOKEN_SIZE);
	enum err      e;

	random_token(token);
	e = db_session_add(rq->db, id, user->id, rq->remote,
	    refresh_hash(rq, token));
	if (e != ERR_OK)
		return e;
	tokens_give(rq, id, user, token, &access);
	out->user = *user;
	out->access_token = access.access_token;
	out->refresh_token = access.refresh_token;
	return ERR_OK;
}

void
next_page(struct req *rq, const char *next, const char *otherwise)
{
	req_next(rq, "%s",
	    next != NULL && *next != '\0' ? local_path(next) : otherwise);
}

/*
 * POST /auth/login - sign in.  An unknown address, a wrong password and a
 * disabled account get the same answer after the same time.
 */
HANDLER(session_add, login_in, tokens)
{
	struct user_secret found = { .password_hash = NULL };
	enum err           e;

	if ((e = rate_sign_in(rq, in->email)) != ERR_OK)
		return e;
	e = db_user_by_email(rq->db, in->email, &found);
	if (e != ERR_OK && e != ERR_USER_NOT_FOUND)
		return e;
	if (!password_verify(e == ERR_OK ? found.password_hash : NULL,
		in->password) ||
	    !found.user.is_active)
		return ERR_BAD_CREDENTIALS;
	next_page(rq, in->next, "/?notice=signed-in");
	return session_begin(rq, &found.user, out);
}

/* "patient": another tab of the browser may just have done the same. */
static enum err
session_renew(struct req *rq, const char *token, bool patient,
    struct access *out)
{
	char       *fresh = arena_alloc(rq->arena, TOKEN_SIZE);
	struct uuid id, ended;
	struct user user;
	enum err    e;

	if (token == NULL || *token == '\0')
		return ERR_BAD_REFRESH_TOKEN;
	random_token(fresh);
	e = db_session_rotate(rq->db, refresh_hash(rq, token),
	    refresh_hash(rq, fresh), patient, &id, &ended, &user);
	if (uuid_given(ended))
		session_end(rq->arena, ended);
	if (e == ERR_OK)
		tokens_give(rq, id, &user, fresh, out);
	return e;
}

/* POST /auth/refresh - new tokens for a refresh token. */
HANDLER(session_refresh, refresh_in, access)
{
	return session_renew(rq,
	    in->refresh_token != NULL ? in->refresh_token :
					req_cookie(rq, REFRESH_COOKIE),
	    false, out);
}

/*
 * GET, POST /account/refresh - new tokens for a page that was asked for with an
 * expired access token, then back to it.
 */
HANDLER(session_refresh_page, refresh_in, none)
{
	struct access access;
	enum err      e;

	e = session_renew(rq, req_cookie(rq, REFRESH_COOKIE), true, &access);
	if (e == ERR_BAD_REFRESH_TOKEN)
		cookies_remove(rq);
	else if (e != ERR_OK && e != ERR_CONFLICT)
		return e; /* ERR_CONFLICT: another tab was faster */
	next_page(rq, in->next, "/");
	rq->keep_method = true;
	return ERR_OK;
}

/* POST /auth/logout - end the session; its access token is void at once. */
HANDLER(session_remove, none, message)
{
	enum err e;

	if ((e = db_session_end(rq->db, rq->session.id)) != ERR_OK)
		return e;
	session_end(rq->arena, rq->session.id);
	cookies_remove(rq);
	out->message = req_say(rq, SAY("You are signed out."), NO_ARGS);
	req_next(rq, "/?notice=signed-out");
	return ERR_OK;
}

/* GET /_part/account - the account menu of every page. */
HANDLER(account_part, none, account_page)
{
	/* A refresh token alone is enough: the next page renews the session. */
	out->signed_in = session_given(&rq->session) ||
	    req_cookie(rq, REFRESH_COOKIE) != NULL;
	out->email = rq->session.email;
	out->role = session_given(&rq->session) ? rq->session.role :
						  (enum role) - 1;
	return ERR_OK;
}

const struct route session_routes[] = {
	{ POST, "/auth/login", &session_add, .who = ANYONE, .face = API_ONLY },
	{ POST, "/auth/refresh", &session_refresh, .who = ANYONE,
	    .face = API_ONLY },
	{ POST, "/auth/logout", &session_remove, .who = SIGNED_IN,
	    .face = API_ONLY },
	{ POST, "/login", &session_add, .who = ANYONE, .face = PAGE_ONLY },
	{ POST, "/logout", &session_remove, .who = SIGNED_IN,
	    .face = PAGE_ONLY },
	{ GET, "/account/refresh", &session_refresh_page, .who = ANYONE,
	    .face = PAGE_ONLY },
	/* The form that is on its way may name any method. */
	{ POST, "/account/refresh", &session_refresh_page, .who = ANYONE,
	    .face = PAGE_ONLY },
	{ PUT, "/account/refresh", &session_refresh_page, .who = ANYONE,
	    .face = PAGE_ONLY },
	{ DELETE, "/account/refresh", &session_refresh_page, .who = ANYONE,
	    .face = PAGE_ONLY },
	{ GET, "/_part/account", &account_part, .page = "auth/part_account",
	    .who = VISITOR },
	{ 0 },
};
