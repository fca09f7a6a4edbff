/* SPDX-License-Identifier: ISC */
/*
 * products.h - what the files of the products service share.
 */
#ifndef FARM_FCGI_PRODUCTS_PRODUCTS_H
#define FARM_FCGI_PRODUCTS_PRODUCTS_H

#include "common/http/paging.h"
#include "common/http/route.h"
#include "db/products/categories.h"
#include "db/products/listing.h"
#include "db/products/stock.h"
#include "db/products/vendors.h"

struct products_config {
	const char  *database_url_products;
	struct money reservation_minutes; /* with two decimals, too */
};
extern struct products_config settings;

struct message {
	const char *message;
};
extern struct spec message_spec;

/* listing.c */
extern struct spec listing_in_spec, listing_page_spec;
handler_fn         product_list, category_show, shop_show;

/* product.c */
extern struct spec product_in_spec, product_page_spec;
handler_fn         product_show;

/* shop.c: what visitors see besides lists of products. */
extern struct spec home_page_spec, category_list_spec, shop_list_spec,
    shop_in_spec;
handler_fn home_show, category_list, shop_list, shop_get, text_show;

/* vendor.c: a vendor's own record. */
extern struct spec vendor_add_in_spec, vendor_edit_in_spec, vendor_page_spec,
    dashboard_spec;
handler_fn vendor_add, vendor_apply_show, vendor_show, vendor_edit,
    dashboard_show;

/* vendor_products.c */
extern struct spec desk_list_in_spec, desk_list_spec, desk_in_spec,
    desk_add_in_spec, desk_edit_in_spec, desk_page_spec;
handler_fn desk_list, desk_list_all, desk_new, desk_show, desk_add, desk_edit,
    desk_remove;

/* admin.c */
extern struct spec admin_page_spec, vendor_list_in_spec, vendor_list_spec,
    vendor_queue_spec, vendor_move_in_spec, category_add_in_spec,
    category_edit_in_spec, category_in_spec, categories_page_spec;
handler_fn admin_show, vendor_list, vendor_queue, vendor_approve, vendor_reject,
    vendor_suspend, categories_show, category_add, category_edit,
    category_remove;

/* internal.c */
extern struct spec order_in_spec, release_in_spec, released_spec;
handler_fn         product_lookup, reservation_add, reservation_commit,
    reservation_release, reservation_expire;

#endif
