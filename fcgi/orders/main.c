/* SPDX-License-Identifier: ISC */
#include "common/http/route.h"
#include "db/store.h"

struct orders_config { const char *database_url_orders; };
static struct orders_config	 settings;
SPEC_STATIC(orders_config,
    FIELD_IN(orders_config, database_url_orders, 1, 1000));

static const struct route routes[] = {
	HEALTH_ROUTE,
	{ 0 }
};

int
main(int argc, char **argv)
{
	static const struct service	 service = {
		.name = "orders",
		.routes = routes,
		.settings = &orders_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_orders,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
