/* SPDX-License-Identifier: ISC */
/*
 * products.h - what the files of the products service share.
 */
#ifndef FARM_FCGI_PRODUCTS_PRODUCTS_H
#define FARM_FCGI_PRODUCTS_PRODUCTS_H

#include "common/http/route.h"
#include "db/products/listing.h"
#include "db/products/stock.h"

struct products_config {
	const char	*database_url_products;
	struct money	 reservation_minutes;	/* with two decimals, too */
};
extern struct products_config	settings;

/* listing.c */
extern struct spec	listing_in_spec, listing_page_spec;
handler_fn		product_list;

/* product.c */
extern struct spec	product_in_spec, product_page_spec;
handler_fn		product_show;

/* internal.c */
extern struct spec	order_in_spec, release_in_spec, released_spec;
handler_fn		product_lookup, reservation_add, reservation_commit,
			reservation_release, reservation_expire;

#endif
