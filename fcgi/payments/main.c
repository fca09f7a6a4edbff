/* SPDX-License-Identifier: ISC */
#include "db/store.h"
#include "fcgi/payments/payments.h"

struct payments_config settings;

/* A percentage has two decimals, as money has. */
SPEC_STATIC(payments_config,
    FIELD_IN(payments_config, database_url_payments, 1, 1000),
    FIELD_IN(payments_config, stripe_api_base, 8, 200, .format = TEXT_URL),
    FIELD_IN(payments_config, stripe_secret_key, 8, 500,
	.format = TEXT_SECRET),
    FIELD_IN(payments_config, stripe_webhook_secret, 8, 500,
	.format = TEXT_SECRET),
    FIELD_IN(payments_config, commission_percent, 0, 10000));

static const struct rate payments = { "payment", 12, 60 };

static const struct route routes[] = {
	/* method, path, handler, input, model, page, who */
	{ POST, "/payments", payment_add, &payment_add_in_spec, &payment_spec,
	    NULL, SIGNED_IN, API_ONLY, 201, .once = true, .rate = &payments },
	{ GET, "/payments/:id", payment_show, &payment_id_in_spec,
	    &payment_spec, NULL, SIGNED_IN, API_ONLY },
	{ POST, "/payments/:id/process", payment_run, &payment_process_in_spec,
	    &payment_result_spec, NULL, SIGNED_IN, API_ONLY, .once = true,
	    .rate = &payments },
	{ POST, "/webhooks/stripe", webhook_stripe, NULL, &received_spec, NULL,
	    ANYONE, API_ONLY, .raw = true },

	{ GET, "/pay/:orderId", pay_show, &order_id_in_spec, &pay_page_spec,
	    "payments/pay", SIGNED_IN, PAGE_ONLY },
	{ POST, "/pay/:orderId", pay_start, &order_id_in_spec, &pay_page_spec,
	    NULL, SIGNED_IN, PAGE_ONLY, .once = true, .rate = &payments },
	{ GET, "/pay/:orderId/return", pay_return, &order_id_in_spec, NULL,
	    NULL, SIGNED_IN, PAGE_ONLY },

	{ GET, "/admin/payments", payments_list, &payments_in_spec,
	    &payments_page_spec, "admin/payments", ADMIN, PAGE_ONLY },
	{ GET, "/admin/payments/:id", payment_admin_show, &payment_id_in_spec,
	    &payment_page_spec, "admin/payment", ADMIN, PAGE_ONLY },

	{ POST, "/internal/orders/:orderId/cancelled", order_cancelled,
	    &order_cancelled_in_spec, NULL, NULL, SERVICE },
	{ POST, "/internal/payments/reconcile", payments_settle, NULL,
	    &settled_spec, NULL, SERVICE },
	HEALTH_ROUTE,
	{ 0 },
};

int
main(int argc, char **argv)
{
	static const struct service service = {
		.name = "payments",
		.routes = routes,
		.settings = &payments_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_payments,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
