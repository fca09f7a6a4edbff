/* SPDX-License-Identifier: ISC */
#include "db/auth/sessions.h"
#include "db/store.h"
#include "fcgi/auth/auth.h"

struct auth_config settings;

SPEC_STATIC(auth_config,
    FIELD_IN(auth_config, database_url_auth, 1, 1000),
    FIELD_IN(auth_config, jwt_refresh_secret, 32, 500,
	.format = TEXT_SECRET));

static const struct rate registrations = { "register", 3, 60 };

static const struct route routes[] = {
	/* method, path, handler, input, model, page, who */
	{ POST, "/auth/register", user_register, &register_in_spec,
	    &tokens_spec, NULL, ANYONE, API_ONLY, 201, .rate = &registrations },
	{ POST, "/auth/login", session_add, &login_in_spec, &tokens_spec, NULL,
	    ANYONE, API_ONLY },
	{ POST, "/auth/refresh", session_refresh, &refresh_in_spec,
	    &access_spec, NULL, ANYONE, API_ONLY },
	{ POST, "/auth/logout", session_remove, NULL, &message_spec, NULL,
	    SIGNED_IN, API_ONLY },
	{ GET, "/auth/profile", profile_show, NULL, &user_spec, NULL, SIGNED_IN,
	    API_ONLY },
	{ PUT, "/auth/profile", profile_edit, &profile_in_spec, &user_spec,
	    NULL, SIGNED_IN, API_ONLY },

	{ GET, "/login", sign_in_show, &refresh_in_spec, &sign_in_page_spec,
	    "auth/login", ANYONE, PAGE_ONLY },
	{ POST, "/login", session_add, &login_in_spec, &tokens_spec, NULL,
	    ANYONE, PAGE_ONLY },
	{ POST, "/logout", session_remove, NULL, &message_spec, NULL, SIGNED_IN,
	    PAGE_ONLY },
	{ GET, "/register", sign_in_show, &refresh_in_spec, &sign_in_page_spec,
	    "auth/register", ANYONE, PAGE_ONLY },
	{ POST, "/register", user_register, &register_in_spec, &tokens_spec,
	    NULL, ANYONE, PAGE_ONLY, .rate = &registrations },
	{ GET, "/account", profile_show, NULL, &user_spec, "auth/account",
	    SIGNED_IN, PAGE_ONLY },
	{ PUT, "/account", profile_edit, &profile_in_spec, &user_spec, NULL,
	    SIGNED_IN, PAGE_ONLY },
	{ GET, "/account/refresh", session_refresh_page, &refresh_in_spec, NULL,
	    NULL, ANYONE, PAGE_ONLY },
	/* A form on its way may carry any "_method". */
	{ POST, "/account/refresh", session_refresh_page, &refresh_in_spec,
	    NULL, NULL, ANYONE, PAGE_ONLY },
	{ PUT, "/account/refresh", session_refresh_page, &refresh_in_spec, NULL,
	    NULL, ANYONE, PAGE_ONLY },
	{ DELETE, "/account/refresh", session_refresh_page, &refresh_in_spec,
	    NULL, NULL, ANYONE, PAGE_ONLY },
	{ GET, "/_part/account", account_part, NULL, &account_page_spec,
	    "auth/part_account", VISITOR },

	{ GET, "/internal/sessions/:id", session_role_show, &session_id_in_spec,
	    &session_role_spec, NULL, SERVICE },
	{ POST, "/internal/users", user_add, &user_add_in_spec, &user_spec,
	    NULL, SERVICE, .status = 201 },
	HEALTH_ROUTE,
	{ 0 },
};

/* Here the database is at hand: auth cannot ask itself. */
static enum err
session_find(struct req *rq, struct uuid id, enum role *role)
{
	enum err e = db_session_role(rq->db, id, role);

	if (e == ERR_OK)
		session_record(rq->arena, id, *role);
	return e == ERR_NOT_FOUND ? ERR_NOT_SIGNED_IN : e;
}

int
main(int argc, char **argv)
{
	static const struct service service = {
		.name = "auth",
		.routes = routes,
		.settings = &auth_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_auth,
		.store = &pg_store,
		.session_find = session_find,
	};

	return service_main(&service, argc, argv);
}
