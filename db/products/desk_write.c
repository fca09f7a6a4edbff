/* SPDX-License-Identifier: ISC */
#include "common/base/text.h"
#include "common/model/json_write.h"
#include "db/products/categories.h"
#include "db/products/desk.h"

#define SLUG_TAIL 6 /* characters of the id, added to a slug that is taken */

SPEC(variant_write,
    FIELD(id),
    FIELD(name, REQUIRED, RANGE(1, 120)),
    FIELD(price, REQUIRED),
    FIELD_AS(stock.quantity, "stock_quantity", RANGE(0, STOCK_MAX)),
    FIELD_AS(stock.was, "stock_was", RANGE(0, INT32_MAX)),
    FIELD(sku, REQUIRED, RANGE(1, 64)));

CONSTRAINT(products_slug_key, ERR_SLUG_TAKEN);
CONSTRAINT(product_variants_sku_key, ERR_SKU_TAKEN);

/* The vendor that may write, and whether the category that it names exists. */
struct desk_author {
	struct uuid vendor_id;
	bool        category_exists;
};
SPEC_STATIC(desk_author,
    FIELD(vendor_id),
    FIELD(category_exists));

/* A product, or one of its variants, while the product is locked. */
struct desk_locked {
	struct uuid id;
	int64_t     version, stock_quantity;
};
LIST_DECLARE(desk_locked);
SPEC_STATIC(desk_locked,
    FIELD(id),
    FIELD(version),
    FIELD(stock_quantity));

QUERY(sql_desk_author, .none = ERR_VENDOR_NOT_APPROVED, .sql =
    "SELECT id AS vendor_id, $2::uuid IS NULL OR EXISTS (SELECT FROM"
    "  categories c WHERE c.id = $2) AS category_exists"
    " FROM vendors WHERE user_id = $1 AND status = 'APPROVED' FOR SHARE");

/* A product is locked before its variants. */
QUERY(sql_desk_lock, .none = ERR_PRODUCT_NOT_FOUND, .sql =
    "SELECT p.id, p.version, p.stock_quantity FROM products p"
    " WHERE p.id = $1 AND p.removed_at IS NULL AND p.vendor_id ="
    "  (SELECT id FROM vendors WHERE user_id = $2) FOR UPDATE");

QUERY(sql_desk_variants, .sql =
    "SELECT id, stock_quantity FROM product_variants"
    " WHERE product_id = $1 AND removed_at IS NULL");

QUERY(sql_desk_add, .sql =
    "INSERT INTO products (id, vendor_id, category_id, name, slug,"
    "  description, price, stock_quantity, is_active, images)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8::integer, 0),"
    "  coalesce($9::boolean, true), coalesce($10::jsonb, '[]'))"
    " ON CONFLICT (id) DO NOTHING");

#define VARIANTS                                                         \
	"ROWS FROM (json_to_recordset($2::json) AS (id uuid, name text," \
	" price numeric, \"stockQuantity\" integer, sku text))"          \
	" WITH ORDINALITY i (id, name, price, stock_quantity, sku, n)"

/* A repeated request finds the variants and must not restore their stock. */
QUERY(sql_desk_variants_add, .sql =
    "INSERT INTO product_variants (id, product_id, name, price,"
    "  stock_quantity, sku, position)"
    " SELECT i.id, $1, i.name, i.price, i.stock_quantity, i.sku, i.n"
    " FROM " VARIANTS " WHERE NOT EXISTS (SELECT FROM product_variants"
    "  WHERE product_id = $1)");

QUERY(sql_desk_variants_drop, .sql =
    "UPDATE product_variants SET removed_at = farm_now()"
    " WHERE product_id = $1 AND removed_at IS NULL"
    "  AND NOT EXISTS (SELECT FROM " VARIANTS
    "   WHERE i.id = product_variants.id)");

QUERY(sql_desk_variants_write, .sql =
    "INSERT INTO product_variants (id, product_id, name, price,"
    "  stock_quantity, sku, position)"
    " SELECT i.id, $1, i.name, i.price, i.stock_quantity, i.sku, i.n"
    " FROM " VARIANTS
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
    "  price = excluded.price, stock_quantity = excluded.stock_quantity,"
    "  sku = excluded.sku, position = excluded.position");

/* The stock of a product with variants is their sum. */
#define VARIANT_SUM                                                \
	"(SELECT count(*) AS n, sum(stock_quantity) AS stock FROM" \
	" product_variants WHERE product_id = $1 AND removed_at IS NULL) v"

QUERY(sql_desk_sum, .sql =
    "UPDATE products SET has_variants = true, stock_quantity = v.stock"
    " FROM " VARIANT_SUM " WHERE id = $1 AND v.n > 0");

QUERY(sql_desk_edit, .sql =
    "UPDATE products SET name = coalesce($2, name),"
    "  description = coalesce($3, description),"
    "  price = coalesce($4::numeric, price), stock_quantity ="
    "  CASE WHEN v.n > 0 THEN v.stock ELSE $5::integer END,"
    "  has_variants = v.n > 0,"
    "  is_active = coalesce($6::boolean, is_active),"
    "  category_id = CASE WHEN $8::boolean THEN NULL"
    "  ELSE coalesce($7::uuid, category_id) END,"
    "  images = coalesce($9::jsonb, images), updated_at = farm_now(),"
    "  version = version + 1 FROM " VARIANT_SUM " WHERE id = $1");

QUERY(sql_desk_remove, .sql =
    "UPDATE products SET removed_at = farm_now(), is_active = false,"
    "  category_id = NULL, updated_at = farm_now(), version = version + 1"
    " WHERE id = $1");

struct desk_writing {
	const struct product_write *in;
	struct product             *out;
	const char                 *slug;
	struct desk_locked          found;
	LIST(desk_locked)           found_variants;
	LIST(variant_write)         variants; /* with their new stock */
};

/* ---- what to write ------------------------------------------------------- */

/* Replace ->quantity by the new stock of what has "now" pieces. */
static enum err
stock_settle(int64_t now, struct stock_write *s)
{
	if (s->quantity == INT_NONE)
		s->quantity = now;
	else if (s->was != INT_NONE)
		s->quantity += now - s->was;
	else
		return ERR_OK;
	return s->quantity == now ||
		(s->quantity >= 0 && s->quantity <= STOCK_MAX) ?
	    ERR_OK :
	    ERR_STOCK_CHANGED;
}

static const struct desk_locked *
variant_found(const LIST(desk_locked) *found, struct uuid id)
{
	for (size_t i = 0; i < found->n; i++)
		if (uuid_equal(found->items[i].id, id))
			return &found->items[i];
	return NULL;
}

/* New variants get an id; known ones get their new stock. */
static enum err
variants_settle(struct db *db, struct desk_writing *w)
{
	const struct desk_locked *found;
	enum err                  e = ERR_OK;

	if (w->in->variants == NULL)
		return ERR_OK;
	for (size_t i = 0; i < w->in->variants->n && e == ERR_OK; i++) {
		struct variant_write *v = list_add(db_arena(db), &w->variants);

		*v = w->in->variants->items[i];
		if (!uuid_given(v->id)) {
			v->id = uuid_new();
			v->stock.was = INT_NONE;
			e = stock_settle(0, &v->stock);
		} else {
			found = variant_found(&w->found_variants, v->id);
			e = found == NULL ?
			    ERR_VARIANT_NOT_FOUND :
			    stock_settle(found->stock_quantity, &v->stock);
		}
	}
	return e;
}

/* ---- add ----------------------------------------------------------------- */

static const char *
images_json(struct db *db, const struct product_write *in)
{
	return in->images == NULL ? NULL :
				    json_texts_text(db_arena(db), in->images);
}

static enum err
desk_author_get(struct db *db, const struct product_write *in,
    struct desk_author *out)
{
	return db_one(db, &sql_desk_author,
	    VALUES(V(in->user_id), V(in->category_id)), desk_author, out);
}

static enum err
desk_add_tx(struct db *db, void *ctx)
{
	struct desk_writing        *w = ctx;
	const struct product_write *in = w->in;
	struct desk_author          author;
	const char                 *json;
	enum err                    e;

	if ((e = desk_author_get(db, in, &author)) != ERR_OK)
		return e;
	if (!author.category_exists)
		return ERR_CATEGORY_NOT_FOUND;
	json = json_list_text(db_arena(db), variant_write, &w->variants);
	db_batch(db);
	db_run(db, &sql_desk_add,
	    VALUES(V(in->id), V(author.vendor_id), V(in->category_id),
		V(in->name), V(w->slug), V(in->description), V(in->price),
		V(in->stock.quantity), V(in->is_active),
		V(images_json(db, in))),
	    NULL);
	if (w->variants.n > 0) {
		db_run(db, &sql_desk_variants_add, VALUES(V(in->id), V(json)),
		    NULL);
		db_run(db, &sql_desk_sum, VALUES(V(in->id)), NULL);
	}
	db_desk_get(db, in->user_id, in->id, w->out);
	return db_flush(db);
}

enum err
db_desk_add(struct db *db, const struct product_write *in, struct product *out)
{
	struct arena       *a = db_arena(db);
	struct desk_writing w = { .in = in, .out = out };
	char               *plain = slug_of(a, in->name, 'p', in->id);
	enum err            e = ERR_SLUG_TAKEN;

	for (size_t i = 0; in->variants != NULL && i < in->variants->n; i++) {
		struct variant_write *v = list_add(a, &w.variants);

		*v = in->variants->items[i];
		v->id = uuid_new();
		if (v->stock.quantity == INT_NONE)
			v->stock.quantity = 0;
	}
	w.slug = plain;
	if (id_or_slug(plain).slug != NULL)
		e = db_tx(db, desk_add_tx, &w);
	if (e != ERR_SLUG_TAKEN)
		return db_category_named(e);
	w.slug = arena_printf(a, "%s-%s", plain,
	    in->id.text + UUID_LEN - SLUG_TAIL);
	return db_category_named(db_tx(db, desk_add_tx, &w));
}

/* ---- edit and remove ----------------------------------------------------- */

/* Lock the product with all that an edit depends on, in one round trip. */
static enum err
desk_lock(struct db *db, struct desk_writing *w)
{
	const struct product_write *in = w->in;
	struct desk_author          author;
	enum err                    e;

	db_batch(db);
	desk_author_get(db, in, &author);
	db_one(db, &sql_desk_lock, VALUES(V(in->id), V(in->user_id)),
	    desk_locked, &w->found);
	db_all(db, &sql_desk_variants, VALUES(V(in->id)), desk_locked,
	    &w->found_variants);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	if (!author.category_exists)
		return ERR_CATEGORY_NOT_FOUND;
	return in->version == INT_NONE || in->version == w->found.version ?
	    ERR_OK :
	    ERR_STALE;
}

static enum err
desk_edit_send(struct db *db, struct desk_writing *w, int64_t stock)
{
	const struct product_write *in = w->in;
	const char *json = json_list_text(db_arena(db), variant_write,
	    &w->variants);

	db_batch(db);
	if (in->variants != NULL) {
		db_run(db, &sql_desk_variants_drop, VALUES(V(in->id), V(json)),
		    NULL);
		db_run(db, &sql_desk_variants_write, VALUES(V(in->id), V(json)),
		    NULL);
	}
	db_run(db, &sql_desk_edit,
	    VALUES(V(in->id), V(in->name), V(in->description), V(in->price),
		V(stock), V(in->is_active), V(in->category_id),
		V(in->no_category), V(images_json(db, in))),
	    NULL);
	db_desk_get(db, in->user_id, in->id, w->out);
	return db_flush(db);
}

static enum err
desk_edit_tx(struct db *db, void *ctx)
{
	struct desk_writing *w = ctx;
	struct stock_write   stock = w->in->stock;
	enum err             e;

	w->variants = (LIST(variant_write)){ 0 };
	if ((e = desk_lock(db, w)) != ERR_OK ||
	    (e = variants_settle(db, w)) != ERR_OK)
		return e;
	/* Of a product with variants the sum is written, whatever is given. */
	if (w->variants.n == 0 &&
	    (w->in->variants != NULL || w->found_variants.n == 0))
		e = stock_settle(w->found.stock_quantity, &stock);
	return e != ERR_OK ? e : desk_edit_send(db, w, stock.quantity);
}

enum err
db_desk_edit(struct db *db, const struct product_write *in, struct product *out)
{
	struct desk_writing w = { .in = in, .out = out };

	return db_category_named(db_tx(db, desk_edit_tx, &w));
}

static enum err
desk_remove_tx(struct db *db, void *ctx)
{
	struct desk_writing *w = ctx;
	enum err             e = desk_lock(db, w);

	return e != ERR_OK ?
	    e :
	    db_run(db, &sql_desk_remove, VALUES(V(w->in->id)), NULL);
}

enum err
db_desk_remove(struct db *db, struct uuid user_id, struct uuid id,
    int64_t version)
{
	struct product_write in = { .id = id,
		.user_id = user_id,
		.version = version };
	struct desk_writing  w = { .in = &in };

	return db_tx(db, desk_remove_tx, &w);
}
