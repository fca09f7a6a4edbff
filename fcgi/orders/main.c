/* SPDX-License-Identifier: ISC */
#include "db/pg/store.h"
#include "fcgi/orders/cart.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/view.h"

struct orders_config settings;

SPEC_STATIC(orders_config,
    FIELD(database_url_orders, REQUIRED, RANGE(1, 1000)),
    FIELD(shipping_amount, REQUIRED),
    FIELD(tax_percent, REQUIRED, RANGE(0, 10000)),
    FIELD_BASE(reservation, reservation_settings),
    FIELD_BASE(offer, payment_offer));

static bool
orders_settings_check(const char *program)
{
	return payment_offer_check(&settings.offer, program);
}

static const struct route *const tables[] = {
	cart_routes,
	checkout_routes,
	order_routes,
	status_routes,
	orders_vendor_routes,
	orders_admin_routes,
	sales_routes,
	orders_internal_routes,
	common_routes,
	NULL,
};

int
main(int argc, char **argv)
{
	static struct service service = {
		.name = "orders",
		.tables = tables,
		.settings = &orders_config_spec,
		.config = &settings,
		.settings_check = orders_settings_check,
		.database_url = &settings.database_url_orders,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
