/* SPDX-License-Identifier: ISC */
/*
 * order_lists.h - lists of orders, newest first.
 */
#ifndef FARM_DB_ORDERS_ORDER_LISTS_H
#define FARM_DB_ORDERS_ORDER_LISTS_H

#include "common/model/slice.h"
#include "db/orders/orders.h"

/* Lists of struct order; "*total" counts what the filters let through. */
enum err db_order_list(struct db *, struct uuid user_id, struct slice,
    LIST(order) *out, int64_t *total);
/*
 * Orders with a parcel of this vendor in one of the states "{SHIPPED,…}"
 * (NULL: any), each as the vendor sees it.
 */
enum err db_vendor_order_list(struct db *, struct uuid vendor_user_id,
    const char *states, struct slice, LIST(order) *out, int64_t *total);
/*
 * All orders; "status" and "search" (the start of a number or an e-mail
 * address) may be NULL.  Without items.
 */
enum err db_all_order_list(struct db *, const char *status, const char *search,
    struct slice, LIST(order) *out, int64_t *total);

#endif
