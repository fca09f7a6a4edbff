/* SPDX-License-Identifier: ISC */
#include "db/auth/sessions.h"
#include "db/pg/store.h"
#include "fcgi/auth/auth.h"

struct auth_config settings;

SPEC_STATIC(auth_config,
    FIELD(database_url_auth, REQUIRED, RANGE(1, 1000)),
    FIELD(jwt_refresh_secret, REQUIRED, RANGE(32, 500), .format = TEXT_SECRET));

static const struct route *const tables[] = {
	account_routes,
	auth_internal_routes,
	common_routes,
	NULL,
};

/* Here the database is at hand: auth cannot ask itself. */
static enum err
session_find(const struct caller *who, struct db *db, struct uuid id,
    enum role *role)
{
	enum err e = db_session_role(db, id, role);

	if (e == ERR_OK)
		session_record(who->arena, id, *role);
	return e == ERR_NOT_FOUND ? ERR_NOT_SIGNED_IN : e;
}

int
main(int argc, char **argv)
{
	static struct service service = {
		.name = "auth",
		.tables = tables,
		.settings = &auth_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_auth,
		.store = &pg_store,
		.session_find = session_find,
	};

	return service_main(&service, argc, argv);
}
