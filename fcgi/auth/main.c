/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>

#include "common/model/config.h"
#include "db/auth/sessions.h"
#include "db/pg/store.h"
#include "fcgi/auth/auth.h"

struct auth_config settings;

SPEC_STATIC(auth_config,
    FIELD(database_url_auth, REQUIRED, RANGE(1, 1000)),
    FIELD(jwt_refresh_secret, REQUIRED, RANGE(32, 500), .format = TEXT_SECRET));

static const struct route *const tables[] = {
	account_routes,
	session_routes,
	language_routes,
	auth_internal_routes,
	common_routes,
	NULL,
};

/* auth reads its own database: it cannot call itself. */
static enum err
session_find(const struct caller *who, struct db *db, struct uuid id,
    enum role *role)
{
	enum err e = db_session_role(db, id, role);

	if (e == ERR_OK)
		session_record(who->arena, id, *role);
	return e == ERR_NOT_FOUND ? ERR_NOT_SIGNED_IN : e;
}

static bool
auth_settings_check(const char *program)
{
	if (strcmp(settings.jwt_refresh_secret, config.jwt_access_secret) == 0)
		return config_refuse(program, "JWT_REFRESH_SECRET",
		    "Use another secret than JWT_ACCESS_SECRET.");
	return config_secret_check(program, "JWT_REFRESH_SECRET",
	    settings.jwt_refresh_secret);
}

/* Everybody knows the password of the demo accounts. */
static bool
demo_accounts_check(struct db *db)
{
	int64_t n;

	if (config.farm_mode != MODE_PRODUCTION)
		return true;
	if (db_users_demo_count(db, &n) != ERR_OK) {
		fprintf(stderr, "farm-auth: the accounts cannot be read\n");
		return false;
	}
	if (n > 0)
		fprintf(stderr,
		    "farm-auth: %" PRId64 " demo accounts are left; remove "
		    "them with \"farmstand demo remove\"\n",
		    n);
	return n == 0;
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
		.settings_check = auth_settings_check,
		.store = &pg_store,
		.data_check = demo_accounts_check,
		.session_find = session_find,
	};

	return service_main(&service, argc, argv);
}
