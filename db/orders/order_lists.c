/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "db/orders/order_lists.h"
#include "db/orders/order_sql.h"
#include "db/pg/slice.h"

struct total_row {
	int64_t total;
};
SPEC_STATIC(total_row, FIELD(total));

#define NEWEST(t, order_id) " ORDER BY " t ".created_at DESC, " order_id " DESC"

QUERY(sql_order_list, .sql =
    "SELECT " ORDER_COLUMNS " FROM orders o WHERE o.user_id = $1 AND "
    SLICE_NEWEST("o.created_at", "o.id", "$2", "$3") NEWEST("o", "o.id")
    " OFFSET $4 LIMIT $5");

QUERY(sql_order_total, .sql =
    "SELECT coalesce((SELECT orders FROM order_counts WHERE user_id = $1), 0)"
    " AS total");

QUERY(sql_vendor_order_list, .sql =
    "SELECT " VENDOR_ORDER_COLUMNS " FROM parcels p"
    " JOIN orders o ON o.id = p.order_id WHERE p.vendor_user_id = $1"
    " AND ($2::text[] IS NULL OR p.status = ANY ($2::text[])) AND "
    SLICE_NEWEST("p.created_at", "p.order_id", "$3", "$4")
    NEWEST("p", "p.order_id")
    " OFFSET $5 LIMIT $6");

QUERY(sql_vendor_order_total, .sql =
    COUNT_OF("parcels WHERE vendor_user_id = $1"
    " AND ($2::text[] IS NULL OR status = ANY ($2::text[]))"));

/* "$2" is the start of a number or of an address, both compared as bytes. */
#define FOUND                                                       \
	"($1::text IS NULL OR o.status = $1) AND ($2::text IS NULL" \
	" OR starts_with(o.order_number, upper($2))"                \
	" OR starts_with(o.email, lower($2)))"

QUERY(sql_all_order_list, .sql =
    "SELECT " ORDER_COLUMNS " FROM orders o WHERE " FOUND " AND "
    SLICE_NEWEST("o.created_at", "o.id", "$3", "$4") NEWEST("o", "o.id")
    " OFFSET $5 LIMIT $6");

QUERY(sql_all_order_total, .sql =
    COUNT_OF("orders o WHERE " FOUND));

/* ---- items of a page of orders ------------------------------------------- */

struct listed_item {
	struct order_item item;
	struct uuid       order_id;
};
LIST_DECLARE(listed_item);
SPEC_STATIC(listed_item,
    FIELD_BASE(item, order_item),
    FIELD(order_id));

/* $2 only what this vendor's user sells. */
QUERY(sql_listed_items, .sql =
    "SELECT i.order_id, i.id, i.product_id, i.variant_id, i.vendor_id,"
    "  i.name, i.image, i.quantity, i.price, i.total_price, q.status,"
    "  q.vendor_user_id, q.vendor_name"
    " FROM order_items i JOIN parcels q"
    "  ON q.order_id = i.order_id AND q.vendor_id = i.vendor_id"
    " WHERE i.order_id = ANY ($1::uuid[])"
    "  AND ($2::uuid IS NULL OR q.vendor_user_id = $2)"
    " ORDER BY i.order_id, i.position");

/*
 * In a round trip of their own: read at once with the page, by the same
 * condition, they could be those of another page.
 */
static enum err
items_fill(struct db *db, LIST(order) *orders, struct uuid vendor_user_id)
{
	struct order             *o = orders->items;
	const struct listed_item *row;
	struct order_item        *items;
	LIST(listed_item)         rows;
	enum err                  e;

	if (orders->n == 0)
		return ERR_OK;
	e = db_all(db, &sql_listed_items,
	    VALUES(V_UUIDS(db, o, orders->n, id), V(vendor_user_id)),
	    listed_item, &rows);
	if (e != ERR_OK)
		return e;
	row = rows.items;
	items = arena_array(db_arena(db), rows.n, sizeof(*items));
	for (size_t i = 0; i < rows.n; i++)
		items[i] = row[i].item;
	for (size_t n = 0; n < orders->n; n++)
		for (size_t i = 0; i < rows.n; i++) {
			if (!uuid_equal(row[i].order_id, o[n].id))
				continue;
			if (o[n].items.n++ == 0)
				o[n].items.items = &items[i];
		}
	return ERR_OK;
}

/* ---- pages --------------------------------------------------------------- */

/* One round trip: the batch holds the page, this adds the total. */
static enum err
with_total(struct db *db, struct query *q, struct values v, int64_t *total)
{
	struct total_row row = { 0 };
	enum err         e;

	db_one(db, q, v, total_row, &row);
	if ((e = db_flush(db)) == ERR_OK)
		*total = row.total;
	return e;
}

enum err
db_order_list(struct db *db, struct uuid user_id, struct slice s,
    LIST(order) *out, int64_t *total)
{
	enum err e;

	db_batch(db);
	db_all(db, &sql_order_list,
	    VALUES(V(user_id), V(s.key), V(s.id), V(s.offset), V(s.limit)),
	    order, out);
	e = with_total(db, &sql_order_total, VALUES(V(user_id)), total);
	return e == ERR_OK ? items_fill(db, out, (struct uuid){ "" }) : e;
}

enum err
db_vendor_order_list(struct db *db, struct uuid vendor_user_id,
    const char *states, struct slice s, LIST(order) *out, int64_t *total)
{
	enum err e;

	db_batch(db);
	db_all(db, &sql_vendor_order_list,
	    VALUES(V(vendor_user_id), V(states), V(s.key), V(s.id), V(s.offset),
		V(s.limit)),
	    order, out);
	e = with_total(db, &sql_vendor_order_total,
	    VALUES(V(vendor_user_id), V(states)), total);
	return e == ERR_OK ? items_fill(db, out, vendor_user_id) : e;
}

enum err
db_all_order_list(struct db *db, const char *status, const char *search,
    struct slice s, LIST(order) *out, int64_t *total)
{
	db_batch(db);
	db_all(db, &sql_all_order_list,
	    VALUES(V(status), V(search), V(s.key), V(s.id), V(s.offset),
		V(s.limit)),
	    order, out);
	return with_total(db, &sql_all_order_total,
	    VALUES(V(status), V(search)), total);
}
