/* SPDX-License-Identifier: ISC */
#include "common/base/buf.h"
#include "common/model/json_write.h"
#include "db/orders/order_sql.h"

SPEC(order_item,
    FIELD(id, GIVEN),
    FIELD(product_id, GIVEN),
    FIELD(variant_id),
    FIELD(vendor_id, GIVEN),
    FIELD(name, GIVEN),
    FIELD(quantity, GIVEN),
    FIELD(price, GIVEN),
    FIELD(total_price, GIVEN),
    FIELD_ENUM(status, order_status_words, GIVEN),
    FIELD(vendor_user_id, FOR_PAGES),
    FIELD(vendor_name, FOR_PAGES),
    FIELD(image, FOR_PAGES));

SPEC(order,
    FIELD(id, GIVEN),
    FIELD(order_number, GIVEN),
    FIELD(user_id, GIVEN),
    FIELD_ENUM(status, order_status_words, GIVEN),
    FIELD(currency, GIVEN),
    FIELD(subtotal_amount, GIVEN),
    FIELD(shipping_amount, GIVEN),
    FIELD(tax_amount, GIVEN),
    FIELD(total_amount, GIVEN),
    FIELD_PTR(shipping_address, address, GIVEN),
    FIELD_PTR(billing_address, address, GIVEN),
    FIELD_ENUM(payment_method, payment_method_words, GIVEN),
    FIELD_OF(items, order_item),
    FIELD(created_at, GIVEN),
    FIELD(updated_at, GIVEN),
    FIELD(email, FOR_PAGES),
    FIELD(payment_id, FOR_PAGES),
    FIELD(paid_at, FOR_PAGES),
    FIELD(refunded_amount, FOR_PAGES));

SPEC(parcel,
    FIELD(vendor_id),
    FIELD(vendor_user_id),
    FIELD(vendor_name),
    FIELD_ENUM(status, order_status_words),
    FIELD(items_amount),
    FIELD(shipping_amount),
    FIELD(tax_amount));

SPEC(order_step,
    FIELD(vendor_id),
    FIELD_ENUM(status, order_status_words),
    FIELD(note),
    FIELD(at));

SPEC(order_id, FIELD(id));

/* The same struct as it goes into the database. */
SPEC_AS(item_in, order_item, FIELD(id), FIELD(vendor_id), FIELD(product_id),
    FIELD(variant_id), FIELD(name), FIELD(sku), FIELD(image), FIELD(quantity),
    FIELD(price), FIELD(total_price));

struct last_address {
	struct address address;
};
SPEC_STATIC(last_address, FIELD_SUB(address, address));

CONSTRAINT(orders_pkey, ERR_CONFLICT);
CONSTRAINT(orders_number_key, ERR_CONFLICT);

QUERY(sql_order_get, .none = ERR_ORDER_NOT_FOUND, .sql =
    "SELECT " ORDER_COLUMNS ", " ORDER_ITEMS("") " FROM orders o"
    " WHERE o.id = $1 AND ($2::uuid IS NULL OR o.user_id = $2)");

QUERY(sql_order_of_vendor, .none = ERR_ORDER_NOT_FOUND, .sql =
    "SELECT " VENDOR_ORDER_COLUMNS ", "
    ORDER_ITEMS(" AND i.vendor_id = p.vendor_id") " FROM parcels p"
    " JOIN orders o ON o.id = p.order_id"
    " WHERE o.id = $1 AND p.vendor_user_id = $2");

QUERY(sql_parcel_list, .sql =
    "SELECT vendor_id, vendor_user_id, vendor_name, status, items_amount,"
    "  shipping_amount, tax_amount"
    " FROM parcels WHERE order_id = $1 ORDER BY vendor_name, vendor_id");

QUERY(sql_order_steps, .sql =
    "SELECT vendor_id, status, note, at FROM order_steps"
    " WHERE order_id = $1 ORDER BY id");

QUERY(sql_last_address, .sql =
    "SELECT shipping_address AS address FROM orders WHERE user_id = $1"
    " ORDER BY created_at DESC, id DESC LIMIT 1");

QUERY(sql_order_add, .sql =
    "INSERT INTO orders (id, order_number, user_id, email, currency,"
    "  subtotal_amount, shipping_amount, tax_amount, total_amount,"
    "  shipping_address, billing_address, payment_method)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");

QUERY(sql_parcels_add, .sql =
    "INSERT INTO parcels (order_id, vendor_id, vendor_user_id, vendor_name,"
    "  items_amount, shipping_amount, tax_amount)"
    " SELECT $1, x.\"vendorId\", x.\"vendorUserId\", x.\"vendorName\","
    "  x.\"itemsAmount\", x.\"shippingAmount\", x.\"taxAmount\""
    " FROM jsonb_to_recordset($2::jsonb) AS x(\"vendorId\" uuid,"
    "  \"vendorUserId\" uuid, \"vendorName\" text,"
    "  \"itemsAmount\" numeric, \"shippingAmount\" numeric,"
    "  \"taxAmount\" numeric)");

QUERY(sql_items_add, .sql =
    "INSERT INTO order_items (id, order_id, vendor_id, position, product_id,"
    "  variant_id, name, sku, image, quantity, price, total_price)"
    " SELECT x.id, $1, x.\"vendorId\", x.position, x.\"productId\","
    "  x.\"variantId\", x.name, x.sku, x.image, x.quantity, x.price,"
    "  x.\"totalPrice\""
    " FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (id uuid,"
    "  \"vendorId\" uuid, \"productId\" uuid, \"variantId\" uuid,"
    "  name text, sku text, image text, quantity integer, price numeric,"
    "  \"totalPrice\" numeric)) WITH ORDINALITY AS x(id, \"vendorId\","
    "  \"productId\", \"variantId\", name, sku, image, quantity, price,"
    "  \"totalPrice\", position)");

QUERY(sql_order_lock, .none = ERR_ORDER_NOT_FOUND, .sql =
    "SELECT id FROM orders WHERE id = $1 FOR UPDATE");

QUERY(sql_order_move, .sql =
    "UPDATE orders SET status = $2, updated_at = farm_now() WHERE id = $1");

QUERY(sql_parcels_move, .sql =
    "UPDATE parcels SET status = $2"
    " WHERE order_id = $1 AND vendor_id = ANY ($3::uuid[])");

QUERY(sql_steps_add, .sql =
    "INSERT INTO order_steps (order_id, vendor_id, status, note)"
    " SELECT $1, v, $2, $4 FROM unnest($3::uuid[]) AS v");

QUERY(sql_order_paid, .sql =
    "UPDATE orders SET payment_id = $2, paid_at = farm_now(),"
    "  updated_at = farm_now() WHERE id = $1 AND payment_id IS NULL");

QUERY(sql_refund_add, .sql =
    "INSERT INTO order_refunds (key, order_id, amount) VALUES ($2, $1, $3)"
    " ON CONFLICT (key) DO NOTHING");

QUERY(sql_order_refunded, .sql =
    "UPDATE orders SET updated_at = farm_now(), refunded_amount ="
    "  least(total_amount, (SELECT sum(amount) FROM order_refunds"
    "  WHERE order_id = $1)) WHERE id = $1");

QUERY(sql_orders_unpaid, .sql =
    "SELECT id FROM orders WHERE status = 'PENDING'"
    "  AND created_at < farm_now() - $1::bigint * interval '1 millisecond'"
    " ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED");

static const char *
json_of(struct db *db, struct spec *spec, const void *obj)
{
	struct buf  b = { 0 };
	const char *json;

	json_write_spec(&b, spec, obj);
	json = arena_dup(db_arena(db), b.data, b.len);
	buf_free(&b);
	return json;
}

static const char *
json_of_list(struct db *db, struct spec *spec, const struct list *l)
{
	struct buf  b = { 0 };
	const char *json;

	spec_prepare(spec);
	json_write_list_spec(&b, spec, l);
	json = arena_dup(db_arena(db), b.data, b.len);
	buf_free(&b);
	return json;
}

enum err
db_order_get(struct db *db, struct uuid id, struct uuid user_id,
    struct order *out)
{
	return db_one(db, &sql_order_get, VALUES(V(id), V(user_id)), order,
	    out);
}

enum err
db_order_of_vendor(struct db *db, struct uuid id, struct uuid vendor_user_id,
    struct order *out)
{
	return db_one(db, &sql_order_of_vendor,
	    VALUES(V(id), V(vendor_user_id)), order, out);
}

enum err
db_parcel_list(struct db *db, struct uuid order_id, LIST(parcel) *out)
{
	return db_all(db, &sql_parcel_list, VALUES(V(order_id)), parcel, out);
}

enum err
db_order_steps(struct db *db, struct uuid order_id, LIST(order_step) *out)
{
	return db_all(db, &sql_order_steps, VALUES(V(order_id)), order_step,
	    out);
}

enum err
db_last_address(struct db *db, struct uuid user_id, struct address *out)
{
	struct last_address row;
	enum err            e;

	e = db_one(db, &sql_last_address, VALUES(V(user_id)), last_address,
	    &row);
	if (e == ERR_OK)
		*out = row.address;
	return e;
}

enum err
db_order_add(struct db *db, const struct order *o, const LIST(parcel) *parcels)
{
	db_run(db, &sql_order_add,
	    VALUES(V(o->id), V(o->order_number), V(o->user_id), V(o->email),
		V(o->currency), V(o->subtotal_amount), V(o->shipping_amount),
		V(o->tax_amount), V(o->total_amount),
		V(json_of(db, &address_spec, o->shipping_address)),
		V(json_of(db, &address_spec, o->billing_address)),
		V(payment_method_words[o->payment_method])),
	    NULL);
	db_run(db, &sql_parcels_add,
	    VALUES(V(o->id),
		V(json_of_list(db, &parcel_spec, LIST_ANY(parcels)))),
	    NULL);
	return db_run(db, &sql_items_add,
	    VALUES(V(o->id),
		V(json_of_list(db, &item_in_spec, LIST_ANY(&o->items)))),
	    NULL);
}

/* The lock comes first, so that what follows sees what it waited for. */
enum err
db_order_lock(struct db *db, struct uuid id, struct order *order,
    LIST(parcel) *parcels)
{
	struct order_id locked;

	db_batch(db);
	db_one(db, &sql_order_lock, VALUES(V(id)), order_id, &locked);
	db_order_get(db, id, (struct uuid){ "" }, order);
	db_parcel_list(db, id, parcels);
	return db_flush(db);
}

enum err
db_order_move(struct db *db, struct uuid id, enum order_status status,
    const struct uuid *vendors, size_t n, enum order_status parcel_status,
    const char *note)
{
	const char  *word = order_status_words[parcel_status];
	struct value ids = value_of_uuids(db, vendors, n, sizeof(*vendors));

	db_batch(db);
	db_run(db, &sql_order_move,
	    VALUES(V(id), V(order_status_words[status])), NULL);
	db_run(db, &sql_parcels_move, VALUES(V(id), V(word), ids), NULL);
	db_run(db, &sql_steps_add, VALUES(V(id), V(word), ids, V(note)), NULL);
	return db_flush(db);
}

enum err
db_order_paid(struct db *db, struct uuid id, struct uuid payment_id)
{
	return db_run(db, &sql_order_paid, VALUES(V(id), V(payment_id)), NULL);
}

enum err
db_order_refunded(struct db *db, struct uuid id, struct uuid key,
    struct money amount)
{
	db_batch(db);
	db_run(db, &sql_refund_add, VALUES(V(id), V(key), V(amount)), NULL);
	db_run(db, &sql_order_refunded, VALUES(V(id)), NULL);
	return db_flush(db);
}

enum err
db_orders_unpaid(struct db *db, int64_t ms, int64_t count, LIST(order_id) *ids)
{
	return db_all(db, &sql_orders_unpaid, VALUES(V(ms), V(count)), order_id,
	    ids);
}
