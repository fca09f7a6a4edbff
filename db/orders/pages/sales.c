/* SPDX-License-Identifier: ISC */
#include "db/orders/pages/sales.h"
#include "db/orders/order_sql.h"

SPEC(sales_day,
    FIELD(day),
    FIELD(amount),
    FIELD(count));

QUERY(sql_sales, .sql =
    "SELECT d.day, coalesce(t.amount, 0) AS amount,"
    "  coalesce(t.orders, 0)::bigint AS count"
    " FROM generate_series(date_trunc('day', farm_now())"
    "  - ($2::integer - 1) * interval '1 day', farm_now(),"
    "  interval '1 day') AS d(day)"
    " CROSS JOIN LATERAL (SELECT sum(s.amount) AS amount,"
    "  sum(s.orders) AS orders FROM sales_tallies s"
    "  WHERE s.owner = $1 AND s.day = utc_day(d.day)) t"
    " ORDER BY d.day");

enum err
db_sales_of_vendor(struct db *db, struct uuid vendor_user_id, int64_t days,
    LIST(sales_day) *out)
{
	return db_all(db, &sql_sales, VALUES(V(vendor_user_id), V(days)),
	    sales_day, out);
}

enum err
db_sales(struct db *db, int64_t days, LIST(sales_day) *out)
{
	return db_sales_of_vendor(db, TALLY_OF_SHOP, days, out);
}
