/* SPDX-License-Identifier: ISC */
/*
 * some_orders.h - orders for tests of db/orders.
 */
#ifndef FARM_TESTS_DB_SOME_ORDERS_H
#define FARM_TESTS_DB_SOME_ORDERS_H

#include "db/orders/order.h"
#include "tests/cents.h"
#include "tests/db/tap_db.h"

#define SELLERS 3

/* Vendors, and the users that they belong to; the same in all tests. */
struct uuid seller_id(int n);
struct uuid seller_user(int n);
struct uuid buyer_id(int n);

/* Remove all orders and carts, with their counters. */
void orders_clear(void);

/* An order of buyer "n" with one item of each of the first "sellers" sellers:
   10.00, 20.00 … for the items, 4.90 for shipping, no tax. */
struct order order_sample(int n, int sellers, LIST(parcel) *parcels);
/* The same, written in a transaction. */
enum err order_write_sample(const struct order *, const LIST(parcel) *);
/* Both; the id of the order. */
struct uuid order_place_sample(int n, int sellers);

/* Move an order, and all of its parcels, to a status, in a transaction. */
enum err order_move_sample(struct uuid id, enum order_status status);

#endif
