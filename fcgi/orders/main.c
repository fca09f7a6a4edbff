/* SPDX-License-Identifier: ISC */
#include "db/store.h"
#include "fcgi/orders/cart.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/view.h"

struct orders_config settings;

SPEC_STATIC(orders_config,
    FIELD_IN(orders_config, database_url_orders, 1, 1000),
    FIELD_IN(orders_config, shipping_amount, 0, 1000000),
    FIELD_IN(orders_config, tax_percent, 0, 10000),
    FIELD_IN(orders_config, reservation_minutes, 1, 14400000));

static const struct rate checkouts = { "checkout", 6, 60 };

static const struct route routes[] = {
	/* method, path, handler, input, model, page, who */
	{ GET, "/cart", cart_show, NULL, &cart_spec, "orders/cart", VISITOR },
	{ POST, "/cart/items", cart_line_add, &cart_add_in_spec, &cart_spec,
	    NULL, VISITOR, .form = "/cart" },
	{ PUT, "/cart/items/:id", cart_line_edit, &cart_edit_in_spec,
	    &cart_spec, NULL, VISITOR, .form = "/cart" },
	{ DELETE, "/cart/items/:id", cart_line_remove, &cart_id_in_spec,
	    &cart_spec, NULL, VISITOR, .form = "/cart" },
	{ GET, "/_part/cart", cart_part, NULL, &cart_part_spec,
	    "orders/part_cart", VISITOR },

	{ GET, "/checkout", checkout_show, NULL, &checkout_page_spec,
	    "orders/checkout", SIGNED_IN, PAGE_ONLY },
	{ POST, "/checkout", checkout_add, &checkout_in_spec, &order_spec, NULL,
	    SIGNED_IN, BOTH, 201, .once = true, .rate = &checkouts },

	{ GET, "/orders", order_list, &page_in_spec, &orders_page_spec,
	    "orders/list", SIGNED_IN },
	{ GET, "/orders/:id", order_show, &order_id_in_spec, &order_page_spec,
	    "orders/show", SIGNED_IN },
	{ PUT, "/orders/:id/status", order_edit_status, &status_in_spec,
	    &order_spec, NULL, SIGNED_IN, .form = "/orders/:id" },

	{ GET, "/vendor/orders", vendor_order_list, &vendor_list_in_spec,
	    &vendor_orders_page_spec, "vendor/orders", VENDOR },
	{ GET, "/vendor/orders/:id", vendor_order_show, &order_id_in_spec,
	    &order_page_spec, "vendor/order", VENDOR },
	{ PUT, "/vendor/orders/:id", vendor_order_edit, &status_in_spec, NULL,
	    NULL, VENDOR, PAGE_ONLY },

	{ GET, "/admin/orders", admin_order_list, &admin_list_in_spec,
	    &admin_orders_page_spec, "admin/orders", ADMIN, PAGE_ONLY },
	{ GET, "/admin/orders/:id", admin_order_show, &order_id_in_spec,
	    &order_page_spec, "admin/order", ADMIN, PAGE_ONLY },
	{ PUT, "/admin/orders/:id", admin_order_edit, &status_in_spec, NULL,
	    NULL, ADMIN, PAGE_ONLY },

	{ GET, "/_part/vendor", vendor_part, NULL, &sales_part_spec,
	    "orders/part_vendor", VENDOR },
	{ GET, "/_part/admin", admin_part, NULL, &sales_part_spec,
	    "orders/part_admin", ADMIN },

	{ GET, "/internal/orders/:id", order_split_show, &order_id_in_spec,
	    &order_split_spec, NULL, SERVICE },
	{ POST, "/internal/orders/:id/paid", order_paid, &paid_in_spec, NULL,
	    NULL, SERVICE },
	{ POST, "/internal/orders/:id/refunded", order_refunded,
	    &refunded_in_spec, NULL, NULL, SERVICE },
	{ POST, "/internal/orders/expire", orders_expire, NULL, &expired_spec,
	    NULL, SERVICE },
	HEALTH_ROUTE,
	{ 0 },
};

int
main(int argc, char **argv)
{
	static const struct service service = {
		.name = "orders",
		.routes = routes,
		.settings = &orders_config_spec,
		.config = &settings,
		.database_url = &settings.database_url_orders,
		.store = &pg_store,
	};

	return service_main(&service, argc, argv);
}
