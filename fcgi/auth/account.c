/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/crypto.h"
#include "common/base/text.h"
#include "common/http/rate.h"
#include "common/model/config.h"
#include "common/session/jwt.h"
#include "db/auth/sessions.h"
#include "fcgi/auth/auth.h"

#define PASSWORD_MIN 10
#define PASSWORD_MAX 128

static const char *const open_roles[] = { "BUYER", "VENDOR", NULL };

struct register_in {
	const char *email, *password, *name, *next;
	enum role   role;
};
SPEC_STATIC(register_in,
    FIELD(email, REQUIRED, RANGE(3, 254), .format = TEXT_EMAIL),
    FIELD(password, REQUIRED, RANGE(PASSWORD_MIN, PASSWORD_MAX), .format = TEXT_SECRET),
    FIELD(name, REQUIRED, RANGE(1, 120)),
    FIELD_ENUM(role, open_roles, DEFAULT(ROLE_BUYER)),
    FIELD(next, RANGE(0, 2000), FOR_PAGES));

/* Bounds as wide as can be stored: what is too long is just not right. */
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

struct profile_in {
	const char *name, *email;
};
SPEC_STATIC(profile_in,
    FIELD(name, RANGE(1, 120)),
    FIELD(email, RANGE(3, 254), .format = TEXT_EMAIL));

struct tokens {
	struct user user;
	const char *access_token, *refresh_token;
};
SPEC_STATIC(tokens,
    FIELD_SUB(user, user),
    FIELD(access_token, GIVEN),
    FIELD(refresh_token, GIVEN));

struct access {
	const char *access_token, *refresh_token;
};
SPEC_STATIC(access,
    FIELD(access_token, GIVEN),
    FIELD(refresh_token, GIVEN));

struct sign_in_page {
	const char *next;
	enum role   role;
};
SPEC_STATIC(sign_in_page,
    FIELD(next, FOR_PAGES),
    FIELD_ENUM(role, role_words));

/* The account menu; ->role is -1 while the access token has run out. */
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
token_hash(struct req *rq, const char *token)
{
	char hex[SHA256_HEX_SIZE];

	hmac_sha256_hex(settings.jwt_refresh_secret, token, strlen(token), hex);
	return arena_strdup(rq->arena, hex);
}

/* Both cookies and the tokens themselves, of a session that is recorded. */
static void
sign_in(struct req *rq, struct uuid session, const struct user *user,
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
	req_set_cookie(rq, "accessToken", out->access_token, ACCESS_SECONDS);
	req_set_cookie(rq, "refreshToken", refresh_token, REFRESH_SECONDS);
}

static void
sign_out(struct req *rq)
{
	req_set_cookie(rq, "accessToken", "", 0);
	req_set_cookie(rq, "refreshToken", "", 0);
}

/* A session for a user who has just shown who they are. */
static enum err
session_start(struct req *rq, const struct user *user, struct tokens *out)
{
	struct uuid   id = uuid_new();
	struct access access;
	char         *token = arena_alloc(rq->arena, TOKEN_SIZE);
	enum err      e;

	random_token(token);
	e = db_session_add(rq->db, id, user->id, rq->remote,
	    token_hash(rq, token));
	if (e != ERR_OK)
		return e;
	sign_in(rq, id, user, token, &access);
	out->user = *user;
	out->access_token = access.access_token;
	out->refresh_token = access.refresh_token;
	return ERR_OK;
}

static void
go_on(struct req *rq, const char *next, const char *otherwise)
{
	req_next(rq, "%s",
	    next != NULL && *next != '\0' ? local_path(next) : otherwise);
}

/* POST /auth/register - a new account, signed in at once. */
HANDLER(user_register, register_in, tokens)
{
	struct user user = { .id = uuid_new(),
		.email = in->email,
		.name = in->name,
		.role = in->role };
	enum err    e;

	if (password_is_common(in->password)) {
		complain_as(&rq->complaints, "password", "too_common",
		    SAY("This password is too common. Choose another one."),
		    NO_ARGS);
		return ERR_INVALID;
	}
	if ((e = db_user_add(rq->db, &user,
		 password_hash(rq->arena, in->password))) != ERR_OK)
		return e;
	go_on(rq, in->next,
	    user.role == ROLE_VENDOR ? "/vendors/register?notice=welcome" :
				       "/?notice=welcome");
	return session_start(rq, &user, out);
}

/*
 * POST /auth/login - sign in.  An unknown address and a wrong password get
 * the same answer in the same time; a disabled account looks like both.
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
	go_on(rq, in->next, "/?notice=signed-in");
	return session_start(rq, &found.user, out);
}

static enum err
refresh(struct req *rq, const char *token, bool patient, struct access *out)
{
	char       *fresh = arena_alloc(rq->arena, TOKEN_SIZE);
	struct uuid id, ended;
	struct user user;
	enum err    e;

	if (token == NULL || *token == '\0')
		return ERR_BAD_REFRESH_TOKEN;
	random_token(fresh);
	e = db_session_rotate(rq->db, token_hash(rq, token),
	    token_hash(rq, fresh), patient, &id, &ended, &user);
	if (uuid_given(ended))
		session_end(rq->arena, ended);
	if (e == ERR_OK)
		sign_in(rq, id, &user, fresh, out);
	return e;
}

/* POST /auth/refresh - a new pair of tokens for a refresh token. */
HANDLER(session_refresh, refresh_in, access)
{
	return refresh(rq,
	    in->refresh_token != NULL ? in->refresh_token :
					req_cookie(rq, "refreshToken"),
	    false, out);
}

/* GET, POST /account/refresh - a page's way to new tokens, and back. */
HANDLER(session_refresh_page, refresh_in, none)
{
	struct access access;
	enum err      e;

	e = refresh(rq, req_cookie(rq, "refreshToken"), true, &access);
	if (e == ERR_BAD_REFRESH_TOKEN)
		sign_out(rq);
	else if (e != ERR_OK && e != ERR_CONFLICT)
		return e; /* ERR_CONFLICT: another tab was faster */
	go_on(rq, in->next, "/");
	rq->keep_method = true;
	return ERR_OK;
}

/* POST /auth/logout - the session ends now, its access token with it. */
HANDLER(session_remove, none, message)
{
	enum err e;

	if ((e = db_session_end(rq->db, rq->session.id)) != ERR_OK)
		return e;
	session_end(rq->arena, rq->session.id);
	sign_out(rq);
	out->message = req_say(rq, SAY("You are signed out."), NO_ARGS);
	req_next(rq, "/?notice=signed-out");
	return ERR_OK;
}

/* GET /auth/profile, /account - who I am. */
HANDLER(profile_show, none, user)
{
	return db_user_get(rq->db, rq->session.user_id, out);
}

/* PUT /auth/profile - my name and address. */
HANDLER(profile_edit, profile_in, user)
{
	req_next(rq, "/account?notice=saved");
	return db_user_edit(rq->db, rq->session.user_id, in->name, in->email,
	    out);
}

/* GET /login, /register - the forms. */
HANDLER(sign_in_show, refresh_in, sign_in_page)
{
	out->next = in->next;
	out->role = ROLE_BUYER; /* chosen at first */
	return ERR_OK;
}

/* GET /_part/account - the account menu of every page. */
HANDLER(account_part, none, account_page)
{
	/* With a refresh token alone the account out will sign in again. */
	out->signed_in = session_given(&rq->session) ||
	    req_cookie(rq, "refreshToken") != NULL;
	out->email = rq->session.email;
	out->role = session_given(&rq->session) ? rq->session.role :
						  (enum role) - 1;
	return ERR_OK;
}

static const struct rate registrations = { "register", 3, 60 };

const struct route account_routes[] = {
	{ POST, "/auth/register", &user_register, .who = ANYONE,
	    .face = API_ONLY, .status = 201, .rate = &registrations },
	{ POST, "/auth/login", &session_add, .who = ANYONE, .face = API_ONLY },
	{ POST, "/auth/refresh", &session_refresh, .who = ANYONE,
	    .face = API_ONLY },
	{ POST, "/auth/logout", &session_remove, .who = SIGNED_IN,
	    .face = API_ONLY },
	{ GET, "/auth/profile", &profile_show, .who = SIGNED_IN,
	    .face = API_ONLY },
	{ PUT, "/auth/profile", &profile_edit, .who = SIGNED_IN,
	    .face = API_ONLY },
	{ GET, "/login", &sign_in_show, .page = "auth/login", .who = ANYONE,
	    .face = PAGE_ONLY },
	{ POST, "/login", &session_add, .who = ANYONE, .face = PAGE_ONLY },
	{ POST, "/logout", &session_remove, .who = SIGNED_IN,
	    .face = PAGE_ONLY },
	{ GET, "/register", &sign_in_show, .page = "auth/register",
	    .who = ANYONE, .face = PAGE_ONLY },
	{ POST, "/register", &user_register, .who = ANYONE, .face = PAGE_ONLY,
	    .rate = &registrations },
	{ GET, "/account", &profile_show, .page = "auth/account",
	    .who = SIGNED_IN, .face = PAGE_ONLY },
	{ PUT, "/account", &profile_edit, .who = SIGNED_IN, .face = PAGE_ONLY },
	{ GET, "/account/refresh", &session_refresh_page, .who = ANYONE,
	    .face = PAGE_ONLY },
	/* A form on its way may carry any "_method". */
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
