/* SPDX-License-Identifier: ISC */
#include "db/pg/store.h"
#include "fcgi/orders/orders.h"

#define MINUTE_US INT64_C(60000000)

struct orders_config orders_settings;

SPEC_STATIC(orders_config,
    FIELD(database_url_orders, REQUIRED, RANGE(1, 1000)),
    FIELD(shipping_amount, DEFAULT(490)),
    FIELD(tax_percent, REQUIRED, RANGE(0, 10000)),
    FIELD_BASE(reservation, reservation_settings),
    FIELD_BASE(offer, payment_offer));

static bool
orders_settings_check(const char *program)
{
	return payment_offer_check(&orders_settings.offer, program);
}

int64_t
reservation_us(void)
{
	return orders_settings.reservation.reservation_minutes.hundredths *
	    (MINUTE_US / 100);
}

static const struct route *const tables[] = {
	cart_routes,
	checkout_routes,
	order_status_routes,
	order_payment_routes,
	order_expiry_routes,
	buyer_orders_routes,
	vendor_orders_routes,
	admin_orders_routes,
	sales_routes,
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
		.config = &orders_settings,
		.settings_check = orders_settings_check,
		.database_url = &orders_settings.database_url_orders,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
