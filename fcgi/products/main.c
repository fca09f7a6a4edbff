/* SPDX-License-Identifier: ISC */
#include "db/pg/store.h"
#include "fcgi/products/products.h"

struct products_config settings;

SPEC_STATIC(products_config,
    FIELD(database_url_products, REQUIRED, RANGE(1, 1000)),
    FIELD_BASE(reservation, reservation_settings));

SPEC(message, FIELD(message, GIVEN));

static const struct route *const tables[] = {
	listing_routes,
	product_routes,
	home_routes,
	vendor_routes,
	desk_list_routes,
	desk_form_routes,
	desk_edit_routes,
	admin_routes,
	admin_vendor_routes,
	admin_category_routes,
	reservation_routes,
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
