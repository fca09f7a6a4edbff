/* SPDX-License-Identifier: ISC */
/*
 * order_read.h - read one order.
 */
#ifndef FARM_DB_ORDERS_PAGES_ORDER_READ_H
#define FARM_DB_ORDERS_PAGES_ORDER_READ_H

#include "db/orders/order.h"

/*
 * An order with its items.  With a user it is found only when it is this
 * user's.  ERR_ORDER_NOT_FOUND.
 */
enum err db_order_get(struct db *, struct uuid id, struct uuid user_id,
    struct order *out);
/*
 * An order as one of its vendors sees it: the vendor's items, and the amounts
 * and the status of the vendor's parcel.  ERR_ORDER_NOT_FOUND when none of it
 * is the vendor's.
 */
enum err db_order_of_vendor(struct db *, struct uuid id,
    struct uuid vendor_user_id, struct order *out);
enum err db_parcel_list(struct db *, struct uuid order_id, LIST(parcel) *out);
/* Oldest first. */
enum err db_order_steps(struct db *, struct uuid order_id,
    LIST(order_step) *out);
/* The delivery address of this user's last order; ERR_NOT_FOUND. */
enum err db_last_address(struct db *, struct uuid user_id, struct address *out);

#endif
