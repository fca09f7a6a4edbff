/* SPDX-License-Identifier: ISC */
#include "db/orders/cart/carts.h"
#include "common/model/json_write.h"

SPEC(cart_line,
    FIELD(cart_id),
    FIELD(id),
    FIELD(product_id),
    FIELD(variant_id),
    FIELD(quantity),
    FIELD(price),
    FIELD(name));

struct id_row {
	struct uuid id;
};
SPEC_STATIC(id_row, FIELD(id));

struct count_row {
	int64_t count;
};
SPEC_STATIC(count_row, FIELD(count));

#define LINE_COLUMNS \
	"i.id, i.product_id, i.variant_id, i.quantity, i.price, i.name"
#define OWNED "(c.user_id = $1 OR c.token_hash = $2)"

QUERY(sql_cart_lines, .sql =
    "SELECT c.id AS cart_id, " LINE_COLUMNS
    " FROM carts c LEFT JOIN cart_items i ON i.cart_id = c.id"
    " WHERE " OWNED " ORDER BY i.created_at, i.id");

/* The update locks the cart until the transaction ends. */
QUERY(sql_cart_of_user, .sql =
    "INSERT INTO carts (id, user_id) VALUES ($1, $2)"
    " ON CONFLICT (user_id) DO UPDATE SET updated_at = farm_now()"
    " RETURNING id");

/* The same of a cart that is there. */
QUERY(sql_cart_lock, .sql =
    "SELECT id FROM carts WHERE user_id = $1 FOR NO KEY UPDATE");

QUERY(sql_cart_of_guest, .sql =
    "INSERT INTO carts (id, token_hash) VALUES ($1, $2)"
    " ON CONFLICT (token_hash) DO UPDATE SET updated_at = farm_now()"
    " RETURNING id");

QUERY(sql_cart_count, .sql =
    "SELECT coalesce(sum(i.quantity), 0) AS count"
    " FROM carts c JOIN cart_items i ON i.cart_id = c.id WHERE " OWNED);

QUERY(sql_cart_line_add, .none = ERR_OUT_OF_STOCK, .sql =
    "INSERT INTO cart_items AS i (id, cart_id, product_id, variant_id,"
    "  quantity, price, name)"
    " SELECT $3::uuid, c.id, $4::uuid, $5::uuid, $6::integer, $7::numeric,"
    "  $8::text"
    " FROM carts c WHERE " OWNED " AND $6::integer <= $9::integer"
    "  AND ((SELECT count(*) FROM cart_items n WHERE n.cart_id = c.id)"
    "   < $10::integer OR EXISTS (SELECT FROM cart_items n"
    "   WHERE n.cart_id = c.id AND n.product_id = $4::uuid"
    "   AND n.variant_id IS NOT DISTINCT FROM $5::uuid))"
    " ON CONFLICT ON CONSTRAINT cart_items_line_key DO UPDATE"
    "  SET quantity = i.quantity + excluded.quantity,"
    "  price = excluded.price, name = excluded.name"
    "  WHERE i.quantity + excluded.quantity <= $9::integer"
    " RETURNING id");

QUERY(sql_cart_line_edit, .none = ERR_CART_ITEM_NOT_FOUND, .sql =
    "UPDATE cart_items i SET quantity = $4 FROM carts c"
    " WHERE c.id = i.cart_id AND " OWNED " AND i.id = $3 RETURNING i.id");

QUERY(sql_cart_line_remove, .none = ERR_CART_ITEM_NOT_FOUND, .sql =
    "DELETE FROM cart_items i USING carts c"
    " WHERE c.id = i.cart_id AND " OWNED " AND i.id = $3 RETURNING i.id");

#define LINES_GIVEN                                                     \
	"jsonb_to_recordset($2::jsonb) AS x(id uuid, quantity integer," \
	" price numeric, name text)"

QUERY(sql_cart_lines_shown, .sql =
    "UPDATE cart_items i SET price = x.price, name = coalesce(x.name, '')"
    " FROM " LINES_GIVEN " WHERE i.cart_id = $1 AND i.id = x.id");

QUERY(sql_cart_lines_take, .sql =
    "DELETE FROM cart_items i USING " LINES_GIVEN
    " WHERE i.cart_id = $1 AND i.id = x.id AND i.quantity = x.quantity");

/* $3 lines and $4 pieces at most; "known" lines are in the user's cart, too. */
QUERY(sql_cart_move_lines, .sql =
    "WITH gone AS (DELETE FROM cart_items i USING carts g"
    "   WHERE g.token_hash = $2 AND i.cart_id = g.id RETURNING i.*),"
    "  mine AS (SELECT c.id, (SELECT count(*) FROM cart_items n"
    "   WHERE n.cart_id = c.id) AS lines FROM carts c WHERE c.user_id = $1),"
    "  given AS (SELECT g.*, EXISTS (SELECT FROM mine m JOIN cart_items n"
    "    ON n.cart_id = m.id WHERE n.product_id = g.product_id"
    "    AND n.variant_id IS NOT DISTINCT FROM g.variant_id) AS known"
    "   FROM gone g)"
    " INSERT INTO cart_items AS i (id, cart_id, product_id, variant_id,"
    "  quantity, price, name, created_at)"
    " SELECT g.id, m.id, g.product_id, g.variant_id, g.quantity, g.price,"
    "  g.name, g.created_at FROM mine m, (SELECT given.*, row_number() OVER"
    "  (PARTITION BY known ORDER BY created_at, id) AS n FROM given) g"
    " WHERE g.known OR g.n + m.lines <= $3::integer"
    " ON CONFLICT ON CONSTRAINT cart_items_line_key DO UPDATE"
    "  SET quantity = least(i.quantity + excluded.quantity, $4::integer)");

QUERY(sql_cart_drop_guest, .sql =
    "DELETE FROM carts WHERE token_hash = $1");

/* An empty cart is read as one row without a line. */
static enum err
rows_take(enum err e, struct cart_rows *out)
{
	const struct cart_line *l;

	out->id = (struct uuid){ "" };
	if (e != ERR_OK || out->lines.n == 0)
		return e;
	l = out->lines.items;
	out->id = l->cart_id;
	if (!uuid_given(l->id))
		out->lines.n = 0;
	return ERR_OK;
}

static enum err
lines_read(struct db *db, struct cart_owner o, LIST(cart_line) *out)
{
	return db_all(db, &sql_cart_lines,
	    VALUES(V(o.user_id), V(o.token_hash)), cart_line, out);
}

enum err
db_cart_rows(struct db *db, struct cart_owner o, struct cart_rows *out)
{
	return rows_take(lines_read(db, o, &out->lines), out);
}

enum err
db_cart_of_user(struct db *db, struct uuid user_id, struct uuid *out)
{
	struct id_row row;
	enum err      e;

	e = db_one(db, &sql_cart_of_user, VALUES(V(uuid_new()), V(user_id)),
	    id_row, &row);
	if (e == ERR_OK)
		*out = row.id;
	return e;
}

enum err
db_cart_count(struct db *db, struct cart_owner o, int64_t *out)
{
	struct count_row row;
	enum err         e;

	e = db_one(db, &sql_cart_count, VALUES(V(o.user_id), V(o.token_hash)),
	    count_row, &row);
	if (e == ERR_OK)
		*out = row.count;
	return e;
}

/* In a batch: lock the cart of this owner.  It is made unless it is known. */
static void
cart_lock(struct db *db, struct cart_owner o, bool known, struct id_row *out)
{
	if (uuid_given(o.user_id) && known)
		db_one(db, &sql_cart_lock, VALUES(V(o.user_id)), id_row, out);
	else if (uuid_given(o.user_id))
		db_one(db, &sql_cart_of_user,
		    VALUES(V(uuid_new()), V(o.user_id)), id_row, out);
	else
		db_one(db, &sql_cart_of_guest,
		    VALUES(V(uuid_new()), V(o.token_hash)), id_row, out);
}

/* Why nothing was added: the stock, or the number of lines. */
static enum err
line_refused(struct db *db, struct cart_owner o, const struct cart_line *l,
    int64_t limit)
{
	struct cart_rows        cart;
	const struct cart_line *known;
	enum err                e = db_cart_rows(db, o, &cart);

	if (e != ERR_OK || l->quantity > limit || cart.lines.n < CART_LINES_MAX)
		return e != ERR_OK ? e : ERR_OUT_OF_STOCK;
	known = cart.lines.items;
	for (size_t i = 0; i < cart.lines.n; i++, known++)
		if (uuid_equal(known->product_id, l->product_id) &&
		    uuid_equal(known->variant_id, l->variant_id))
			return ERR_OUT_OF_STOCK;
	return ERR_CART_FULL;
}

enum err
db_cart_line_add(struct db *db, struct cart_owner o, const struct cart_line *l,
    int64_t limit, struct cart_rows *rows)
{
	struct id_row cart, line;
	enum err      e;

	db_batch(db);
	cart_lock(db, o, uuid_given(rows->id), &cart);
	db_one(db, &sql_cart_line_add,
	    VALUES(V(o.user_id), V(o.token_hash), V(l->id), V(l->product_id),
		V(l->variant_id), V(l->quantity), V(l->price), V(l->name),
		V(limit), V(CART_LINES_MAX)),
	    id_row, &line);
	lines_read(db, o, &rows->lines);
	e = db_flush(db);
	return e == ERR_OUT_OF_STOCK ? line_refused(db, o, l, limit) :
				       rows_take(e, rows);
}

enum err
db_cart_line_edit(struct db *db, struct cart_owner o, struct uuid id,
    int64_t quantity, struct cart_rows *out)
{
	struct id_row row;

	db_batch(db);
	db_one(db, &sql_cart_line_edit,
	    VALUES(V(o.user_id), V(o.token_hash), V(id), V(quantity)), id_row,
	    &row);
	lines_read(db, o, &out->lines);
	return rows_take(db_flush(db), out);
}

enum err
db_cart_line_remove(struct db *db, struct cart_owner o, struct uuid id,
    struct cart_rows *out)
{
	struct id_row row;

	db_batch(db);
	db_one(db, &sql_cart_line_remove,
	    VALUES(V(o.user_id), V(o.token_hash), V(id)), id_row, &row);
	lines_read(db, o, &out->lines);
	return rows_take(db_flush(db), out);
}

enum err
db_cart_lines_shown(struct db *db, struct uuid cart_id,
    const LIST(cart_line) *lines)
{
	return db_run(db, &sql_cart_lines_shown,
	    VALUES(V(cart_id),
		V(json_list_text(db_arena(db), cart_line, lines))),
	    NULL);
}

enum err
db_cart_merge(struct db *db, struct uuid user_id, const char *token_hash)
{
	struct id_row cart;

	db_batch(db);
	cart_lock(db, (struct cart_owner){ user_id, NULL }, false, &cart);
	db_run(db, &sql_cart_move_lines,
	    VALUES(V(user_id), V(token_hash), V(CART_LINES_MAX),
		V(CART_PIECES_MAX)),
	    NULL);
	db_run(db, &sql_cart_drop_guest, VALUES(V(token_hash)), NULL);
	return db_flush(db);
}

enum err
db_cart_lines_take(struct db *db, struct uuid cart_id,
    const LIST(cart_line) *lines, int64_t *taken)
{
	return db_run(db, &sql_cart_lines_take,
	    VALUES(V(cart_id),
		V(json_list_text(db_arena(db), cart_line, lines))),
	    taken);
}
