/* SPDX-License-Identifier: ISC */
#include "db/store.h"
#include "fcgi/products/products.h"

struct products_config settings;

SPEC_STATIC(products_config,
    FIELD_IN(products_config, database_url_products, 1, 1000),
    FIELD_IN(products_config, reservation_minutes, 1, 100000000));

static const struct route routes[] = {
	/* method, path, handler, input, model, page, who */
	{ GET, "/products", product_list, &listing_in_spec, &listing_page_spec, NULL, ANYONE },
	{ GET, "/products/:id", product_show, &product_in_spec, &product_page_spec, NULL, ANYONE },

	{ POST, "/internal/products/lookup", product_lookup, &lookup_in_spec, &lookup_spec, NULL, SERVICE },
	{ POST, "/internal/reservations", reservation_add, &reserve_in_spec, &reservation_spec, NULL, SERVICE },
	{ POST, "/internal/reservations/expire", reservation_expire, NULL, &released_spec, NULL, SERVICE },
	{ POST, "/internal/reservations/:orderId/commit", reservation_commit, &order_in_spec, NULL, NULL, SERVICE },
	{ POST, "/internal/reservations/:orderId/release", reservation_release, &release_in_spec, NULL, NULL, SERVICE },
	HEALTH_ROUTE,
	{ 0 }
};

int
main(int argc, char **argv)
{
	static const struct service	 service = {
		.name = "products",
		.routes = routes,
		.settings = &products_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_products,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
