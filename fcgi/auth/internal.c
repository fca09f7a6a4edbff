/* SPDX-License-Identifier: ISC */
/*
 * internal.c - what the rest of the farm asks auth.
 */
#include "db/auth/sessions.h"
#include "fcgi/auth/auth.h"

struct session_id_in {
	struct uuid id;
};
SPEC(session_id_in, FIELD_IN(session_id_in, id, 0, 0));

struct session_role {
	enum role role;
};
SPEC(session_role, FIELD_ENUM(session_role, role, role_words));

struct user_add_in {
	const char *email, *password, *name;
	enum role   role;
};
SPEC(user_add_in,
    FIELD_IN(user_add_in, email, 3, 254, .format = TEXT_EMAIL),
    FIELD_IN(user_add_in, password, 10, 128, .format = TEXT_SECRET),
    FIELD_IN(user_add_in, name, 1, 120),
    FIELD_IN_ENUM(user_add_in, role, role_words));

/* GET /internal/sessions/:id - the role of a session that lives. */
enum err
session_role_show(struct req *rq)
{
	const struct session_id_in *in = rq->in;
	struct session_role        *out = rq->out;
	enum err                    e;

	e = db_session_role(rq->db, in->id, &out->role);
	if (e == ERR_OK)
		session_record(rq->arena, in->id, out->role);
	return e;
}

/* POST /internal/users - an account of any role, made by the operator. */
enum err
user_add(struct req *rq)
{
	const struct user_add_in *in = rq->in;
	struct user              *user = rq->out;

	*user = (struct user){ .id = uuid_new(),
		.email = in->email,
		.name = in->name,
		.role = in->role };
	return db_user_add(rq->db, user,
	    password_hash(rq->arena, in->password));
}
