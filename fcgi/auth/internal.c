/* SPDX-License-Identifier: ISC */
/*
 * internal.c - the calls that auth answers.
 */
#include "db/auth/sessions.h"
#include "fcgi/auth/auth.h"

struct user_add_in {
	const char *email, *password, *name;
	enum role   role;
};
SPEC_STATIC(user_add_in,
    FIELD(email, REQUIRED, EMAIL_RANGE, .format = TEXT_EMAIL),
    FIELD(password, REQUIRED, PASSWORD_RANGE, .format = TEXT_SECRET),
    FIELD(name, REQUIRED, NAME_RANGE),
    FIELD_ENUM(role, role_words, REQUIRED));

/* GET /internal/sessions/:id - the role of a session that has not ended. */
HANDLER(session_role_show, id_in, session_role)
{
	enum err e;

	e = db_session_role(rq->db, in->id, &out->role);
	if (e == ERR_OK)
		session_record(rq->arena, in->id, out->role);
	return e;
}

/* POST /internal/users - an account of any role, for the operator. */
HANDLER(user_add, user_add_in, user)
{
	*out = (struct user){ .id = uuid_new(),
		.email = in->email,
		.name = in->name,
		.role = in->role };
	return db_user_add(rq->db, out, password_hash(rq->arena, in->password));
}

const struct route auth_internal_routes[] = {
	SERVES(CALL_SESSION_ROLE, session_role_show),
	{ POST, "/internal/users", &user_add, .who = SERVICE, .status = 201 },
	{ 0 },
};
