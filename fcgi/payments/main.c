/* SPDX-License-Identifier: ISC */
#include "common/http/route.h"
#include "db/store.h"

struct payments_config { const char *database_url_payments; };
static struct payments_config	 settings;
SPEC_STATIC(payments_config,
    FIELD_IN(payments_config, database_url_payments, 1, 1000));

static const struct route routes[] = {
	HEALTH_ROUTE,
	{ 0 }
};

int
main(int argc, char **argv)
{
	static const struct service	 service = {
		.name = "payments",
		.routes = routes,
		.settings = &payments_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_payments,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
