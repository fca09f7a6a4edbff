/* SPDX-License-Identifier: ISC */
/*
 * carts.h - what people are about to buy.
 */
#ifndef FARM_DB_ORDERS_CARTS_H
#define FARM_DB_ORDERS_CARTS_H

#include "db/pg/pg.h"

#define CART_LINES_MAX  100 /* different things in a cart */
#define CART_PIECES_MAX 999 /* of one thing */

/* A user, or a guest by the hash of the token in the cookie. */
struct cart_owner {
	struct uuid user_id;
	const char *token_hash;
};

/* ->price and ->name are what the owner was shown last. */
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
	LIST(cart_line) lines; /* of struct cart_line, oldest first */
};

enum err db_cart_rows(struct db *, struct cart_owner, struct cart_rows *out);
/* The user's cart, made when there is none. */
enum err db_cart_of_user(struct db *, struct uuid user_id, struct uuid *out);
/* The pieces in the carts of the user and of the guest together. */
enum err db_cart_count(struct db *, struct cart_owner, int64_t *out);

/*
 * Changes; each says what is in the cart after it.
 *
 * Add ->quantity of a product to the cart that was read into *rows, making it
 * when there was none, but never beyond "limit" pieces in all:
 * ERR_OUT_OF_STOCK.  ERR_CART_FULL.
 */
enum err db_cart_line_add(struct db *, struct cart_owner,
    const struct cart_line *, int64_t limit, struct cart_rows *rows);
/* ERR_CART_ITEM_NOT_FOUND, also for somebody else's line. */
enum err db_cart_line_edit(struct db *, struct cart_owner, struct uuid id,
    int64_t quantity, struct cart_rows *out);
enum err db_cart_line_remove(struct db *, struct cart_owner, struct uuid id,
    struct cart_rows *out);
/* Keep the prices and names of these lines as what was shown. */
enum err db_cart_lines_shown(struct db *, struct uuid cart_id,
    const LIST(cart_line) *lines);

/* The guest's cart becomes part of the user's. */
enum err db_cart_merge(struct db *, struct uuid user_id,
    const char *token_hash);

/*
 * In the transaction that places an order: take exactly these lines out of
 * the cart.  "*taken" is the number of those that were still so.
 */
enum err db_cart_lines_take(struct db *, struct uuid cart_id,
    const LIST(cart_line) *lines, int64_t *taken);

#endif
