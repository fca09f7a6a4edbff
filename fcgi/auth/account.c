/* SPDX-License-Identifier: ISC */
/*
 * account.c - register, and edit one's profile.
 */
#include "common/http/rate.h"
#include "fcgi/auth/auth.h"

static const char *const open_roles[] = { "BUYER", "VENDOR", NULL };

struct register_in {
	const char *email, *password, *name, *next;
	enum role   role;
};
SPEC_STATIC(register_in,
    FIELD(email, REQUIRED, EMAIL_RANGE, .format = TEXT_EMAIL),
    FIELD(password, REQUIRED, PASSWORD_RANGE, .format = TEXT_SECRET),
    FIELD(name, REQUIRED, NAME_RANGE),
    FIELD_ENUM(role, open_roles, DEFAULT(ROLE_BUYER)),
    FIELD(next, RANGE(0, 2000), FOR_PAGES));

struct profile_in {
	const char *name, *email;
	int64_t     version;
};
SPEC_STATIC(profile_in,
    FIELD(name, NAME_RANGE),
    FIELD(email, EMAIL_RANGE, .format = TEXT_EMAIL),
    FIELD(version, EDIT_VERSION));

struct sign_in_page {
	const char *next;
	enum role   role;
};
SPEC_STATIC(sign_in_page,
    FIELD(next, FOR_PAGES),
    FIELD_ENUM(role, role_words));

struct next_in {
	const char *next;
};
SPEC_STATIC(next_in, FIELD(next, RANGE(0, 4000), FOR_PAGES));

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
	next_page(rq, in->next,
	    user.role == ROLE_VENDOR ? "/vendors/register?notice=welcome" :
				       "/?notice=welcome");
	return session_begin(rq, &user, out);
}

/* GET /auth/profile, /account - who I am. */
HANDLER(profile_show, none, user)
{
	return db_user_get(rq->db, rq->session.user_id, out);
}

/* A form that sends an empty field wants it to be empty. */
static bool
is_emptied(struct req *rq, const char *name)
{
	if (rq->api || !req_emptied(rq, name))
		return false;
	complain(&rq->complaints, name, BAD_REQUIRED, 0);
	return true;
}

/* PUT /auth/profile, /account - change my name or my address. */
HANDLER(profile_edit, profile_in, user)
{
	bool empty = is_emptied(rq, "name");

	if (is_emptied(rq, "email") || empty)
		return ERR_INVALID;
	req_next(rq, "/account?notice=saved");
	return db_user_edit(rq->db, rq->session.user_id, in->name, in->email,
	    in->version, out);
}

/* GET /login, /register - the forms. */
HANDLER(sign_in_show, next_in, sign_in_page)
{
	out->next = in->next;
	out->role = ROLE_BUYER; /* selected at first */
	return ERR_OK;
}

static const struct rate registrations = { "register", 3, 60 };

const struct route account_routes[] = {
	{ POST, "/auth/register", &user_register, .who = ANYONE,
	    .face = API_ONLY, .status = 201, .rate = &registrations },
	{ GET, "/auth/profile", &profile_show, .who = SIGNED_IN,
	    .face = API_ONLY },
	{ PUT, "/auth/profile", &profile_edit, .who = SIGNED_IN,
	    .face = API_ONLY },
	{ GET, "/login", &sign_in_show, .page = "auth/login", .who = ANYONE,
	    .face = PAGE_ONLY },
	{ GET, "/register", &sign_in_show, .page = "auth/register",
	    .who = ANYONE, .face = PAGE_ONLY },
	{ POST, "/register", &user_register, .who = ANYONE, .face = PAGE_ONLY,
	    .rate = &registrations },
	{ GET, "/account", &profile_show, .page = "auth/account",
	    .who = SIGNED_IN, .face = PAGE_ONLY },
	{ PUT, "/account", &profile_edit, .who = SIGNED_IN, .face = PAGE_ONLY },
	{ 0 },
};
