/* SPDX-License-Identifier: ISC */
#include "db/store.h"
#include "fcgi/sandbox/sandbox.h"

#define V1 "/sandbox/stripe/v1/"

struct sandbox_config settings;

SPEC_STATIC(sandbox_config,
    FIELD_IN(sandbox_config, database_url_sandbox, 1, 1000),
    FIELD_IN(sandbox_config, stripe_api_base, 8, 200, .format = TEXT_URL),
    FIELD_IN(sandbox_config, stripe_secret_key, 8, 500,
	.format = TEXT_SECRET),
    FIELD_IN(sandbox_config, stripe_webhook_secret, 8, 500,
	.format = TEXT_SECRET));

/* The calls check the key of Stripe's API themselves, in Stripe's manner. */
static const struct route routes[] = {
	/* method, path, handler, input, model, page, who */
	{ POST, V1 "payment_intents", intent_add, NULL, NULL, NULL, ANYONE,
	    API_ONLY, .form_body = true, .shape = AS_WRITTEN },
	{ GET, V1 "payment_intents/:id", intent_show, NULL, NULL, NULL, ANYONE,
	    API_ONLY, .shape = AS_WRITTEN },
	{ POST, V1 "payment_intents/:id/confirm", intent_confirm, NULL, NULL,
	    NULL, ANYONE, API_ONLY, .form_body = true, .shape = AS_WRITTEN },
	{ POST, V1 "payment_intents/:id/cancel", intent_cancel, NULL, NULL,
	    NULL, ANYONE, API_ONLY, .form_body = true, .shape = AS_WRITTEN },
	{ POST, V1 "checkout/sessions", session_add, NULL, NULL, NULL, ANYONE,
	    API_ONLY, .form_body = true, .shape = AS_WRITTEN },
	{ GET, V1 "checkout/sessions/:id", session_show, NULL, NULL, NULL,
	    ANYONE, API_ONLY, .shape = AS_WRITTEN },
	{ POST, V1 "checkout/sessions/:id/expire", session_expire, NULL, NULL,
	    NULL, ANYONE, API_ONLY, .form_body = true, .shape = AS_WRITTEN },
	{ POST, V1 "refunds", refund_add, NULL, NULL, NULL, ANYONE, API_ONLY,
	    .form_body = true, .shape = AS_WRITTEN },
	{ GET, V1 "refunds", refunds_list, NULL, NULL, NULL, ANYONE, API_ONLY,
	    .shape = AS_WRITTEN },
	{ GET, V1 "refunds/:id", refund_show, NULL, NULL, NULL, ANYONE,
	    API_ONLY, .shape = AS_WRITTEN },
	{ GET, V1 "events/:id", event_show, NULL, NULL, NULL, ANYONE, API_ONLY,
	    .shape = AS_WRITTEN },

	{ GET, "/sandbox/stripe/checkout/:id", checkout_show,
	    &object_id_in_spec, &checkout_page_spec, "sandbox/checkout", ANYONE,
	    PAGE_ONLY },
	{ POST, "/sandbox/stripe/checkout/:id", checkout_pay, &checkout_in_spec,
	    &checkout_page_spec, "sandbox/checkout", ANYONE, PAGE_ONLY },
	{ GET, "/sandbox/stripe/authenticate/:id", authenticate_show,
	    &object_id_in_spec, &authenticate_page_spec, "sandbox/authenticate",
	    ANYONE, PAGE_ONLY },
	{ POST, "/sandbox/stripe/authenticate/:id", authenticate_done,
	    &authenticate_in_spec, &authenticate_page_spec,
	    "sandbox/authenticate", ANYONE, PAGE_ONLY },

	{ GET, "/internal/webhooks/:id", webhook_show, &webhook_id_in_spec,
	    &webhook_spec, NULL, SERVICE },
	HEALTH_ROUTE,
	{ 0 },
};

int
main(int argc, char **argv)
{
	static const struct service service = {
		.name = "sandbox",
		.routes = routes,
		.settings = &sandbox_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_sandbox,
		.store = &pg_store,
		.api_prefix = V1,
	};

	return service_main(&service, argc, argv);
}
