/* SPDX-License-Identifier: ISC */
/*
 * cart.h - the cart as its owner sees it, for the cart and the checkout.
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
	bool        is_short; /* more than there is */
	int64_t     max;      /* one may choose */
	struct uuid vendor_id;
	const char *vendor_name, *vendor_slug;
};
LIST_DECLARE(cart_item);

/* What comes from one vendor; without a name: what is not on sale. */
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
	struct money    total_amount; /* of the items; none: too much */
	const char     *currency;
	/* For the page. */
	LIST(cart_group) groups;
	struct totals    totals;
	int64_t          count; /* pieces */
	bool             has_changes, can_check_out, is_too_much;
};
SPEC_DECLARE(cart);

/*
 * Whose cart the request is about.  A guest's becomes the user's own when
 * both are there.  With "make" a guest gets a token, or keeps it longer.
 */
enum err cart_owner(struct req *, bool make, struct cart_owner *out);

/* The user's and the guest's together, to count. */
struct cart_owner cart_owner_both(struct req *);

/*
 * The cart with what things cost now, which is then what was shown
 * last.
 */
enum err cart_load(struct req *, struct cart_owner, struct cart *out);

/* The same of rows at hand; of "known", of struct goods, nothing is asked. */
enum err cart_view(struct req *, struct cart_owner, const struct cart_rows *,
    const LIST(goods) *known, struct cart *out);

/* What stands in it, unseen. */
enum err cart_rows(struct req *, struct cart_owner, struct cart_rows *out);

/* Name what keeps these lines from being bought. */
bool cart_complain(struct req *, const struct cart_line *, const struct goods *,
    size_t i);

#endif
