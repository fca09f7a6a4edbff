/* SPDX-License-Identifier: ISC */
#include "db/products/desk.h"
#include "db/pg/slice.h"

SPEC(desk_counts,
    FIELD(everything),
    FIELD(on_sale),
    FIELD(hidden),
    FIELD(low),
    FIELD(sold_out));

#define LOW_STOCK "5" /* pieces; as few as this, or fewer, are low stock */

/* $1 user, $2 search: a piece of the name. */
#define OWN                                      \
	" p.vendor_id = (SELECT id FROM vendors" \
	" WHERE user_id = $1) AND"
#define ANYBODYS " $1::uuid IS NULL AND"
#define LEFT                                             \
	" p.removed_at IS NULL AND ($2::text IS NULL OR" \
	" strpos(lower(p.name), lower($2)) > 0)"

#define LIST_OF(whose)                                                  \
	"SELECT " PRODUCT_COLUMNS " FROM products p"                    \
	" WHERE" whose LEFT " AND CASE $3::int WHEN 1 THEN p.is_active" \
	" WHEN 2 THEN NOT p.is_active WHEN 3 THEN p.is_active AND"      \
	" p.stock_quantity BETWEEN 1 AND " LOW_STOCK                    \
	" WHEN 4 THEN p.stock_quantity = 0 ELSE true END"               \
	" AND " SLICE_NEWEST("p.created_at", "p.id", "$4",              \
	    "$5") " ORDER BY p.created_at DESC, p.id DESC LIMIT $6 OFFSET $7"
#define COUNTS_OF(whose)                                            \
	"SELECT count(*) AS everything,"                            \
	" count(*) FILTER (WHERE p.is_active) AS on_sale,"          \
	" count(*) FILTER (WHERE NOT p.is_active) AS hidden,"       \
	" count(*) FILTER (WHERE p.is_active AND p.stock_quantity"  \
	" BETWEEN 1 AND " LOW_STOCK ") AS low,"                     \
	" count(*) FILTER (WHERE p.stock_quantity = 0) AS sold_out" \
	" FROM products p WHERE" whose LEFT

QUERY(sql_desk_list, .sql = LIST_OF(OWN));
QUERY(sql_desk_list_all, .sql = LIST_OF(ANYBODYS));
QUERY(sql_desk_counts, .sql = COUNTS_OF(OWN));
QUERY(sql_desk_counts_all, .sql = COUNTS_OF(ANYBODYS));

QUERY(sql_desk_low, .sql =
    "SELECT " PRODUCT_COLUMNS " FROM products p WHERE" OWN
    " p.removed_at IS NULL AND p.is_active"
    "  AND p.stock_quantity <= " LOW_STOCK
    " ORDER BY p.stock_quantity, p.name, p.id LIMIT 10");

QUERY(sql_desk_get, .none = ERR_PRODUCT_NOT_FOUND, .sql =
    "SELECT " PRODUCT_COLUMNS " FROM products p WHERE" OWN
    " p.id = $2 AND p.removed_at IS NULL");

enum err
db_desk_list(struct db *db, struct uuid user_id, enum desk_filter filter,
    const char *search, const struct slice *s, LIST(product) *out)
{
	return db_all(db,
	    uuid_given(user_id) ? &sql_desk_list : &sql_desk_list_all,
	    VALUES(V(user_id), V(search), V((int)filter), V(s->key), V(s->id),
		V(s->limit), V(s->offset)),
	    product, out);
}

enum err
db_desk_counts(struct db *db, struct uuid user_id, const char *search,
    struct desk_counts *out)
{
	return db_one(db,
	    uuid_given(user_id) ? &sql_desk_counts : &sql_desk_counts_all,
	    VALUES(V(user_id), V(search)), desk_counts, out);
}

enum err
db_desk_low(struct db *db, struct uuid user_id, LIST(product) *out)
{
	return db_all(db, &sql_desk_low, VALUES(V(user_id)), product, out);
}

enum err
db_desk_get(struct db *db, struct uuid user_id, struct uuid id,
    struct product *out)
{
	return db_one(db, &sql_desk_get, VALUES(V(user_id), V(id)), product,
	    out);
}
