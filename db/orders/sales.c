/* SPDX-License-Identifier: ISC */
#include "db/orders/sales.h"

SPEC(sales_day,
    FIELD(day),
    FIELD(amount),
    FIELD(count));

SPEC(status_count,
    FIELD_ENUM(status, order_status_words),
    FIELD(count));

#define SOLD "IN ('CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED')"
#define DAYS(n)                                                           \
	"generate_series(date_trunc('day', farm_now()) - (" n "::integer - 1)" \
	" * interval '1 day', farm_now(), interval '1 day') AS day"
#define THAT_DAY(t) \
	t ".created_at >= day AND " t ".created_at < day + interval '1 day'"

QUERY(sql_sales_of_vendor, .sql =
    "SELECT day, coalesce(sum(p.items_amount), 0) AS amount,"
    "  count(p.order_id) AS count FROM " DAYS("$2")
    " LEFT JOIN parcels p ON p.vendor_user_id = $1 AND " THAT_DAY("p")
    "  AND p.status " SOLD " GROUP BY day ORDER BY day");

QUERY(sql_sales, .sql =
    "SELECT day, coalesce(sum(o.subtotal_amount), 0) AS amount,"
    "  count(o.id) AS count FROM " DAYS("$1")
    " LEFT JOIN orders o ON " THAT_DAY("o") " AND o.status " SOLD
    " GROUP BY day ORDER BY day");

QUERY(sql_vendor_order_counts, .sql =
    "SELECT status, count(*) AS count FROM parcels"
    " WHERE vendor_user_id = $1 GROUP BY status");

QUERY(sql_open_order_counts, .sql =
    "SELECT status, count(*) AS count FROM orders WHERE status"
    " IN ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED') GROUP BY status");

enum err
db_sales_of_vendor(struct db *db, struct uuid vendor_user_id, int64_t days,
    LIST(sales_day) *out)
{
	return db_all(db, &sql_sales_of_vendor,
	    VALUES(V(vendor_user_id), V(days)), sales_day, out);
}

enum err
db_sales(struct db *db, int64_t days, LIST(sales_day) *out)
{
	return db_all(db, &sql_sales, VALUES(V(days)), sales_day, out);
}

enum err
db_vendor_order_counts(struct db *db, struct uuid vendor_user_id,
    LIST(status_count) *out)
{
	return db_all(db, &sql_vendor_order_counts, VALUES(V(vendor_user_id)),
	    status_count, out);
}

enum err
db_open_order_counts(struct db *db, LIST(status_count) *out)
{
	return db_all(db, &sql_open_order_counts, NO_VALUES, status_count, out);
}
