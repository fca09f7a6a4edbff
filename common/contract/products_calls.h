/* SPDX-License-Identifier: ISC */
/*
 * products_calls.h - the calls that products answers.
 */
#ifndef FARM_CONTRACT_PRODUCTS_CALLS_H
#define FARM_CONTRACT_PRODUCTS_CALLS_H

#include "common/contract/call.h"

/* ---- what is on sale ----------------------------------------------------- */

/* A product, or one of its variants. */
struct goods_key {
	struct uuid product_id, variant_id;
};
SPEC_DECLARE(goods_key);

/* The same as it is on sale now. */
struct goods {
	struct uuid  product_id, variant_id;
	struct flag  has_variants; /* not given: the product is not on sale */
	bool         available;    /* false: the rest is not given */
	const char  *name, *slug, *image, *variant_name;
	struct money price;
	int64_t      stock_quantity;
	struct uuid  vendor_id, vendor_user_id;
	const char  *vendor_name, *vendor_slug;
};
SPEC_DECLARE(goods);

struct goods_lookup_in {
	LIST(goods_key) items;
};
SPEC_DECLARE(goods_lookup_in);

struct goods_lookup_out {
	LIST(goods) items;
};
SPEC_DECLARE(goods_lookup_out);

/* As many answers as items, in their order. */
#define CALL_GOODS_LOOKUP                                               \
	"products", POST, "/internal/products/lookup", goods_lookup_in, \
	    goods_lookup_out

/* ---- stock of an order --------------------------------------------------- */

struct reserve_item {
	struct uuid  product_id, variant_id;
	int64_t      quantity;
	struct money price;
};
SPEC_DECLARE(reserve_item);

struct reserve_in {
	struct uuid        order_id, user_id;
	LIST(reserve_item) items;
};
SPEC_DECLARE(reserve_in);

struct reserved_line {
	struct uuid  product_id, variant_id, vendor_id, vendor_user_id;
	const char  *vendor_name, *name, *image, *sku;
	int64_t      quantity;
	struct money price;
};
SPEC_DECLARE(reserved_line);

struct reservation {
	struct uuid         order_id;
	struct timestamp    expires_at;
	LIST(reserved_line) items;
};
SPEC_DECLARE(reservation);

/*
 * Hold all items at their prices, or none.  An order that holds items already
 * gets the same answer again.  ERR_OUT_OF_STOCK, ERR_PRICE_CHANGED,
 * ERR_PRODUCT_NOT_FOUND.
 */
#define CALL_STOCK_RESERVE \
	"products", POST, "/internal/reservations", reserve_in, reservation

struct stock_commit_in {
	struct uuid order_id;
};
SPEC_DECLARE(stock_commit_in);

/* The order is paid: its items are sold.  Idempotent.  ERR_RESERVATION_GONE. */
#define CALL_STOCK_COMMIT                                           \
	"products", POST, "/internal/reservations/:orderId/commit", \
	    stock_commit_in, none

struct stock_release_in {
	struct uuid order_id;
	struct uuid vendor_id; /* not given: of all vendors */
};
SPEC_DECLARE(stock_release_in);

/* Put items that are held or sold back into stock.  Idempotent. */
#define CALL_STOCK_RELEASE                                           \
	"products", POST, "/internal/reservations/:orderId/release", \
	    stock_release_in, none

struct stock_expired {
	int64_t released; /* orders */
};
SPEC_DECLARE(stock_expired);

/* Release what was not paid in time. */
#define CALL_STOCK_EXPIRE \
	"products", POST, "/internal/reservations/expire", none, stock_expired

#endif
