/* SPDX-License-Identifier: ISC */
/*
 * order_counts.h - how many orders are in each state, from counters.
 */
#ifndef FARM_DB_ORDERS_PAGES_ORDER_COUNTS_H
#define FARM_DB_ORDERS_PAGES_ORDER_COUNTS_H

#include "db/orders/order.h"

struct order_counts {
	int64_t pending, confirmed, processing, shipped, delivered, cancelled,
	    refunded;
};
SPEC_DECLARE(order_counts);

/* A set of states: bits of STATE(ORDER_…). */
#define STATE(status) (1u << (status))
#define STATES_ALL    (STATE(ORDER_STATUSES) - 1)

/* The parcels of this vendor's user. */
enum err db_vendor_order_counts(struct db *, struct uuid vendor_user_id,
    struct order_counts *out);
/* The orders of the shop. */
enum err db_shop_order_counts(struct db *, struct order_counts *out);

int64_t order_counts_sum(const struct order_counts *, unsigned states);

#endif
