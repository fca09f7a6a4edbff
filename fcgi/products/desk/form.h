/* SPDX-License-Identifier: ISC */
/*
 * form.h - a product as its vendor edits it.
 */
#ifndef FARM_FCGI_PRODUCTS_DESK_FORM_H
#define FARM_FCGI_PRODUCTS_DESK_FORM_H

#include "db/products/categories.h"
#include "db/products/desk.h"

#define VARIANTS_MAX 50
#define IMAGES_MAX   10

/*
 * A field for a number of pieces.  The form sends ->now as "stockWas" beside
 * what the vendor types; the server adds the difference.
 */
struct stock_field {
	int64_t     now;
	const char *shown;    /* in the field */
	bool        is_moved; /* orders changed it while the form was open */
};
SPEC_DECLARE(stock_field);

/* The fields of a variant: "variants.2.name". */
struct variant_row {
	int64_t            n, number;
	struct uuid        id; /* not given: a new one */
	const char        *name, *sku;
	struct money       price;
	struct stock_field stock;
	bool               is_added, is_removed; /* while the form was open */
};
SPEC_DECLARE(variant_row);

/* The field of a picture's address: "images.2". */
struct image_row {
	int64_t     n;
	const char *url;
};
SPEC_DECLARE(image_row);

struct desk_page {
	struct product     product;
	bool               is_new, has_variants;
	struct stock_field stock;
	LIST(variant_row)  rows;
	LIST(image_row)    slots;
	LIST(category)     categories;
};
SPEC_DECLARE(desk_page);

#endif
