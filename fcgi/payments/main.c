/* SPDX-License-Identifier: ISC */
#include "db/pg/store.h"
#include "fcgi/payments/payments.h"

struct payments_config settings;

SPEC_STATIC(payments_config,
    FIELD(database_url_payments, REQUIRED, RANGE(1, 1000)),
    FIELD(stripe_api_base, RANGE(8, 200), .format = TEXT_URL),
    FIELD(stripe_secret_key, RANGE(8, 500), .format = TEXT_SECRET),
    FIELD(stripe_webhook_secret, RANGE(8, 500), .format = TEXT_SECRET),
    FIELD(commission_percent, REQUIRED, RANGE(0, 10000)),
    FIELD_BASE(offer, payment_offer));

static const struct route *const tables[] = {
	payment_routes,
	webhook_routes,
	pay_routes,
	payments_admin_routes,
	payments_internal_routes,
	common_routes,
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
