/* SPDX-License-Identifier: ISC */
#include "db/pg/store.h"
#include "fcgi/sandbox/sandbox.h"

struct sandbox_config settings;

SPEC_STATIC(sandbox_config,
    FIELD(database_url_sandbox, REQUIRED, RANGE(1, 1000)),
    FIELD_BASE(stripe, stripe_keys));

static const struct route *const tables[] = {
	stripe_intent_routes,
	stripe_session_routes,
	stripe_refund_routes,
	stripe_event_routes,
	stripe_page_routes,
	webhook_routes,
	common_routes,
	NULL,
};

static const char *const api_prefixes[] = { STRIPE_V1, NULL };

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
		.api_prefixes = api_prefixes,
	};

	return service_main(&service, argc, argv);
}
