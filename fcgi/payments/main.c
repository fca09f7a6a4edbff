/* SPDX-License-Identifier: ISC */
#include "db/pg/store.h"
#include "fcgi/payments/payments.h"

struct payments_config settings;

#define PROVIDER_FIELD(name, method) \
	, FIELD_BASE(providers.name, name##_settings)
SPEC_STATIC(payments_config,
    FIELD(database_url_payments, REQUIRED, RANGE(1, 1000)),
    FIELD(commission_percent, REQUIRED, RANGE(0, 10000)),
    FIELD_BASE(offer, payment_offer) PROVIDERS(PROVIDER_FIELD));

#define PROVIDER_ROUTES(name, method) name##_routes,
static const struct route *const tables[] = {
	payment_routes,
	pay_routes,
	payments_admin_routes,
	payments_internal_routes,
	PROVIDERS(PROVIDER_ROUTES) common_routes,
	NULL,
};

int
main(int argc, char **argv)
{
	static struct service service = {
		.name = "payments",
		.tables = tables,
		.settings = &payments_config_spec,
		.config = &settings,
		.settings_check = providers_check,
		.database_url = &settings.database_url_payments,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
