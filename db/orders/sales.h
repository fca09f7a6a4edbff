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
extern struct spec sales_day_spec;

/* How many orders are in each state. */
struct status_count {
	enum order_status status;
	int64_t           count;
};
extern struct spec status_count_spec;

/* The last "days" days, oldest first: of one vendor, or of all. */
enum err db_sales_of_vendor(struct db *, struct uuid vendor_user_id,
    int64_t days, struct list *out);
enum err db_sales(struct db *, int64_t days, struct list *out);

enum err db_vendor_order_counts(struct db *, struct uuid vendor_user_id,
    struct list *out);
/* Of all orders that are not at their end. */
enum err db_open_order_counts(struct db *, struct list *out);

#endif
