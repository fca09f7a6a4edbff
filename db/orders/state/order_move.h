/* SPDX-License-Identifier: ISC */
/*
 * order_move.h - change the state of an order.
 */
#ifndef FARM_DB_ORDERS_STATE_ORDER_MOVE_H
#define FARM_DB_ORDERS_STATE_ORDER_MOVE_H

#include "db/orders/order.h"

/* ---- inside a transaction that begins with the lock ---------------------- */

/* Each change gives the order, and the parcels that it moves, a new version. */

/*
 * Read an order with its items and parcels, and lock it until the transaction
 * ends.  ERR_ORDER_NOT_FOUND.
 */
enum err db_order_lock(struct db *, struct uuid id, struct order *,
    LIST(parcel) *parcels);
/*
 * Set the order to "status" and the parcels in "moved" to "parcel_status".  A
 * step with "note" (which may be empty) is added for each of them.
 */
enum err db_order_move(struct db *, struct uuid id, enum order_status status,
    const LIST(parcel) *moved, enum order_status parcel_status,
    const struct stored_text *note);
/* Set the payment of an order that has none. */
enum err db_order_paid(struct db *, struct uuid id, struct uuid payment_id);
/* Add a refund.  A "key" that is there already is not added again. */
enum err db_order_refunded(struct db *, struct uuid id, struct uuid key,
    struct money amount);

/* ---- outside of a transaction -------------------------------------------- */

/* Up to "count" orders that are PENDING "ms" after they were placed, oldest
   first. */
enum err db_orders_unpaid(struct db *, int64_t ms, int64_t count,
    LIST(order_id) *out);

#endif
