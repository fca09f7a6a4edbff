/* SPDX-License-Identifier: ISC */
#include "db/orders/pages/order_lists.h"
#include "db/orders/order_sql.h"
#include "db/pg/slice.h"

struct total_row {
	int64_t total;
};
SPEC_STATIC(total_row, FIELD(total));

#define NEWEST(t, order_id) " ORDER BY " t ".created_at DESC, " order_id " DESC"

/* ---- a buyer's ----------------------------------------------------------- */

QUERY(sql_order_list, .sql =
    "SELECT " ORDER_COLUMNS " FROM orders o WHERE o.user_id = $1 AND "
    SLICE_NEWEST("o.created_at", "o.id", "$2", "$3") NEWEST("o", "o.id")
    " OFFSET $4 LIMIT $5");

QUERY(sql_order_total, .sql =
    "SELECT coalesce((SELECT orders FROM order_counts WHERE user_id = $1), 0)"
    " AS total");

/* ---- of some states ------------------------------------------------------ */

/*
 * Of each state no more is read than the page can hold.  OFFSET 0 has orders
 * read one by one, by their ids, whatever the planner expects.
 */
#define ORDERS_OF(row)                                              \
	" CROSS JOIN LATERAL (SELECT * FROM orders WHERE id = " row \
	" OFFSET 0) o"

/* $2 $3: the row after which the page begins; $4 offset, $5 limit, $6 states. */
QUERY(sql_vendor_order_list, .sql =
    "SELECT " VENDOR_ORDER_COLUMNS " FROM (SELECT n.*"
    "  FROM unnest($6::text[]) AS s(status) CROSS JOIN LATERAL (SELECT p.*"
    "   FROM parcels p WHERE p.vendor_user_id = $1 AND p.status = s.status"
    "   AND " SLICE_NEWEST("p.created_at", "p.order_id", "$2", "$3")
    NEWEST("p", "p.order_id") " LIMIT $4::bigint + $5::bigint) n"
    NEWEST("n", "n.order_id") " OFFSET $4 LIMIT $5) p"
    ORDERS_OF("p.order_id") NEWEST("p", "p.order_id"));

/* $1 $2: the row after which the page begins; $3 offset, $4 limit, $5 states. */
QUERY(sql_all_order_list, .sql =
    "SELECT " ORDER_COLUMNS " FROM unnest($5::text[]) AS s(status)"
    " CROSS JOIN LATERAL (SELECT * FROM orders o WHERE o.status = s.status"
    "  AND " SLICE_NEWEST("o.created_at", "o.id", "$1", "$2")
    NEWEST("o", "o.id") " LIMIT $3::bigint + $4::bigint) o"
    NEWEST("o", "o.id") " OFFSET $3 LIMIT $4");

/* ---- a search ------------------------------------------------------------ */

/* "text" is compared byte by byte: the index is a range of them. */
#define BEGINS(column, text)                            \
	column " COLLATE \"C\" >= " text " AND " column \
	       " COLLATE \"C\" < " text " || chr(1114111)"
#define HITS_OF(where)                             \
	"(SELECT o.id, o.created_at FROM orders o" \
	" WHERE o.status = s.status AND " where " LIMIT " FOUND_MAX ")"
#define FOUND_MAX "1000"
_Static_assert(ORDERS_FOUND_MAX == 1000, "FOUND_MAX is another");

/* $1 states, $2 the start of a number or of an address. */
#define ORDER_HITS                                                            \
	"WITH hit AS MATERIALIZED (SELECT n.id, n.created_at"                 \
	" FROM unnest($1::text[]) AS s(status) CROSS JOIN LATERAL (" HITS_OF( \
	    BEGINS("o.order_number",                                          \
		"upper($2)")) " UNION " HITS_OF(BEGINS("o.email",             \
	    "lower($2)")) ") n LIMIT " FOUND_MAX ") "

QUERY(sql_order_search, .sql = ORDER_HITS
    "SELECT " ORDER_COLUMNS " FROM (SELECT h.id FROM hit h WHERE "
    SLICE_NEWEST("h.created_at", "h.id", "$3", "$4") NEWEST("h", "h.id")
    " OFFSET $5 LIMIT $6) n" ORDERS_OF("n.id") NEWEST("o", "o.id"));

QUERY(sql_order_search_total, .sql = ORDER_HITS
    "SELECT count(*) AS total FROM hit");

/* ---- items of a page of orders ------------------------------------------- */

struct listed_item {
	struct order_item item;
	struct uuid       order_id;
};
LIST_DECLARE(listed_item);
SPEC_STATIC(listed_item,
    FIELD_BASE(item, order_item),
    FIELD(order_id));

/* $2: only what this vendor's user sells; NULL: all. */
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
 * Items take a round trip of their own.  Read in the same batch, by the same
 * condition, they could belong to another page.
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

enum err
db_order_list(struct db *db, struct uuid user_id, struct slice s,
    LIST(order) *out, int64_t *total)
{
	struct total_row row = { 0 };
	enum err         e;

	db_batch(db);
	db_all(db, &sql_order_list,
	    VALUES(V(user_id), V(s.key), V(s.id), V(s.offset), V(s.limit)),
	    order, out);
	db_one(db, &sql_order_total, VALUES(V(user_id)), total_row, &row);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	*total = row.total;
	return items_fill(db, out, (struct uuid){ "" });
}

/* "{SHIPPED,DELIVERED}" */
static const char *
states_text(struct db *db, unsigned states)
{
	const char *text = "{";

	for (int s = 0; s < ORDER_STATUSES; s++)
		if (states & STATE(s))
			text = arena_printf(db_arena(db), "%s%s%s", text,
			    text[1] != '\0' ? "," : "", order_status_words[s]);
	return arena_printf(db_arena(db), "%s}", text);
}

enum err
db_vendor_order_list(struct db *db, struct uuid vendor_user_id, unsigned states,
    struct slice s, LIST(order) *out, struct order_counts *counts)
{
	enum err e;

	db_batch(db);
	db_all(db, &sql_vendor_order_list,
	    VALUES(V(vendor_user_id), V(s.key), V(s.id), V(s.offset),
		V(s.limit), V(states_text(db, states))),
	    order, out);
	db_vendor_order_counts(db, vendor_user_id, counts);
	e = db_flush(db);
	return e == ERR_OK ? items_fill(db, out, vendor_user_id) : e;
}

enum err
db_all_order_list(struct db *db, unsigned states, struct slice s,
    LIST(order) *out, int64_t *total)
{
	struct order_counts counts;
	enum err            e;

	db_batch(db);
	db_all(db, &sql_all_order_list,
	    VALUES(V(s.key), V(s.id), V(s.offset), V(s.limit),
		V(states_text(db, states))),
	    order, out);
	db_shop_order_counts(db, &counts);
	if ((e = db_flush(db)) == ERR_OK)
		*total = order_counts_sum(&counts, states);
	return e;
}

enum err
db_order_search(struct db *db, unsigned states, const char *text,
    struct slice s, LIST(order) *out, int64_t *total)
{
	const char      *words = states_text(db, states);
	struct total_row row = { 0 };
	enum err         e;

	db_batch(db);
	db_all(db, &sql_order_search,
	    VALUES(V(words), V(text), V(s.key), V(s.id), V(s.offset),
		V(s.limit)),
	    order, out);
	db_one(db, &sql_order_search_total, VALUES(V(words), V(text)),
	    total_row, &row);
	if ((e = db_flush(db)) == ERR_OK)
		*total = row.total;
	return e;
}
