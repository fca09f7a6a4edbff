/* SPDX-License-Identifier: ISC */
#include "common/http/route.h"
#include "db/store.h"

struct products_config { const char *database_url_products; };
static struct products_config	 settings;
SPEC_STATIC(products_config,
    FIELD_IN(products_config, database_url_products, 1, 1000));

static const struct route routes[] = {
	HEALTH_ROUTE,
	{ 0 }
};

int
main(int argc, char **argv)
{
	static const struct service	 service = {
		.name = "products",
		.routes = routes,
		.settings = &products_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_products,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
