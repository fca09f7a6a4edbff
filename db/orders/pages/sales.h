/* SPDX-License-Identifier: ISC */
/*
 * sales.h - what was sold, day by day, from counters.
 */
#ifndef FARM_DB_ORDERS_PAGES_SALES_H
#define FARM_DB_ORDERS_PAGES_SALES_H

#include "db/orders/order.h"

/*
 * Orders that were confirmed and are neither cancelled nor refunded, by the
 * day of UTC on which they were placed.
 */
struct sales_day {
	struct timestamp day;
	struct money     amount; /* of their items */
	int64_t          count;  /* of orders */
};
SPEC_DECLARE(sales_day);

/* The last "days" days, oldest first: of one vendor, or of the shop. */
enum err db_sales_of_vendor(struct db *, struct uuid vendor_user_id,
    int64_t days, LIST(sales_day) *out);
enum err db_sales(struct db *, int64_t days, LIST(sales_day) *out);

#endif
