/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/model/json_write.h"
#include "db/products/stock.h"

#define EXPIRE_MOST 100 /* orders a call */

/* An item as it is for sale, while its product is locked. */
struct offer {
	struct uuid  product_id, variant_id;
	bool         available;
	struct money price;
	int64_t      stock_quantity;
};
LIST_DECLARE(offer);
SPEC_STATIC(offer,
    FIELD(product_id),
    FIELD(variant_id),
    FIELD(available),
    FIELD(price),
    FIELD(stock_quantity));

struct reservation_state {
	bool committed;
};
SPEC_STATIC(reservation_state, FIELD(committed));

/* Different things that time gave back. */
struct expired_count {
	int64_t products, variants;
};
SPEC_STATIC(expired_count,
    FIELD(products),
    FIELD(variants));

struct order_row {
	struct uuid order_id;
};
LIST_DECLARE(order_row);
SPEC_STATIC(order_row, FIELD(order_id));

/* ---- reserve ------------------------------------------------------------ */

/* One that gave everything back before it was paid for may begin anew. */
QUERY(sql_reservation_add, .sql =
    "INSERT INTO reservations (order_id, user_id, expires_at)"
    " VALUES ($1, $2, farm_now() + $3::numeric * interval '1 minute')"
    " ON CONFLICT (order_id) DO UPDATE SET released_at = NULL,"
    "  expires_at = excluded.expires_at"
    "  WHERE reservations.released_at IS NOT NULL"
    "   AND reservations.committed_at IS NULL");

QUERY(sql_lines_forget, .sql =
    "DELETE FROM reservation_lines WHERE order_id = $1");

#define ITEMS                                                            \
	"ROWS FROM (json_to_recordset($1::json) AS (\"productId\" uuid," \
	" \"variantId\" uuid, quantity integer, price numeric))"         \
	" WITH ORDINALITY i (product_id, variant_id, quantity, price, n)"

QUERY(sql_items_lock, .sql =
    "SELECT p.id FROM products p WHERE p.id IN (SELECT product_id FROM "
    ITEMS ") ORDER BY p.id FOR UPDATE");

/* Read after the lock: nobody else changes any of it until we end. */
QUERY(sql_items_offered, .sql =
    "SELECT i.product_id, i.variant_id,"
    "  p.id IS NOT NULL AND (x.id IS NOT NULL) = p.has_variants"
    "   AND (i.variant_id IS NOT NULL) = p.has_variants AS available,"
    "  coalesce(x.price, p.price) AS price,"
    "  coalesce(x.stock_quantity, p.stock_quantity) AS stock_quantity"
    " FROM " ITEMS
    " LEFT JOIN products p ON p.id = i.product_id AND p.is_listed"
    " LEFT JOIN product_variants x ON x.id = i.variant_id"
    "  AND x.product_id = p.id AND x.removed_at IS NULL"
    " ORDER BY i.n");

QUERY(sql_items_take, .sql =
    "UPDATE products p SET stock_quantity = p.stock_quantity - w.quantity,"
    "  updated_at = farm_now()"
    " FROM (SELECT product_id, sum(quantity) AS quantity FROM " ITEMS
    "  GROUP BY product_id) w"
    " WHERE p.id = w.product_id AND p.is_listed"
    "  AND p.stock_quantity >= w.quantity");

QUERY(sql_items_take_variants, .sql =
    "UPDATE product_variants x"
    " SET stock_quantity = x.stock_quantity - w.quantity"
    " FROM (SELECT product_id, variant_id, sum(quantity) AS quantity FROM "
    ITEMS " WHERE variant_id IS NOT NULL GROUP BY 1, 2) w"
    " WHERE x.id = w.variant_id AND x.product_id = w.product_id"
    "  AND x.removed_at IS NULL AND x.stock_quantity >= w.quantity");

/* Row by row: a plan for the hundred items there may be reads whole tables. */
QUERY(sql_lines_add, .sql =
    "INSERT INTO reservation_lines (order_id, line, product_id, variant_id,"
    "  vendor_id, vendor_user_id, vendor_name, name, image, sku, quantity,"
    "  price)"
    " SELECT $2, i.n, p.id, x.id, p.vendor_id,"
    "  (SELECT v.user_id FROM vendors v WHERE v.id = p.vendor_id),"
    "  p.vendor_name, p.name || coalesce(', ' || x.name, ''), p.image, x.sku,"
    "  i.quantity, i.price"
    " FROM " ITEMS " JOIN products p ON p.id = i.product_id"
    " LEFT JOIN LATERAL (SELECT v.id, v.name, v.sku FROM product_variants v"
    "  WHERE v.id = i.variant_id OFFSET 0) x ON true");

QUERY(sql_reservation_get, .none = ERR_RESERVATION_GONE, .sql =
    "SELECT order_id, expires_at, (SELECT json_agg(json_build_object("
    "  'productId', l.product_id, 'variantId', l.variant_id,"
    "  'vendorId', l.vendor_id, 'vendorUserId', l.vendor_user_id,"
    "  'vendorName', l.vendor_name, 'name', l.name, 'image', l.image,"
    "  'sku', l.sku, 'quantity', l.quantity, 'price', l.price)"
    "  ORDER BY l.line) FROM reservation_lines l"
    "  WHERE l.order_id = r.order_id) AS items"
    " FROM reservations r WHERE order_id = $1");

struct reserving {
	const struct reserve_in *in;
	struct decimal           minutes;
	struct reservation      *out;
	LIST(refusal)           *refused;
	bool                     known; /* this order holds already */
};

static bool
same_offer(const struct reserve_item *a, const struct reserve_item *b)
{
	return uuid_equal(a->product_id, b->product_id) &&
	    uuid_equal(a->variant_id, b->variant_id);
}

/* How many the items up to and with "n" want of the same thing. */
static int64_t
wanted(const LIST(reserve_item) *items, size_t n)
{
	const struct reserve_item *item = items->items;
	int64_t                    sum = 0;

	for (size_t i = 0; i <= n; i++)
		if (same_offer(&item[i], &item[n]))
			sum += item[i].quantity;
	return sum;
}

static enum err
refusal_of(const LIST(reserve_item) *items, size_t n, const struct offer *offer)
{
	const struct reserve_item *item = items->items;

	if (!offer->available)
		return ERR_PRODUCT_NOT_FOUND;
	if (offer->price.minor != item[n].price.minor)
		return ERR_PRICE_CHANGED;
	return wanted(items, n) > offer->stock_quantity ? ERR_OUT_OF_STOCK :
							  ERR_OK;
}

/* All that is wrong; the error of the first. */
static enum err
look_at(struct db *db, const LIST(reserve_item) *items,
    const LIST(offer) *offers, LIST(refusal) *refused)
{
	enum err        e, first = ERR_OK;
	struct refusal *r;

	*refused = (LIST(refusal)){ 0 };
	for (size_t i = 0; i < items->n; i++) {
		const struct offer *offer = &offers->items[i];

		if ((e = refusal_of(items, i, offer)) == ERR_OK)
			continue;
		r = list_add(db_arena(db), refused);
		*r = (struct refusal){ i, e, offer->stock_quantity };
		if (first == ERR_OK)
			first = e;
	}
	return first;
}

static bool
any_variant(const LIST(reserve_item) *items)
{
	const struct reserve_item *item = items->items;

	for (size_t i = 0; i < items->n; i++)
		if (uuid_given(item[i].variant_id))
			return true;
	return false;
}

/* Did the conditional updates reach all the different things there are? */
static bool
all_taken(const LIST(reserve_item) *items, int64_t products, int64_t variants)
{
	const struct reserve_item *item = items->items;

	for (size_t i = 0; i < items->n; i++) {
		bool new_product = true,
		     new_variant = uuid_given(item[i].variant_id);

		for (size_t j = 0; j < i; j++) {
			if (uuid_equal(item[i].product_id, item[j].product_id))
				new_product = false;
			if (same_offer(&item[i], &item[j]))
				new_variant = false;
		}
		products -= new_product;
		variants -= new_variant;
	}
	return products == 0 && variants == 0;
}

/*
 * Everything goes in one round trip.  When it turns out not to fit, the
 * transaction is rolled back and nothing of it happened.
 */
static enum err
reserve(struct db *db, void *ctx)
{
	struct reserving         *r = ctx;
	const LIST(reserve_item) *items = &r->in->items;
	const char *json = json_list_text(db_arena(db), reserve_item, items);
	struct uuid id = r->in->order_id;
	int64_t     added, products, variants = 0;
	LIST(offer) offers;
	enum err    e;

	db_batch(db);
	db_run(db, &sql_reservation_add,
	    VALUES(V(id), V(r->in->user_id), V(r->minutes)), &added);
	db_run(db, &sql_items_lock, VALUES(V(json)), NULL);
	db_all(db, &sql_items_offered, VALUES(V(json)), offer, &offers);
	db_run(db, &sql_items_take, VALUES(V(json)), &products);
	if (any_variant(items))
		db_run(db, &sql_items_take_variants, VALUES(V(json)),
		    &variants);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	if (added == 0) {
		r->known = true;
		return ERR_CONFLICT;
	}
	if ((e = look_at(db, items, &offers, r->refused)) != ERR_OK)
		return e;
	if (!all_taken(items, products, variants))
		return ERR_OUT_OF_STOCK;
	db_batch(db);
	db_run(db, &sql_lines_forget, VALUES(V(id)), NULL);
	db_run(db, &sql_lines_add, VALUES(V(json), V(id)), NULL);
	db_one(db, &sql_reservation_get, VALUES(V(id)), reservation, r->out);
	return db_flush(db);
}

enum err
db_stock_reserve(struct db *db, const struct reserve_in *in,
    struct decimal minutes, struct reservation *out, LIST(refusal) *refused)
{
	struct reserving r = { in, minutes, out, refused, false };
	enum err         e = db_tx(db, reserve, &r);

	if (!r.known)
		return e;
	return db_one(db, &sql_reservation_get, VALUES(V(in->order_id)),
	    reservation, out);
}

/* ---- commit -------------------------------------------------------------- */

QUERY(sql_reservation_lock, .none = ERR_RESERVATION_GONE, .sql =
    "SELECT committed_at IS NOT NULL AS committed FROM reservations"
    " WHERE order_id = $1 FOR UPDATE");

QUERY(sql_lines_expired, .sql =
    "SELECT count(DISTINCT product_id) AS products,"
    "  count(DISTINCT variant_id) AS variants"
    " FROM reservation_lines WHERE order_id = $1 AND expired");

QUERY(sql_reservation_commit, .sql =
    "UPDATE reservations SET committed_at = farm_now(), released_at = NULL"
    " WHERE order_id = $1");

QUERY(sql_lines_sell, .sql =
    "UPDATE reservation_lines SET status = 'sold', expired = false"
    " WHERE order_id = $1 AND (status = 'held' OR expired)");

QUERY(sql_lines_lock, .sql =
    "SELECT p.id FROM products p WHERE p.id IN (SELECT product_id"
    "  FROM reservation_lines WHERE order_id = $1) ORDER BY p.id FOR UPDATE");

/* Again what time had given back; a line that finds too little stays out. */
QUERY(sql_lines_retake, .sql =
    "UPDATE products p SET stock_quantity = p.stock_quantity - w.quantity,"
    "  updated_at = farm_now()"
    " FROM (SELECT product_id, sum(quantity) AS quantity"
    "  FROM reservation_lines WHERE order_id = $1 AND expired"
    "  GROUP BY product_id) w"
    " WHERE p.id = w.product_id AND p.stock_quantity >= w.quantity");

QUERY(sql_lines_retake_variants, .sql =
    "UPDATE product_variants x"
    " SET stock_quantity = x.stock_quantity - w.quantity"
    " FROM (SELECT variant_id, sum(quantity) AS quantity"
    "  FROM reservation_lines WHERE order_id = $1 AND expired"
    "   AND variant_id IS NOT NULL GROUP BY variant_id) w"
    " WHERE x.id = w.variant_id AND x.removed_at IS NULL"
    "  AND x.stock_quantity >= w.quantity");

static enum err
retake(struct db *db, struct uuid id, const struct expired_count *want)
{
	int64_t  products, variants;
	enum err e;

	db_batch(db);
	db_run(db, &sql_lines_lock, VALUES(V(id)), NULL);
	db_run(db, &sql_lines_retake, VALUES(V(id)), &products);
	db_run(db, &sql_lines_retake_variants, VALUES(V(id)), &variants);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	return products == want->products && variants == want->variants ?
	    ERR_OK :
	    ERR_RESERVATION_GONE;
}

/* The count comes after the lock: time cannot give back what it misses. */
static enum err
commit(struct db *db, void *ctx)
{
	const struct uuid       *id = ctx;
	struct reservation_state state;
	struct expired_count     expired;
	int64_t                  sold;
	enum err                 e;

	db_batch(db);
	db_one(db, &sql_reservation_lock, VALUES(V(*id)), reservation_state,
	    &state);
	db_one(db, &sql_lines_expired, VALUES(V(*id)), expired_count, &expired);
	if ((e = db_flush(db)) != ERR_OK || state.committed)
		return e;
	if (expired.products > 0 && (e = retake(db, *id, &expired)) != ERR_OK)
		return e;
	db_batch(db);
	db_run(db, &sql_reservation_commit, VALUES(V(*id)), NULL);
	db_run(db, &sql_lines_sell, VALUES(V(*id)), &sold);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	return sold > 0 ? ERR_OK : ERR_RESERVATION_GONE;
}

enum err
db_stock_commit(struct db *db, struct uuid order_id)
{
	return db_tx(db, commit, &order_id);
}

/* ---- release ------------------------------------------------------------- */

/* The lines that are to go back: of one vendor, or all. */
#define GOING                                    \
	"order_id = $1 AND status <> 'released'" \
	" AND ($2::uuid IS NULL OR vendor_id = $2)"

QUERY(sql_lines_return_variants, .sql =
    "UPDATE product_variants x"
    " SET stock_quantity = x.stock_quantity + w.quantity"
    " FROM (SELECT variant_id, sum(quantity) AS quantity"
    "  FROM reservation_lines WHERE " GOING " AND variant_id IS NOT NULL"
    "  GROUP BY variant_id) w WHERE x.id = w.variant_id");

/*
 * With variants, their sum: a vendor may have put them in place, or taken
 * them away, since the order was made.
 */
QUERY(sql_lines_return, .sql =
    "UPDATE products p SET updated_at = farm_now(), stock_quantity ="
    "  CASE WHEN p.has_variants THEN (SELECT coalesce(sum(x.stock_quantity),"
    "   0) FROM product_variants x WHERE x.product_id = p.id"
    "   AND x.removed_at IS NULL) ELSE p.stock_quantity + w.quantity END"
    " FROM (SELECT product_id, coalesce(sum(quantity)"
    "  FILTER (WHERE variant_id IS NULL), 0) AS quantity"
    "  FROM reservation_lines WHERE " GOING " GROUP BY product_id) w"
    " WHERE p.id = w.product_id");

QUERY(sql_lines_release, .sql =
    "UPDATE reservation_lines SET status = 'released', expired = $3"
    " WHERE " GOING);

/* What time had given back is now given back for good. */
QUERY(sql_lines_settle, .sql =
    "UPDATE reservation_lines SET expired = false WHERE order_id = $1"
    " AND expired AND ($2::uuid IS NULL OR vendor_id = $2)");

QUERY(sql_reservation_release, .sql =
    "UPDATE reservations r SET released_at = farm_now() WHERE order_id = $1"
    " AND released_at IS NULL AND NOT EXISTS (SELECT FROM"
    "  reservation_lines l WHERE l.order_id = r.order_id"
    "  AND l.status <> 'released')");

QUERY(sql_orphans_lock, .sql =
    "SELECT order_id FROM reservations WHERE committed_at IS NULL"
    " AND released_at IS NULL"
    " AND expires_at < farm_now() - interval '5 minutes'"
    " ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED");

static void
release_queries(struct db *db, struct uuid id, struct uuid vendor, bool expired)
{
	db_run(db, &sql_lines_lock, VALUES(V(id)), NULL);
	db_run(db, &sql_lines_return_variants, VALUES(V(id), V(vendor)), NULL);
	db_run(db, &sql_lines_return, VALUES(V(id), V(vendor)), NULL);
	db_run(db, &sql_lines_release, VALUES(V(id), V(vendor), V(expired)),
	    NULL);
	if (!expired)
		db_run(db, &sql_lines_settle, VALUES(V(id), V(vendor)), NULL);
	db_run(db, &sql_reservation_release, VALUES(V(id)), NULL);
}

struct releasing {
	struct uuid id, vendor;
};

static enum err
release(struct db *db, void *ctx)
{
	const struct releasing  *r = ctx;
	struct reservation_state state;

	db_batch(db);
	db_one(db, &sql_reservation_lock, VALUES(V(r->id)), reservation_state,
	    &state);
	release_queries(db, r->id, r->vendor, false);
	return db_flush(db);
}

enum err
db_stock_release(struct db *db, struct uuid order_id, struct uuid vendor_id)
{
	struct releasing r = { order_id, vendor_id };
	enum err         e = db_tx(db, release, &r);

	return e == ERR_RESERVATION_GONE ? ERR_OK : e;
}

struct expiring {
	int64_t released;
};

/* One order a transaction: a busy product delays no other order. */
static enum err
expire(struct db *db, void *ctx)
{
	struct expiring *x = ctx;
	LIST(order_row)  orders;
	enum err         e;

	x->released = 0;
	e = db_all(db, &sql_orphans_lock, VALUES(V(1)), order_row, &orders);
	if (e != ERR_OK || orders.n == 0)
		return e;
	db_batch(db);
	release_queries(db, ((struct order_row *)orders.items)->order_id,
	    (struct uuid){ "" }, true);
	x->released = 1;
	return db_flush(db);
}

enum err
db_stock_expire(struct db *db, int64_t *released)
{
	struct expiring x = { 1 };
	enum err        e = ERR_OK;

	*released = 0;
	while (e == ERR_OK && x.released == 1 && *released < EXPIRE_MOST) {
		e = db_tx(db, expire, &x);
		if (e == ERR_OK)
			*released += x.released;
	}
	return e;
}
