/* SPDX-License-Identifier: ISC */
/*
 * stock.h - pieces that orders hold or have bought.
 *
 * A line is held, then sold or released.  What time released (nobody paid
 * within the reservation's time) a late payment may take again; what somebody
 * released is gone for good.  Products are locked in the order of their ids,
 * each before its variants, by all that changes stock.
 */
#ifndef FARM_DB_PRODUCTS_STOCK_H
#define FARM_DB_PRODUCTS_STOCK_H

#include "common/contract/products_calls.h"
#include "db/pg/pg.h"

/* What is wrong with item N: too little stock, another price, not on sale. */
struct refusal {
	size_t   item;
	enum err why;
	int64_t  left;
};
LIST_DECLARE(refusal);

/*
 * Hold all items or none, for "minutes"; an order that holds something
 * already gets the same answer again.  With ERR_PRODUCT_NOT_FOUND,
 * ERR_PRICE_CHANGED or ERR_OUT_OF_STOCK "*refused" lists struct refusal.
 */
enum err db_stock_reserve(struct db *, const struct reserve_in *,
    struct decimal minutes, struct reservation *out, LIST(refusal) *refused);

/* Held becomes sold.  Again: nothing.  ERR_RESERVATION_GONE. */
enum err db_stock_commit(struct db *, struct uuid order_id);

/*
 * Back into stock: what is held or sold, of this vendor if one is given.
 * Again, or of an order that never held anything: nothing.
 */
enum err db_stock_release(struct db *, struct uuid order_id,
    struct uuid vendor_id);

/*
 * Release what nobody paid for and nobody released, five minutes after its
 * time; how many orders that were.
 */
enum err db_stock_expire(struct db *, int64_t *released);

#endif
