/* SPDX-License-Identifier: ISC */
/*
 * cart.h - the cart as its owner sees it.
 */
#ifndef FARM_FCGI_ORDERS_CART_H
#define FARM_FCGI_ORDERS_CART_H

#include "common/http/request.h"
#include "db/orders/cart/carts.h"
#include "fcgi/orders/cart/totals.h"
#include "fcgi/orders/goods.h"

struct cart_product {
	const char *name, *slug, *image;
	int64_t     stock_quantity;
};

struct cart_item {
	struct uuid         id, product_id, variant_id;
	int64_t             quantity;
	struct money        price, line_total;
	const char         *variant_name;
	bool                is_available;
	struct money        previous_price; /* when it changed */
	struct cart_product product;
	/* For the page. */
	int64_t     index;
	bool        is_short; /* there is less in stock */
	int64_t     max;      /* the highest quantity */
	struct uuid vendor_id;
	const char *vendor_name, *vendor_slug;
};
LIST_DECLARE(cart_item);

/* The items of one vendor; without a name: those that are not on sale. */
struct cart_group {
	const char     *vendor_name, *vendor_slug;
	struct uuid     vendor_id;
	LIST(cart_item) items;
	struct money    items_amount, shipping_amount;
};
LIST_DECLARE(cart_group);

struct cart {
	struct uuid     id, user_id;
	LIST(cart_item) items;
	struct money    total_amount; /* of the items; NONE: too high */
	const char     *currency;
	/* For the page. */
	LIST(cart_group) groups;
	struct totals    totals;
	int64_t          version; /* cart_version() */
	int64_t          count;   /* pieces */
	bool             has_changes, can_check_out, is_too_much;
};
SPEC_DECLARE(cart);

/*
 * The owner of the cart that the request is about.  When a user is signed in
 * and a guest's cart is there, the guest's becomes part of the user's.  With
 * "make" a guest gets a token, or keeps it longer.
 */
enum err cart_owner(struct req *, bool make, struct cart_owner *out);
/* User and guest together, for counting only. */
struct cart_owner cart_owner_both(struct req *);

/* The lines as they are stored. */
enum err cart_rows(struct req *, struct cart_owner, struct cart_rows *out);
/*
 * The cart at present prices.  These are then stored as the prices that the
 * owner was shown last.
 */
enum err cart_load(struct req *, struct cart_owner, struct cart *out);
/* The same of lines that were read.  Products is asked only for goods that are
   not in "known". */
enum err cart_view(struct req *, struct cart_owner, struct cart_rows *,
    const LIST(goods) *known, struct cart *out);
/* A number that is another one when the lines, their quantities or the prices
   that were shown are others. */
int64_t cart_version(struct arena *, const LIST(cart_line) *lines);

/* Complain if this line, the i-th, cannot be bought as it is; did it? */
bool cart_complain(struct req *, const struct cart_line *, const struct goods *,
    size_t i);

#endif
