/* SPDX-License-Identifier: ISC */
#include "common/http/route.h"
#include "db/store.h"

struct notify_config { const char *database_url_notify; };
static struct notify_config	 settings;
SPEC_STATIC(notify_config,
    FIELD_IN(notify_config, database_url_notify, 1, 1000));

static const struct route routes[] = {
	HEALTH_ROUTE,
	{ 0 }
};

int
main(int argc, char **argv)
{
	static const struct service	 service = {
		.name = "notify",
		.routes = routes,
		.settings = &notify_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_notify,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
