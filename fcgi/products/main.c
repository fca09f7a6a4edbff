/* SPDX-License-Identifier: ISC */
#include "db/store.h"
#include "fcgi/products/products.h"

struct products_config settings;

SPEC_STATIC(products_config,
    FIELD_IN(products_config, database_url_products, 1, 1000),
    FIELD_IN(products_config, reservation_minutes, 1, 100000000));

static const struct route routes[] = {
	/* method, path, handler, input, model, page, who */
	{ GET, "/products", product_list, &listing_in_spec, &listing_page_spec,
	    "products/list", ANYONE },
	{ GET, "/products/:id", product_show, &product_in_spec,
	    &product_page_spec, "products/show", ANYONE },
	{ GET, "/categories", category_list, NULL, &category_list_spec, NULL,
	    ANYONE, API_ONLY, .array = true },
	{ GET, "/vendors", shop_list, &page_in_spec, &shop_list_spec,
	    "products/vendors", ANYONE },
	{ GET, "/vendors/register", vendor_apply_show, NULL, &vendor_page_spec,
	    "vendor/register", VISITOR, PAGE_ONLY },
	{ POST, "/vendors/register", vendor_add, &vendor_add_in_spec,
	    &vendor_spec, NULL, VENDOR, .status = 201, .once = true },
	{ GET, "/vendors/:vendor", shop_get, &shop_in_spec, &shop_spec, NULL,
	    ANYONE, API_ONLY },

	{ GET, "/", home_show, NULL, &home_page_spec, "products/home", ANYONE,
	    PAGE_ONLY },
	{ GET, "/search", product_list, &listing_in_spec, &listing_page_spec,
	    "products/list", ANYONE, PAGE_ONLY },
	{ GET, "/c/:category", category_show, &listing_in_spec,
	    &listing_page_spec, "products/category", ANYONE, PAGE_ONLY },
	{ GET, "/vendors/:vendor", shop_show, &listing_in_spec,
	    &listing_page_spec, "products/shop", ANYONE, PAGE_ONLY },
	{ GET, "/help", text_show, NULL, NULL, "help/index", ANYONE,
	    PAGE_ONLY },
	{ GET, "/help/delivery", text_show, NULL, NULL, "help/delivery", ANYONE,
	    PAGE_ONLY },
	{ GET, "/help/returns", text_show, NULL, NULL, "help/returns", ANYONE,
	    PAGE_ONLY },
	{ GET, "/help/terms", text_show, NULL, NULL, "help/terms", ANYONE,
	    PAGE_ONLY },
	{ GET, "/help/privacy", text_show, NULL, NULL, "help/privacy", ANYONE,
	    PAGE_ONLY },
	{ GET, "/help/imprint", text_show, NULL, NULL, "help/imprint", ANYONE,
	    PAGE_ONLY },

	{ GET, "/vendor", dashboard_show, NULL, &dashboard_spec,
	    "vendor/dashboard", VENDOR, PAGE_ONLY },
	{ GET, "/vendor/profile", vendor_show, NULL, &vendor_page_spec,
	    "vendor/profile", VENDOR },
	{ PUT, "/vendor/profile", vendor_edit, &vendor_edit_in_spec,
	    &vendor_page_spec, NULL, VENDOR },
	{ GET, "/vendor/products", desk_list, &desk_list_in_spec,
	    &desk_list_spec, "vendor/products", VENDOR },
	{ POST, "/vendor/products", desk_add, &desk_add_in_spec,
	    &desk_page_spec, NULL, VENDOR, .status = 201, .once = true,
	    .form = "/vendor/products/new" },
	{ GET, "/vendor/products/new", desk_new, NULL, &desk_page_spec,
	    "vendor/product", VENDOR, PAGE_ONLY },
	{ GET, "/vendor/products/:id", desk_show, &desk_in_spec,
	    &desk_page_spec, "vendor/product", VENDOR },
	{ PUT, "/vendor/products/:id", desk_edit, &desk_edit_in_spec,
	    &desk_page_spec, NULL, VENDOR },
	{ DELETE, "/vendor/products/:id", desk_remove, &desk_in_spec,
	    &message_spec, NULL, VENDOR },

	{ GET, "/admin", admin_show, NULL, &admin_page_spec, "admin/dashboard",
	    ADMIN, PAGE_ONLY },
	{ GET, "/admin/vendors", vendor_list, &vendor_list_in_spec,
	    &vendor_list_spec, "admin/vendors", ADMIN },
	{ GET, "/admin/vendors/pending", vendor_queue, NULL, &vendor_queue_spec,
	    NULL, ADMIN, API_ONLY, .array = true },
	{ PUT, "/admin/vendors/:id/approve", vendor_approve,
	    &vendor_move_in_spec, &vendor_spec, NULL, ADMIN,
	    .form = "/admin/vendors" },
	{ PUT, "/admin/vendors/:id/reject", vendor_reject, &vendor_move_in_spec,
	    &vendor_spec, NULL, ADMIN, .form = "/admin/vendors" },
	{ PUT, "/admin/vendors/:id/suspend", vendor_suspend,
	    &vendor_move_in_spec, &vendor_spec, NULL, ADMIN,
	    .form = "/admin/vendors" },
	{ GET, "/admin/products", desk_list_all, &desk_list_in_spec,
	    &desk_list_spec, "admin/products", ADMIN, PAGE_ONLY },
	{ GET, "/admin/categories", categories_show, NULL,
	    &categories_page_spec, "admin/categories", ADMIN, PAGE_ONLY },
	{ POST, "/admin/categories", category_add, &category_add_in_spec,
	    &category_spec, NULL, ADMIN, .status = 201 },
	{ PUT, "/admin/categories/:id", category_edit, &category_edit_in_spec,
	    &category_spec, NULL, ADMIN, .form = "/admin/categories" },
	{ DELETE, "/admin/categories/:id", category_remove, &category_in_spec,
	    &message_spec, NULL, ADMIN, .form = "/admin/categories" },

	{ POST, "/internal/products/lookup", product_lookup, &lookup_in_spec,
	    &lookup_spec, NULL, SERVICE },
	{ POST, "/internal/reservations", reservation_add, &reserve_in_spec,
	    &reservation_spec, NULL, SERVICE },
	{ POST, "/internal/reservations/expire", reservation_expire, NULL,
	    &released_spec, NULL, SERVICE },
	{ POST, "/internal/reservations/:orderId/commit", reservation_commit,
	    &order_in_spec, NULL, NULL, SERVICE },
	{ POST, "/internal/reservations/:orderId/release", reservation_release,
	    &release_in_spec, NULL, NULL, SERVICE },
	HEALTH_ROUTE,
	{ 0 },
};

int
main(int argc, char **argv)
{
	static const struct service service = {
		.name = "products",
		.routes = routes,
		.settings = &products_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_products,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
