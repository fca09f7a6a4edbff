/* SPDX-License-Identifier: ISC */
/*
 * goods.h - what orders asks of products: what things cost now, and to hold
 * stock for an order.
 */
#ifndef FARM_FCGI_ORDERS_GOODS_H
#define FARM_FCGI_ORDERS_GOODS_H

#include "common/contract/products_calls.h"
#include "common/http/request.h"
#include "db/orders/cart/carts.h"

/* A struct goods for each of the lines, in their order. */
enum err goods_lookup(struct req *, const LIST(cart_line) *lines,
    LIST(goods) *out);
/*
 * Hold the lines of a cart at their prices; "out" is in their order.  The same
 * order gets the same answer again.  ERR_OUT_OF_STOCK, ERR_PRICE_CHANGED,
 * ERR_PRODUCT_NOT_FOUND, ERR_VARIANT_NOT_FOUND.
 */
enum err goods_hold(struct req *, struct uuid order_id,
    const LIST(cart_line) *lines, LIST(reserved_line) *out);
/* Sell what is held.  Idempotent.  ERR_RESERVATION_GONE. */
enum err goods_sell(struct req *, struct uuid order_id);
/* Give back what is held or sold.  Idempotent. */
enum err goods_give_back(struct req *, struct uuid order_id);

#endif
