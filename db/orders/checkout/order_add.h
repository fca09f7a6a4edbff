/* SPDX-License-Identifier: ISC */
/*
 * order_add.h - write a new order.
 */
#ifndef FARM_DB_ORDERS_CHECKOUT_ORDER_ADD_H
#define FARM_DB_ORDERS_CHECKOUT_ORDER_ADD_H

#include "db/orders/order.h"

/*
 * In a batch of a transaction: a new order with its parcels and items.
 * ERR_CONFLICT when its id or its number is taken.
 */
enum err db_order_add(struct db *, const struct order *,
    const LIST(parcel) *parcels);

#endif
