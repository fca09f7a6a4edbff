/* SPDX-License-Identifier: ISC */
#include "db/pg/store.h"
#include "fcgi/sandbox/sandbox.h"

struct sandbox_config settings;

SPEC_STATIC(sandbox_config,
    FIELD(database_url_sandbox, REQUIRED, RANGE(1, 1000)),
    FIELD_BASE(stripe, stripe_keys));

/* The calls check the key of Stripe's API themselves, in Stripe's manner. */
static const struct route *const tables[] = {
	intents_routes,
	sessions_routes,
	refunds_routes,
	events_routes,
	pages_routes,
	common_routes,
	NULL,
};

int
main(int argc, char **argv)
{
	static struct service service = {
		.name = "sandbox",
		.tables = tables,
		.settings = &sandbox_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_sandbox,
		.store = &pg_store,
		.api_prefix = V1,
	};

	return service_main(&service, argc, argv);
}
