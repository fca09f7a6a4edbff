/* SPDX-License-Identifier: ISC */
/*
 * plans.h - how PostgreSQL executes the queries of a program.
 */
#ifndef FARM_TESTS_DB_PLANS_H
#define FARM_TESTS_DB_PLANS_H

#include "tests/db/tap_db.h"

/*
 * A query, values for it as SQL ("'SHIPPED', NULL, 21"; NULL: do not check it),
 * and the number of rows that it may read from tables and indexes.
 */
struct plan {
	const char *query, *values;
	int         rows_max;
};

#define PLAN_WHOLE_TABLE (-1)

/*
 * Explain and execute a query, on a connection of the program, and roll it
 * back: how many rows it read, or PLAN_WHOLE_TABLE.  With PLANS=1 in the
 * environment this and the time it took are printed.
 */
int plan_rows(const char *query, const char *values);
/* Check all rows, up to an empty one.  Each query of the program needs one. */
void plans_check(const struct plan *);

#endif
