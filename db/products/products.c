/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/model/input.h"
#include "common/model/json_write.h"
#include "db/products/products.h"

SPEC(vendor_ref,
    FIELD(vendor_ref, id),
    FIELD(vendor_ref, business_name),
    FIELD(vendor_ref, slug));

SPEC(category_ref,
    FIELD(category_ref, id),
    FIELD(category_ref, name),
    FIELD(category_ref, slug));

SPEC(variant,
    FIELD(variant, id),
    FIELD(variant, name),
    FIELD(variant, price),
    FIELD(variant, stock_quantity),
    FIELD(variant, sku));

SPEC(picture,
    FIELD(picture, n),
    FIELD(picture, url));

SPEC(product,
    FIELD(product, id),
    FIELD_AS(product, vendor.id, "vendor_id"),
    FIELD_SUB(product, vendor, vendor_ref),
    FIELD_AS(product, category.id, "category_id"),
    FIELD_MAYBE(product, category, category_ref),
    FIELD(product, name),
    FIELD(product, slug),
    FIELD(product, description),
    FIELD(product, price),
    FIELD(product, currency),
    FIELD(product, stock_quantity),
    FIELD(product, is_active),
    FIELD(product, images),
    FIELD(product, variants),
    FIELD(product, created_at),
    FIELD(product, updated_at),
    FIELD_PAGE(product, image),
    FIELD_PAGE(product, marked),
    FIELD_PAGE(product, snippet));

SPEC(lookup_item,
    FIELD_IN(lookup_item, product_id, 0, 0),
    FIELD_OPT(lookup_item, variant_id, 0, 0));

SPEC(lookup_row,
    FIELD(lookup_row, product_id),
    FIELD(lookup_row, variant_id),
    FIELD(lookup_row, available),
    FIELD(lookup_row, has_variants),
    FIELD(lookup_row, name),
    FIELD(lookup_row, slug),
    FIELD(lookup_row, image),
    FIELD(lookup_row, price),
    FIELD(lookup_row, stock_quantity),
    FIELD(lookup_row, vendor_id),
    FIELD(lookup_row, vendor_user_id),
    FIELD(lookup_row, vendor_name),
    FIELD(lookup_row, vendor_slug),
    FIELD(lookup_row, variant_name));

/* A full cart, and what is to be added to it. */
struct spec lookup_in_spec = { "lookup_in", sizeof(struct lookup),
	(struct field[]){ FIELD_IN_OF(lookup, items, lookup_item, 1, 101),
	    { 0 } },
	false };
SPEC(lookup, FIELD_OF(lookup, items, lookup_row));

QUERY(sql_product_get, .none = ERR_PRODUCT_NOT_FOUND, .sql =
    "SELECT " PRODUCT_COLUMNS " FROM products p"
    " WHERE p.id = $1 AND p.is_listed");

QUERY(sql_product_by_slug, .none = ERR_PRODUCT_NOT_FOUND, .sql =
    "SELECT " PRODUCT_COLUMNS " FROM products p"
    " WHERE p.slug = $1 AND p.is_listed");

/* A card, in the columns of a product. */
#define CARD_AS_PRODUCT                                                     \
	"p.id, NULL::uuid, p.vendor_name, p.vendor_slug, NULL::uuid, NULL," \
	" NULL, p.name, p.slug, NULL, p.price, p.stock_quantity,"           \
	" p.is_active, NULL::jsonb, p.image, NULL::json, p.created_at,"     \
	" NULL::timestamptz"
#define OTHERS      " p.is_listed AND p.id <> (SELECT id FROM one)"
#define NEWEST_FOUR " ORDER BY p.created_at DESC, p.id DESC LIMIT 4"

/*
 * One, and what is similar to it: the newest of its category, then of its
 * vendor.  The parts come in turn; of the last no more is read than is missing.
 */
QUERY(sql_product_page, .sql =
    "WITH one AS MATERIALIZED (SELECT " PRODUCT_COLUMNS " FROM products p"
    "  WHERE p.id = coalesce($1, (SELECT id FROM products WHERE slug = $2))"
    "   AND p.is_listed)"
    " SELECT * FROM one"
    " UNION ALL (SELECT " CARD_AS_PRODUCT " FROM products p"
    "  WHERE p.category_id = (SELECT category_id FROM one) AND" OTHERS
    NEWEST_FOUR ")"
    " UNION ALL (SELECT " CARD_AS_PRODUCT " FROM products p"
    "  WHERE p.vendor_id = (SELECT vendor_id FROM one)"
    "   AND (p.category_id = (SELECT category_id FROM one)) IS NOT TRUE"
    "   AND" OTHERS NEWEST_FOUR ")"
    " LIMIT 5");

QUERY(sql_product_lookup, .sql =
    "SELECT i.product_id, i.variant_id, o.id IS NOT NULL AS available,"
    "  (SELECT p.has_variants FROM products p WHERE p.id = i.product_id"
    "   AND p.is_listed) AS has_variants,"
    "  o.name, o.slug, o.image, o.price, o.stock_quantity, o.vendor_id,"
    "  o.vendor_user_id, o.vendor_name, o.vendor_slug, o.variant_name"
    " FROM ROWS FROM (json_to_recordset($1::json)"
    "   AS (\"productId\" uuid, \"variantId\" uuid))"
    "  WITH ORDINALITY i (product_id, variant_id, n)"
    " LEFT JOIN LATERAL ("
    "  SELECT p.id, p.name, p.slug, p.images ->> 0 AS image,"
    "   coalesce(x.price, p.price) AS price,"
    "   coalesce(x.stock_quantity, p.stock_quantity) AS stock_quantity,"
    "   p.vendor_id, v.user_id AS vendor_user_id,"
    "   v.business_name AS vendor_name, v.slug AS vendor_slug,"
    "   x.name AS variant_name"
    "  FROM products p JOIN vendors v ON v.id = p.vendor_id"
    "   LEFT JOIN product_variants x ON x.id = i.variant_id"
    "    AND x.product_id = p.id AND x.removed_at IS NULL"
    "  WHERE p.id = i.product_id AND p.is_listed"
    "   AND p.has_variants = (i.variant_id IS NOT NULL)"
    "   AND (x.id IS NOT NULL) = p.has_variants) o ON true"
    " ORDER BY i.n");

struct id_or_slug
id_or_slug(const char *name)
{
	struct id_or_slug out = { .slug = NULL };

	if (name != NULL && !uuid_parse(name, strlen(name), &out.id))
		out.slug = name;
	return out;
}

enum err
db_product_get(struct db *db, struct id_or_slug which, struct product *out)
{
	return which.slug == NULL ?
	    db_one(db, &sql_product_get, VALUES(V(which.id)), &product_spec,
		out) :
	    db_one(db, &sql_product_by_slug, VALUES(V(which.slug)),
		&product_spec, out);
}

enum err
product_variants(struct arena *a, const struct product *p, struct list *out)
{
	const char *json = p->variants.text;

	return json_read_list(a, &variant_spec, json, strlen(json), out) ?
	    ERR_OK :
	    ERR_INTERNAL;
}

enum err
product_pictures(struct arena *a, const struct product *p, struct list *out)
{
	const char     *json = p->images.text;
	struct list     urls;
	struct picture *picture;

	if (!json_read_texts(a, json, strlen(json), &urls))
		return ERR_INTERNAL;
	*out = (struct list){ arena_array(a, urls.n, sizeof(*picture)),
		urls.n };
	picture = out->items;
	for (size_t i = 0; i < urls.n; i++)
		picture[i] = (struct picture){ (int64_t)i + 1,
			((const char **)urls.items)[i] };
	return ERR_OK;
}

enum err
db_product_page(struct db *db, struct id_or_slug which, struct product *out,
    struct list *similar)
{
	struct product *rows;
	enum err        e;

	e = db_all(db, &sql_product_page, VALUES(V(which.id), V(which.slug)),
	    &product_spec, similar);
	if (e != ERR_OK || similar->n == 0)
		return e != ERR_OK ? e : ERR_PRODUCT_NOT_FOUND;
	rows = similar->items;
	*out = rows[0];
	similar->items = rows + 1;
	similar->n--;
	return ERR_OK;
}

enum err
db_product_lookup(struct db *db, const struct lookup *in, struct list *out)
{
	return db_all(db, &sql_product_lookup,
	    VALUES(V(json_list_text(db_arena(db), &lookup_item_spec,
		&in->items))),
	    &lookup_row_spec, out);
}
