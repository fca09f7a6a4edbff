/* SPDX-License-Identifier: ISC */
#include "db/products/desk.h"
#include "common/base/text.h"
#include "common/model/json_write.h"
#include "db/pg/slice.h"
#include "db/products/categories.h"

#define SLUG_TAIL 6 /* of the id, where a name is taken */

SPEC(desk_counts,
    FIELD(everything),
    FIELD(on_sale),
    FIELD(hidden),
    FIELD(low),
    FIELD(sold_out));

/* What a blank row of a form leaves out is looked for by the handler. */
SPEC(variant_write,
    FIELD(id),
    FIELD(name, RANGE(0, 120)),
    FIELD(price),
    FIELD(stock_quantity, RANGE(0, 1000000)),
    FIELD(sku, RANGE(0, 64)));

CONSTRAINT(products_slug_key, ERR_SLUG_TAKEN);
CONSTRAINT(product_variants_sku_key, ERR_SKU_TAKEN);

/* ---- reading ------------------------------------------------------------- */

#define LOW_STOCK_TEXT "5"

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
	" p.stock_quantity BETWEEN 1 AND " LOW_STOCK_TEXT               \
	" WHEN 4 THEN p.stock_quantity = 0 ELSE true END"               \
	" AND " SLICE_NEWEST("p.created_at", "p.id", "$4",              \
	    "$5") " ORDER BY p.created_at DESC, p.id DESC LIMIT $6 OFFSET $7"
#define COUNTS_OF(whose)                                            \
	"SELECT count(*) AS everything,"                            \
	" count(*) FILTER (WHERE p.is_active) AS on_sale,"          \
	" count(*) FILTER (WHERE NOT p.is_active) AS hidden,"       \
	" count(*) FILTER (WHERE p.is_active AND p.stock_quantity"  \
	" BETWEEN 1 AND " LOW_STOCK_TEXT ") AS low,"                \
	" count(*) FILTER (WHERE p.stock_quantity = 0) AS sold_out" \
	" FROM products p WHERE" whose LEFT

QUERY(sql_desk_list, .sql = LIST_OF(OWN));
QUERY(sql_desk_list_all, .sql = LIST_OF(ANYBODYS));
QUERY(sql_desk_counts, .sql = COUNTS_OF(OWN));
QUERY(sql_desk_counts_all, .sql = COUNTS_OF(ANYBODYS));

QUERY(sql_desk_low, .sql =
    "SELECT " PRODUCT_COLUMNS " FROM products p WHERE" OWN
    " p.removed_at IS NULL AND p.is_active"
    "  AND p.stock_quantity <= " LOW_STOCK_TEXT
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

/* ---- writing ------------------------------------------------------------- */

struct may_row {
	struct uuid vendor_id;
	bool        category_exists;
};
SPEC_STATIC(may_row,
    FIELD(vendor_id),
    FIELD(category_exists));

QUERY(sql_desk_may, .none = ERR_VENDOR_NOT_APPROVED, .sql =
    "SELECT id AS vendor_id, $2::uuid IS NULL OR EXISTS (SELECT FROM"
    "  categories c WHERE c.id = $2) AS category_exists"
    " FROM vendors WHERE user_id = $1 AND status = 'APPROVED' FOR SHARE");

/* Before anything of it, its variants included. */
QUERY(sql_desk_lock, .none = ERR_PRODUCT_NOT_FOUND, .sql =
    "SELECT p.vendor_id, true AS category_exists FROM products p"
    " WHERE p.id = $1 AND p.removed_at IS NULL AND p.vendor_id ="
    "  (SELECT id FROM vendors WHERE user_id = $2) FOR UPDATE");

QUERY(sql_desk_add, .sql =
    "INSERT INTO products (id, vendor_id, category_id, name, slug,"
    "  description, price, stock_quantity, is_active, images)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8::integer, 0),"
    "  coalesce($9::boolean, true), coalesce($10::jsonb, '[]'))"
    " ON CONFLICT (id) DO NOTHING");

QUERY(sql_desk_edit, .sql =
    "UPDATE products SET name = coalesce($2, name),"
    "  description = coalesce($3, description),"
    "  price = coalesce($4::numeric, price), stock_quantity ="
    "  CASE WHEN has_variants THEN stock_quantity"
    "  ELSE coalesce($5::integer, stock_quantity) END,"
    "  is_active = coalesce($6::boolean, is_active),"
    "  category_id = CASE WHEN $8::boolean THEN NULL"
    "  ELSE coalesce($7::uuid, category_id) END,"
    "  images = coalesce($9::jsonb, images), updated_at = farm_now()"
    " WHERE id = $1");

#define VARIANTS                                                         \
	"ROWS FROM (json_to_recordset($2::json) AS (id uuid, name text," \
	" price numeric, \"stockQuantity\" integer, sku text))"          \
	" WITH ORDINALITY i (id, name, price, stock_quantity, sku, n)"

QUERY(sql_desk_variants_drop, .sql =
    "UPDATE product_variants SET removed_at = farm_now() WHERE product_id = $1"
    " AND removed_at IS NULL AND NOT EXISTS (SELECT FROM " VARIANTS
    "  WHERE i.id = product_variants.id)");

QUERY(sql_desk_variants_write, .sql =
    "INSERT INTO product_variants AS x (id, product_id, name, price,"
    "  stock_quantity, sku, position)"
    " SELECT i.id, $1, i.name, i.price, coalesce(i.stock_quantity, 0),"
    "  i.sku, i.n FROM " VARIANTS
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
    "  price = excluded.price, stock_quantity = excluded.stock_quantity,"
    "  sku = excluded.sku, position = excluded.position"
    "  WHERE x.product_id = excluded.product_id AND x.removed_at IS NULL");

/* Without variants what was given counts, or what there was. */
QUERY(sql_desk_sum, .sql =
    "UPDATE products p SET has_variants = v.n > 0, stock_quantity ="
    "  CASE WHEN v.n > 0 THEN v.stock"
    "  ELSE coalesce($2::integer, p.stock_quantity) END"
    " FROM (SELECT count(*) AS n, coalesce(sum(stock_quantity), 0) AS stock"
    "  FROM product_variants WHERE product_id = $1 AND removed_at IS NULL) v"
    " WHERE p.id = $1");

QUERY(sql_desk_remove, .sql =
    "UPDATE products SET removed_at = farm_now(), is_active = false,"
    "  category_id = NULL, updated_at = farm_now() WHERE id = $1");

struct writing {
	const struct product_write *in;
	struct product             *out;
	const char                 *slug;
	LIST(variant_write)         variants;
};

/* Each with an id: a new one where there is none, and of a new product. */
static void
variants_prepare(struct db *db, struct writing *w, bool fresh)
{
	const LIST(variant_write) *from = w->in->variants;
	struct variant_write      *v;

	if (from == NULL)
		return;
	v = arena_array(db_arena(db), from->n, sizeof(*v));
	w->variants = (LIST(variant_write)){ v, from->n, from->n };
	for (size_t i = 0; i < from->n; i++) {
		v[i] = from->items[i];
		if (fresh || !uuid_given(v[i].id))
			v[i].id = uuid_new();
	}
}

static void
variants_send(struct db *db, struct writing *w, int64_t *written)
{
	const char *json = json_list_text(db_arena(db), variant_write,
	    &w->variants);

	*written = (int64_t)w->variants.n;
	if (w->in->variants == NULL)
		return;
	db_run(db, &sql_desk_variants_drop, VALUES(V(w->in->id), V(json)),
	    NULL);
	db_run(db, &sql_desk_variants_write, VALUES(V(w->in->id), V(json)),
	    written);
	db_run(db, &sql_desk_sum,
	    VALUES(V(w->in->id), V(w->in->stock_quantity)), NULL);
}

/* The variants, the product as it is now, and all of it on its way. */
static enum err
finish(struct db *db, struct writing *w)
{
	int64_t  written;
	enum err e;

	variants_send(db, w, &written);
	db_one(db, &sql_desk_get, VALUES(V(w->in->user_id), V(w->in->id)),
	    product, w->out);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	return written == (int64_t)w->variants.n ? ERR_OK :
						   ERR_VARIANT_NOT_FOUND;
}

static enum err
may_write(struct db *db, const struct product_write *in, struct may_row *out)
{
	enum err e;

	e = db_one(db, &sql_desk_may,
	    VALUES(V(in->user_id), V(in->category_id)), may_row, out);
	if (e != ERR_OK)
		return e;
	return out->category_exists ? ERR_OK : ERR_CATEGORY_NOT_FOUND;
}

static enum err
add(struct db *db, void *ctx)
{
	struct writing             *w = ctx;
	const struct product_write *in = w->in;
	struct may_row              may;
	enum err                    e;

	if ((e = may_write(db, in, &may)) != ERR_OK)
		return e;
	db_batch(db);
	db_run(db, &sql_desk_add,
	    VALUES(V(in->id), V(may.vendor_id), V(in->category_id), V(in->name),
		V(w->slug), V(in->description), V(in->price),
		V(in->stock_quantity), V(in->is_active), V(in->images)),
	    NULL);
	return finish(db, w);
}

enum err
db_desk_add(struct db *db, const struct product_write *in, struct product *out)
{
	struct arena  *a = db_arena(db);
	struct writing w = { .in = in, .out = out };
	char          *plain = slug_of(a, in->name, 'p', in->id);
	enum err       e = ERR_SLUG_TAKEN;

	variants_prepare(db, &w, true);
	w.slug = plain;
	if (id_or_slug(plain).slug != NULL)
		e = db_tx(db, add, &w);
	if (e != ERR_SLUG_TAKEN)
		return db_category_named(e);
	w.slug = arena_printf(a, "%s-%s", plain,
	    in->id.text + UUID_LEN - SLUG_TAIL);
	return db_category_named(db_tx(db, add, &w));
}

static enum err
edit(struct db *db, void *ctx)
{
	struct writing             *w = ctx;
	const struct product_write *in = w->in;
	struct may_row              may;
	enum err                    e;

	if ((e = may_write(db, in, &may)) != ERR_OK ||
	    (e = db_one(db, &sql_desk_lock, VALUES(V(in->id), V(in->user_id)),
		 may_row, &may)) != ERR_OK)
		return e;
	db_batch(db);
	db_run(db, &sql_desk_edit,
	    VALUES(V(in->id), V(in->name), V(in->description), V(in->price),
		V(in->stock_quantity), V(in->is_active), V(in->category_id),
		V(in->no_category), V(in->images)),
	    NULL);
	return finish(db, w);
}

enum err
db_desk_edit(struct db *db, const struct product_write *in, struct product *out)
{
	struct writing w = { .in = in, .out = out };

	variants_prepare(db, &w, false);
	return db_category_named(db_tx(db, edit, &w));
}

struct removing {
	struct uuid user_id, id;
};

static enum err
remove_one(struct db *db, void *ctx)
{
	const struct removing *r = ctx;
	struct product_write   in = { .user_id = r->user_id };
	struct may_row         may;
	enum err               e;

	if ((e = may_write(db, &in, &may)) != ERR_OK ||
	    (e = db_one(db, &sql_desk_lock, VALUES(V(r->id), V(r->user_id)),
		 may_row, &may)) != ERR_OK)
		return e;
	return db_run(db, &sql_desk_remove, VALUES(V(r->id)), NULL);
}

enum err
db_desk_remove(struct db *db, struct uuid user_id, struct uuid id)
{
	struct removing r = { user_id, id };

	return db_tx(db, remove_one, &r);
}
