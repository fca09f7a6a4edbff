/* SPDX-License-Identifier: ISC */
#include "db/pg/store.h"
#include "fcgi/products/products.h"

struct products_config settings;

SPEC_STATIC(products_config,
    FIELD(database_url_products, REQUIRED, RANGE(1, 1000)),
    FIELD_BASE(reservation, reservation_settings));

static const struct route *const tables[] = {
	listing_routes,
	product_routes,
	shop_routes,
	products_vendor_routes,
	vendor_products_routes,
	products_admin_routes,
	products_internal_routes,
	common_routes,
	NULL,
};

int
main(int argc, char **argv)
{
	static struct service service = {
		.name = "products",
		.tables = tables,
		.settings = &products_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_products,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
