/* SPDX-License-Identifier: ISC */
#include "common/http/route.h"
#include "db/store.h"

struct sandbox_config { const char *database_url_sandbox; };
static struct sandbox_config	 settings;
SPEC_STATIC(sandbox_config,
    FIELD_IN(sandbox_config, database_url_sandbox, 1, 1000));

static const struct route routes[] = {
	HEALTH_ROUTE,
	{ 0 }
};

int
main(int argc, char **argv)
{
	static const struct service	 service = {
		.name = "sandbox",
		.routes = routes,
		.settings = &sandbox_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_sandbox,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
