/* SPDX-License-Identifier: ISC */
#include "db/store.h"
#include "fcgi/notify/notify.h"

struct notify_config	 settings;

SPEC_STATIC(notify_config,
    FIELD_IN(notify_config, database_url_notify, 1, 1000));

static const struct route routes[] = {
	/* method, path, handler, input, model, page, who */
	{ GET, "/healthz", farm_health_show, NULL, &farm_health_spec, NULL, ANYONE, PAGE_ONLY, .shape = AS_JSON },
	{ GET, "/metrics", metrics_show, NULL, NULL, NULL, ANYONE, PAGE_ONLY, .shape = AS_WRITTEN },

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
