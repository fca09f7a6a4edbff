/* SPDX-License-Identifier: ISC */
/*
 * sales.h - what was sold, day by day, for the dashboards.
 */
#ifndef FARM_DB_ORDERS_SALES_H
#define FARM_DB_ORDERS_SALES_H

#include "db/orders/orders.h"

/* What was paid for and not given back; days are those of UTC. */
struct sales_day {
	struct timestamp day;
	struct money     amount; /* of items */
	int64_t          count;  /* of orders */
};
SPEC_DECLARE(sales_day);

/* How many orders are in each state. */
struct status_count {
	enum order_status status;
	int64_t           count;
};
SPEC_DECLARE(status_count);

/* The last "days" days, oldest first: of one vendor, or of all. */
enum err db_sales_of_vendor(struct db *, struct uuid vendor_user_id,
    int64_t days, LIST(sales_day) *out);
enum err db_sales(struct db *, int64_t days, LIST(sales_day) *out);

enum err db_vendor_order_counts(struct db *, struct uuid vendor_user_id,
    LIST(status_count) *out);
/* Of all orders that are not at their end. */
enum err db_open_order_counts(struct db *, LIST(status_count) *out);

#endif
