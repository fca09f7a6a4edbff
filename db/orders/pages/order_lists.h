/* SPDX-License-Identifier: ISC */
/*
 * order_lists.h - lists of orders, newest first.
 *
 * Each query walks along an index and stops at the end of its page.  Totals
 * come from counters.
 */
#ifndef FARM_DB_ORDERS_PAGES_ORDER_LISTS_H
#define FARM_DB_ORDERS_PAGES_ORDER_LISTS_H

#include "common/model/slice.h"
#include "db/orders/pages/order_counts.h"

/* A search shows no more than this many orders. */
#define ORDERS_FOUND_MAX 1000

/* The orders of a user, with their items. */
enum err db_order_list(struct db *, struct uuid user_id, struct slice,
    LIST(order) *out, int64_t *total);
/*
 * The orders with a parcel of this vendor's user in one of "states", each as
 * the vendor sees it, with its items.  "counts" is of all the vendor's parcels.
 */
enum err db_vendor_order_list(struct db *, struct uuid vendor_user_id,
    unsigned states, struct slice, LIST(order) *out,
    struct order_counts *counts);
/* All orders in one of "states", without items. */
enum err db_all_order_list(struct db *, unsigned states, struct slice,
    LIST(order) *out, int64_t *total);
/*
 * The same of those whose number or e-mail address begins with "text".  Of
 * more than ORDERS_FOUND_MAX any are shown.
 */
enum err db_order_search(struct db *, unsigned states, const char *text,
    struct slice, LIST(order) *out, int64_t *total);

#endif
