/* SPDX-License-Identifier: ISC */
/*
 * order_lists.h - lists of orders, newest first.
 */
#ifndef FARM_DB_ORDERS_ORDER_LISTS_H
#define FARM_DB_ORDERS_ORDER_LISTS_H

#include "db/orders/orders.h"

/*
 * Which part of a list: "limit" rows after the one that was made "us"
 * microseconds after 1970 and has this id, or after "offset" rows.
 */
struct slice {
	int64_t     us; /* INT_NONE: from the first */
	struct uuid id;
	int64_t     offset, limit;
};

/* Lists of struct order; "*total" counts what the filters let through. */
enum err db_order_list(struct db *, struct uuid user_id, struct slice,
    struct list *out, int64_t *total);
/*
 * Orders with a parcel of this vendor in one of the states "{SHIPPED,…}"
 * (NULL: any), each as the vendor sees it.
 */
enum err db_vendor_order_list(struct db *, struct uuid vendor_user_id,
    const char *states, struct slice, struct list *out, int64_t *total);
/*
 * All orders; "status" and "search" (the start of a number or an e-mail
 * address) may be NULL.  Without items.
 */
enum err db_all_order_list(struct db *, const char *status, const char *search,
    struct slice, struct list *out, int64_t *total);

#endif
