/* SPDX-License-Identifier: ISC */
#include "db/orders/order_lists.h"
#include "db/orders/order_sql.h"
#include "db/slice.h"

struct total_row {
	int64_t total;
};
SPEC_STATIC(total_row, FIELD(total_row, total));

#define NEWEST(t, order_id) " ORDER BY " t ".created_at DESC, " order_id " DESC"

QUERY(sql_order_list, .sql =
    "SELECT " ORDER_COLUMNS " FROM orders o WHERE o.user_id = $1 AND "
    SLICE_NEWEST("o.created_at", "o.id", "$2", "$3") NEWEST("o", "o.id")
    " OFFSET $4 LIMIT $5");

QUERY(sql_order_total, .sql =
    "SELECT count(*) AS total FROM orders WHERE user_id = $1");

QUERY(sql_vendor_order_list, .sql =
    "SELECT " VENDOR_ORDER_COLUMNS " FROM parcels p"
    " JOIN orders o ON o.id = p.order_id WHERE p.vendor_user_id = $1"
    " AND ($2::text[] IS NULL OR p.status = ANY ($2::text[])) AND "
    SLICE_NEWEST("p.created_at", "p.order_id", "$3", "$4") NEWEST("p", "p.order_id")
    " OFFSET $5 LIMIT $6");

QUERY(sql_vendor_order_total, .sql =
    "SELECT count(*) AS total FROM parcels WHERE vendor_user_id = $1"
    " AND ($2::text[] IS NULL OR status = ANY ($2::text[]))");

/* "$2" is the start of a number or of an address, both compared as bytes. */
#define FOUND                                                       \
	"($1::text IS NULL OR o.status = $1) AND ($2::text IS NULL" \
	" OR starts_with(o.order_number, upper($2))"                \
	" OR starts_with(o.email, lower($2)))"

QUERY(sql_all_order_list, .sql =
    "SELECT " ORDER_HEAD ", o.status, o.subtotal_amount, o.shipping_amount,"
    "  o.tax_amount, o.total_amount, o.refunded_amount"
    " FROM orders o WHERE " FOUND " AND "
    SLICE_NEWEST("o.created_at", "o.id", "$3", "$4") NEWEST("o", "o.id")
    " OFFSET $5 LIMIT $6");

QUERY(sql_all_order_total, .sql =
    "SELECT count(*) AS total FROM orders o WHERE " FOUND);

/* One round trip: the batch holds the page, this adds the total. */
static enum err
with_total(struct db *db, struct query *q, struct values v, int64_t *total)
{
	struct total_row row = { 0 };
	enum err         e;

	db_one(db, q, v, &total_row_spec, &row);
	if ((e = db_flush(db)) == ERR_OK)
		*total = row.total;
	return e;
}

enum err
db_order_list(struct db *db, struct uuid user_id, struct slice s,
    struct list *out, int64_t *total)
{
	db_batch(db);
	db_all(db, &sql_order_list,
	    VALUES(V(user_id), V(s.key), V(s.id), V(s.offset), V(s.limit)),
	    &order_spec, out);
	return with_total(db, &sql_order_total, VALUES(V(user_id)), total);
}

enum err
db_vendor_order_list(struct db *db, struct uuid vendor_user_id,
    const char *states, struct slice s, struct list *out, int64_t *total)
{
	db_batch(db);
	db_all(db, &sql_vendor_order_list,
	    VALUES(V(vendor_user_id), V(states), V(s.key), V(s.id), V(s.offset),
		V(s.limit)),
	    &order_spec, out);
	return with_total(db, &sql_vendor_order_total,
	    VALUES(V(vendor_user_id), V(states)), total);
}

enum err
db_all_order_list(struct db *db, const char *status, const char *search,
    struct slice s, struct list *out, int64_t *total)
{
	db_batch(db);
	db_all(db, &sql_all_order_list,
	    VALUES(V(status), V(search), V(s.key), V(s.id), V(s.offset),
		V(s.limit)),
	    &order_spec, out);
	return with_total(db, &sql_all_order_total,
	    VALUES(V(status), V(search)), total);
}
