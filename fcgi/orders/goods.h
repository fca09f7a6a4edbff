/* SPDX-License-Identifier: ISC */
/*
 * goods.h - what orders asks of products: what things cost now, and to hold
 * pieces of them for an order.
 */
#ifndef FARM_FCGI_ORDERS_GOODS_H
#define FARM_FCGI_ORDERS_GOODS_H

#include "common/contract/products_calls.h"
#include "common/http/request.h"
#include "db/orders/carts.h"

/* A struct goods for each of the lines, in their order. */
enum err goods_lookup(struct req *, const LIST(cart_line) *lines,
    LIST(goods) *out);
/*
 * Hold these lines of a cart at their prices; what was held, in
 * their order.  Again with the same order: the same answer.
 * ERR_OUT_OF_STOCK, ERR_PRICE_CHANGED, ERR_PRODUCT_NOT_FOUND.
 */
enum err goods_hold(struct req *, struct uuid order_id,
    const LIST(cart_line) *lines, LIST(reserved_line) *out);
/* What was held is sold; ERR_RESERVATION_GONE.  Idempotent. */
enum err goods_sell(struct req *, struct uuid order_id);
/* Held or sold goes back, of one vendor if given.  Idempotent. */
enum err goods_give_back(struct req *, struct uuid order_id,
    struct uuid vendor_id);

#endif
