/* SPDX-License-Identifier: ISC */
/*
 * carts.h - the carts of users and guests.
 */
#ifndef FARM_DB_ORDERS_CART_CARTS_H
#define FARM_DB_ORDERS_CART_CARTS_H

#include "db/pg/pg.h"

#define CART_LINES_MAX  100 /* lines of a cart */
#define CART_PIECES_MAX 999 /* pieces of a line */

/* A user, or a guest by the hash of the token in the cookie. */
struct cart_owner {
	struct uuid user_id;
	const char *token_hash;
};

/* A product, or one of its variants.  ->price and ->name are those that the
   owner was shown last. */
struct cart_line {
	struct uuid  cart_id, id;
	struct uuid  product_id, variant_id;
	int64_t      quantity;
	struct money price;
	const char  *name;
};
SPEC_DECLARE(cart_line);

struct cart_rows {
	struct uuid     id;    /* not given: there is no cart */
	LIST(cart_line) lines; /* oldest first */
};

enum err db_cart_rows(struct db *, struct cart_owner, struct cart_rows *out);
/* The user's cart; an empty one is made if there is none. */
enum err db_cart_of_user(struct db *, struct uuid user_id, struct uuid *out);
/* The pieces in the carts of the user and of the guest together. */
enum err db_cart_count(struct db *, struct cart_owner, int64_t *out);

/* ---- changes: "rows" and "out" are the cart after it --------------------- */

/*
 * Add ->quantity of a product to the cart that was read into *rows.  The cart
 * is made if there is none.  ERR_OUT_OF_STOCK when the line would have more
 * than "limit" pieces; ERR_CART_FULL.
 */
enum err db_cart_line_add(struct db *, struct cart_owner,
    const struct cart_line *, int64_t limit, struct cart_rows *rows);
/* ERR_CART_ITEM_NOT_FOUND when the line is not the owner's. */
enum err db_cart_line_edit(struct db *, struct cart_owner, struct uuid id,
    int64_t quantity, struct cart_rows *out);
enum err db_cart_line_remove(struct db *, struct cart_owner, struct uuid id,
    struct cart_rows *out);
/* Store the prices and names of these lines as shown. */
enum err db_cart_lines_shown(struct db *, struct uuid cart_id,
    const LIST(cart_line) *lines);

/*
 * Move the lines of a guest's cart to the user's, and remove the guest's.
 * Pieces above CART_PIECES_MAX and lines above CART_LINES_MAX are dropped.
 */
enum err db_cart_merge(struct db *, struct uuid user_id,
    const char *token_hash);

/*
 * In the transaction that places an order: remove these lines if they still
 * have the same quantity.  "*taken" is the number of lines removed.
 */
enum err db_cart_lines_take(struct db *, struct uuid cart_id,
    const LIST(cart_line) *lines, int64_t *taken);

#endif
