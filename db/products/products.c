/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/model/json_write.h"
#include "db/products/products.h"

SPEC(vendor_ref,
    FIELD(id, GIVEN),
    FIELD(business_name, GIVEN),
    FIELD(slug, GIVEN));

SPEC(category_ref,
    FIELD(id, GIVEN),
    FIELD(name, GIVEN),
    FIELD(slug, GIVEN));

SPEC(variant,
    FIELD(id, GIVEN),
    FIELD(name, GIVEN),
    FIELD(price, GIVEN),
    FIELD(stock_quantity, GIVEN),
    FIELD(sku, GIVEN));

SPEC(product,
    FIELD(id, GIVEN),
    FIELD_AS(vendor.id, "vendor_id", GIVEN),
    FIELD_SUB(vendor, vendor_ref),
    FIELD_AS(category.id, "category_id"),
    FIELD_SUB(category, category_ref, NULLABLE),
    FIELD(name, GIVEN),
    FIELD(slug, GIVEN),
    FIELD(description),
    FIELD(price, GIVEN),
    FIELD(currency, GIVEN),
    FIELD(stock_quantity, GIVEN),
    FIELD(is_active, GIVEN),
    FIELD_TEXTS(images),
    FIELD_OF(variants, variant),
    FIELD(created_at, GIVEN),
    FIELD(updated_at, GIVEN),
    FIELD(version, EDIT_VERSION),
    FIELD(image, FOR_PAGES),
    FIELD(marked, FOR_PAGES),
    FIELD(snippet, FOR_PAGES));

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
	" NULL::timestamptz, NULL::bigint"
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
	    db_one(db, &sql_product_get, VALUES(V(which.id)), product, out) :
	    db_one(db, &sql_product_by_slug, VALUES(V(which.slug)), product,
		out);
}

enum err
db_product_page(struct db *db, struct id_or_slug which, struct product *out,
    LIST(product) *similar)
{
	struct product *rows;
	enum err        e;

	e = db_all(db, &sql_product_page, VALUES(V(which.id), V(which.slug)),
	    product, similar);
	if (e != ERR_OK || similar->n == 0)
		return e != ERR_OK ? e : ERR_PRODUCT_NOT_FOUND;
	rows = similar->items;
	*out = rows[0];
	similar->items = rows + 1;
	similar->n--;
	return ERR_OK;
}

enum err
db_product_lookup(struct db *db, const struct goods_lookup_in *in,
    LIST(goods) *out)
{
	return db_all(db, &sql_product_lookup,
	    VALUES(V(json_list_text(db_arena(db), goods_key, &in->items))),
	    goods, out);
}
