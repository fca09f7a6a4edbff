/* SPDX-License-Identifier: ISC */
/*
 * listing.c - each order and each scope (everything, a category, a vendor)
 * has a query of its own, so that each walks along an index and stops at the
 * end of its page.  The texts are put together by the preprocessor.
 */
#include <ctype.h>
#include <string.h>

#include "db/products/listing.h"

/*
 * $1 category id, $2 category slug, $3 vendor id, $4 vendor slug,
 * $5 $6 price from and to, $7 in stock only.
 */
#define SCOPE                                                            \
	"scope AS (SELECT id FROM categories WHERE id = $1 OR slug = $2" \
	" UNION SELECT d.id FROM categories d JOIN scope s"              \
	" ON d.parent_id = s.id)"
#define SHOP "(SELECT id FROM vendors WHERE id = $3 OR slug = $4)"
/*
 * In a form that the planner does not take for fine filters: it would expect
 * few rows, and read and sort them all in place of walking along the index.
 */
#define MATCHES                                                \
	" p.is_listed AND (p.price < $5::numeric) IS NOT TRUE" \
	" AND (p.price > $6::numeric) IS NOT TRUE"             \
	" AND ($7::boolean AND p.stock_quantity <= 0) IS NOT TRUE"
#define OF_VENDOR                                                        \
	" AND CASE WHEN $3::uuid IS NULL AND $4::text IS NULL THEN true" \
	"  ELSE p.vendor_id = " SHOP " END"

/* So that every query knows the types of all the values it is given. */
#define TYPES "types AS (SELECT $1::uuid, $2::text, $3::uuid, $4::text)"

/* $8 limit, $9 offset; ($10, $11) the row after which the page begins. */
#define PAGE_OF(columns, from, key, after, than, way, more)                   \
	" SELECT " columns " FROM " from MATCHES " AND (" key ", p.id) " than \
	" (" after ", $11::uuid)"                                             \
	" ORDER BY " key " " way ", p.id " way " LIMIT $8" more

#define LIST_ALL(id, columns, key, after, than, way) \
	QUERY(id, .sql = "WITH " TYPES PAGE_OF(columns, "products p WHERE", \
	    key, after, than, way, " OFFSET $9"))
#define LIST_SHOP(id, columns, key, after, than, way) \
	QUERY(id, .sql = "WITH " TYPES PAGE_OF(columns,			\
	    "products p WHERE p.vendor_id = " SHOP " AND", key,	after,	\
	    than, way, " OFFSET $9"))
/* Of each category below no more than their ids: most come to nothing. */
#define LIST_CATEGORY(id, columns, key, after, than, way) \
	QUERY(id, .sql = "WITH RECURSIVE " TYPES ", " SCOPE		\
	    " SELECT " columns " FROM (SELECT n.id FROM scope"		\
	    " CROSS JOIN LATERAL (" PAGE_OF("p.id, " key " AS place",	\
	    "products p WHERE p.category_id = scope.id" OF_VENDOR	\
	    " AND", key, after, than, way, "::bigint + $9::bigint")	\
	    ") n ORDER BY n.place " way ", n.id " way			\
	    " LIMIT $8 OFFSET $9) n JOIN products p ON p.id = n.id"	\
	    " ORDER BY " key " " way ", p.id " way)

#define EACH_ORDER(LIST, name, columns)                                        \
	LIST(name##_newest, columns, "p.created_at", "$10::timestamptz", "<",  \
	    "DESC");                                                           \
	LIST(name##_oldest, columns, "p.created_at", "$10::timestamptz", ">",  \
	    "ASC");                                                            \
	LIST(name##_price_up, columns, "p.price", "$10::numeric", ">", "ASC"); \
	LIST(name##_price_down, columns, "p.price", "$10::numeric", "<",       \
	    "DESC");                                                           \
	LIST(name##_name_up, columns, "lower(p.name)", "lower($10::text)",     \
	    ">", "ASC");                                                       \
	LIST(name##_name_down, columns, "lower(p.name)", "lower($10::text)",   \
	    "<", "DESC")

EACH_ORDER(LIST_ALL, sql_list, PRODUCT_COLUMNS);
EACH_ORDER(LIST_SHOP, sql_list_shop, PRODUCT_COLUMNS);
EACH_ORDER(LIST_CATEGORY, sql_list_category, PRODUCT_COLUMNS);
EACH_ORDER(LIST_ALL, sql_cards, CARD_COLUMNS);
EACH_ORDER(LIST_SHOP, sql_cards_shop, CARD_COLUMNS);
EACH_ORDER(LIST_CATEGORY, sql_cards_category, CARD_COLUMNS);

#define ORDERS(name)                                                       \
	{                                                                  \
		&name##_newest, &name##_oldest, &name##_price_up,          \
		    &name##_price_down, &name##_name_up, &name##_name_down \
	}
enum scope { SCOPE_ALL, SCOPE_SHOP, SCOPE_CATEGORY };
static struct query *const lists[][ORDER_RELEVANCE] = {
	[SCOPE_ALL] = ORDERS(sql_list),
	[SCOPE_SHOP] = ORDERS(sql_list_shop),
	[SCOPE_CATEGORY] = ORDERS(sql_list_category),
};
static struct query *const cards[][ORDER_RELEVANCE] = {
	[SCOPE_ALL] = ORDERS(sql_cards),
	[SCOPE_SHOP] = ORDERS(sql_cards_shop),
	[SCOPE_CATEGORY] = ORDERS(sql_cards_category),
};

/* ---- totals ------------------------------------------------------------- */

QUERY(sql_total, .sql =
    "SELECT coalesce(sum(listed), 0)::bigint AS total FROM category_counts");

QUERY(sql_total_category, .sql =
    "WITH RECURSIVE " SCOPE " SELECT coalesce(sum(listed), 0)::bigint"
    " AS total FROM scope JOIN category_counts ON category_id = id");

#define COUNTED(from)                                               \
	" SELECT count(*) AS total FROM (SELECT FROM " from MATCHES \
	    COUNT_LIMIT ") x"

QUERY(sql_count, .sql = "WITH " TYPES COUNTED("products p WHERE"));
QUERY(sql_count_shop, .sql = "WITH " TYPES
    COUNTED("products p WHERE p.vendor_id = " SHOP " AND"));
QUERY(sql_count_category, .sql = "WITH RECURSIVE " TYPES ", " SCOPE
    COUNTED("products p WHERE p.category_id IN (SELECT id FROM scope)"
    OF_VENDOR " AND"));

/* ---- search -------------------------------------------------------------- */

/*
 * $10 what was typed, $11 all but its last word, $12 that word; $13 order.
 * Names that come close are looked for when nothing matches, and only then.
 */
#define SEARCHED(what)                                                   \
	"WITH RECURSIVE " TYPES                                          \
	", page AS (SELECT $8::bigint, $9::bigint), " SCOPE              \
	", asked AS (SELECT product_query($10, $11, $12) AS query)"      \
	", hit AS MATERIALIZED (SELECT p.id, p.search FROM products p"   \
	"  WHERE p.search @@ product_query($10, $11, $12) AND" MATCHES   \
	    OF_VENDOR "  AND (($1::uuid IS NULL AND $2::text IS NULL)"   \
	"   OR p.category_id IN (SELECT id FROM scope)) LIMIT 1000)"     \
	", near AS MATERIALIZED (SELECT p.id, n.closeness"               \
	"  FROM product_near($10, 100) n JOIN products p ON p.id = n.id" \
	"  WHERE NOT EXISTS (SELECT FROM hit) AND" MATCHES OF_VENDOR     \
	"  AND (($1::uuid IS NULL AND $2::text IS NULL)"                 \
	"   OR p.category_id IN (SELECT id FROM scope)))"                \
	", found AS (SELECT id, ts_rank(search, query) AS rank,"         \
	"   false AS is_near FROM hit, asked"                            \
	"  UNION ALL SELECT id, closeness, true FROM near)" what

/* The order is sorted here: there are never many. */
QUERY(sql_search, .sql = SEARCHED(
    " SELECT " PRODUCT_COLUMNS ", f.is_near,"
    "  (SELECT count(*) FROM found) AS total,"
    "  ts_headline('english', p.name, asked.query, 'HighlightAll=true,"
    "   StartSel=' || chr(2) || ', StopSel=' || chr(3)) AS marked,"
    "  CASE WHEN NOT f.is_near AND NOT to_tsvector('english', p.name) @@"
    "   asked.query THEN ts_headline('english', regexp_replace(coalesce("
    "   p.description, ''), '[#*_>`\\[\\]]+', '', 'g'), asked.query,"
    "   'MaxFragments=1, MinWords=8, MaxWords=22, StartSel=' || chr(2) ||"
    "   ', StopSel=' || chr(3)) END AS snippet"
    " FROM (SELECT f.*, row_number() OVER (ORDER BY"
    "   CASE $13::int WHEN 0 THEN p.created_at END DESC NULLS LAST,"
    "   CASE $13::int WHEN 1 THEN p.created_at END ASC NULLS LAST,"
    "   CASE $13::int WHEN 2 THEN p.price END ASC NULLS LAST,"
    "   CASE $13::int WHEN 3 THEN p.price END DESC NULLS LAST,"
    "   CASE $13::int WHEN 4 THEN lower(p.name) END ASC NULLS LAST,"
    "   CASE $13::int WHEN 5 THEN lower(p.name) END DESC NULLS LAST,"
    "   CASE $13::int WHEN 6 THEN f.rank END DESC NULLS LAST,"
    "   p.id DESC) AS place FROM found f JOIN products p ON p.id = f.id"
    "   ORDER BY place LIMIT $8 OFFSET $9) f"
    " JOIN products p ON p.id = f.id CROSS JOIN asked"
    " ORDER BY f.place"));

/*
 * How common the words are decides how they are best looked for, so a search
 * is planned for its own; in its batch's transaction only.
 */
QUERY(sql_search_plan, .sql =
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)");

QUERY(sql_search_count, .sql = SEARCHED(
    " SELECT count(*) AS total FROM found"));

SPEC(listing_total, FIELD(total));

enum err
db_listing_total(struct db *db, struct listing_total *out)
{
	return db_one(db, &sql_total, NO_VALUES, listing_total, out);
}

struct search_row {
	struct product product;
	bool           is_near;
	int64_t        total;
};
LIST_DECLARE(search_row);
SPEC_STATIC(search_row,
    FIELD_BASE(product, product),
    FIELD(is_near),
    FIELD(total));

/* ---- slices -------------------------------------------------------------- */

#define ID_FIRST                                       \
	{                                              \
		"00000000-0000-0000-0000-000000000000" \
	}
#define ID_LAST                                        \
	{                                              \
		"ffffffff-ffff-ffff-ffff-ffffffffffff" \
	}

/* A first page begins after a row that comes before all. */
static const struct slice ends[] = {
	[ORDER_NEWEST] = { "infinity", ID_LAST, 0, 0 },
	[ORDER_OLDEST] = { "-infinity", ID_FIRST, 0, 0 },
	[ORDER_PRICE_UP] = { "-1", ID_FIRST, 0, 0 },
	[ORDER_PRICE_DOWN] = { "100000000", ID_LAST, 0, 0 },
	[ORDER_NAME_UP] = { "", ID_FIRST, 0, 0 },
	[ORDER_NAME_DOWN] = { "\xf4\x8f\xbf\xbf", ID_LAST, 0, 0 },
	[ORDER_RELEVANCE] = { "", ID_FIRST, 0, 0 },
};

/* ---- one list ------------------------------------------------------------ */

struct listing_work {
	const struct listing *in;
	struct id_or_slug     category, vendor;
	struct slice          from;
	const char           *head, *tail; /* of the search */
	LIST(product)         rows;
	LIST(search_row)      found;
	struct listing_total  total;
};

static bool
ends_word(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c);
}

/*
 * The last word may be the beginning of one, unless an operator of
 * websearch_to_tsquery() has to do with it.
 */
static void
search_split(struct arena *a, struct listing_work *w)
{
	const char *s = w->in->search, *last = strrchr(s, ' ');
	size_t      n = strlen(s);

	last = last != NULL ? last + 1 : s;
	if (strchr(s, '"') != NULL || strlen(last) < 2 || *last == '-' ||
	    !ends_word(s[n - 1]))
		return;
	w->head = arena_dup(a, s, (size_t)(last - s));
	w->tail = last;
}

/* $1 to $9 are the same in all of them. */
#define COMMON(w)                                                              \
	V((w)->category.id), V((w)->category.slug), V((w)->vendor.id),         \
	    V((w)->vendor.slug), V((w)->in->min_price), V((w)->in->max_price), \
	    V((w)->in->in_stock), V((w)->from.limit), V((w)->from.offset)
#define FILTERS(w)                                                             \
	V((w)->category.id), V((w)->category.slug), V((w)->vendor.id),         \
	    V((w)->vendor.slug), V((w)->in->min_price), V((w)->in->max_price), \
	    V((w)->in->in_stock)

static enum err
search_send(struct db *db, struct listing_work *w)
{
	db_run(db, &sql_search_plan, NO_VALUES, NULL);
	return db_all(db, &sql_search,
	    VALUES(COMMON(w), V(w->in->search), V(w->head), V(w->tail),
		V((int)w->in->order)),
	    search_row, &w->found);
}

static enum err
total_send(struct db *db, struct listing_work *w)
{
	const struct listing *in = w->in;
	bool                  filtered = money_given(in->min_price) ||
	    money_given(in->max_price) || in->in_stock.is == 1;

	if (in->category != NULL && (filtered || in->vendor != NULL))
		return db_one(db, &sql_count_category, VALUES(FILTERS(w)),
		    listing_total, &w->total);
	if (in->category != NULL)
		return db_one(db, &sql_total_category,
		    VALUES(V(w->category.id), V(w->category.slug)),
		    listing_total, &w->total);
	if (in->vendor != NULL)
		return db_one(db, &sql_count_shop, VALUES(FILTERS(w)),
		    listing_total, &w->total);
	if (filtered)
		return db_one(db, &sql_count, VALUES(FILTERS(w)), listing_total,
		    &w->total);
	return db_listing_total(db, &w->total);
}

static enum err
list_send(struct db *db, struct listing_work *w)
{
	enum scope scope = w->in->category != NULL ? SCOPE_CATEGORY :
	    w->in->vendor != NULL                  ? SCOPE_SHOP :
						     SCOPE_ALL;
	enum err   e;

	e = db_all(db, (w->in->cards ? cards : lists)[scope][w->in->order],
	    VALUES(COMMON(w), V(w->from.key), V(w->from.id)), product,
	    &w->rows);
	return e != ERR_OK || w->in->counted ? e : total_send(db, w);
}

enum err
db_listing_send(struct db *db, const struct listing *in,
    struct listing_work **out)
{
	struct arena        *a = db_arena(db);
	struct listing_work *w = *out = arena_alloc(a, sizeof(*w));

	w->in = in;
	w->category = id_or_slug(in->category);
	w->vendor = id_or_slug(in->vendor);
	w->from = in->slice;
	if (w->from.key == NULL) {
		w->from.key = ends[in->order].key;
		w->from.id = ends[in->order].id;
	}
	if (in->search == NULL)
		return list_send(db, w);
	search_split(a, w);
	return search_send(db, w);
}

/* The rows of a search without what belongs to all of them. */
static enum err
search_take(struct db *db, struct listing_work *w, struct listed *out)
{
	const struct search_row *row = w->found.items;
	size_t                   n = w->found.n;
	struct product          *p = arena_array(db_arena(db), n, sizeof(*p));

	for (size_t i = 0; i < n; i++)
		p[i] = row[i].product;
	out->data = (LIST(product)){ p, n, n };
	if (n > 0) {
		out->total = row[0].total;
		out->is_near = row[0].is_near;
	} else if (w->from.offset > 0) {
		enum err e = db_one(db, &sql_search_count,
		    VALUES(COMMON(w), V(w->in->search), V(w->head), V(w->tail)),
		    listing_total, &w->total);

		out->total = w->total.total;
		return e;
	}
	return ERR_OK;
}

enum err
db_listing_take(struct db *db, struct listing_work *w, struct listed *out)
{
	*out = (struct listed){ .data = w->rows,
		.total = w->in->counted ? w->in->total : w->total.total };
	return w->in->search != NULL ? search_take(db, w, out) : ERR_OK;
}

enum err
db_listing_get(struct db *db, const struct listing *in, struct listed *out)
{
	struct listing_work *w;
	enum err             e;

	db_batch(db);
	if ((e = db_listing_send(db, in, &w)) != ERR_OK)
		return e;
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	return db_listing_take(db, w, out);
}
