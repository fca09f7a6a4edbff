/* SPDX-License-Identifier: ISC */
#include "db/orders/checkout/order_add.h"
#include "common/base/buf.h"
#include "common/model/json_write.h"

/* What is written of an item; the rest is its parcel's. */
SPEC_AS(order_item_new, order_item, FIELD(id), FIELD(vendor_id),
    FIELD(product_id), FIELD(variant_id), FIELD(name), FIELD(sku), FIELD(image),
    FIELD(quantity), FIELD(price), FIELD(total_price));

CONSTRAINT(orders_pkey, ERR_CONFLICT);
CONSTRAINT(orders_number_key, ERR_CONFLICT);

QUERY(sql_order_add, .sql =
    "INSERT INTO orders (id, order_number, user_id, email, currency,"
    "  subtotal_amount, shipping_amount, tax_amount, total_amount,"
    "  refunded_amount, shipping_address, billing_address, payment_method)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::numeric,"
    "  $9::numeric * 0, $10, $11, $12)");

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

enum err
db_order_add(struct db *db, const struct order *o, const LIST(parcel) *parcels)
{
	struct arena *a = db_arena(db);

	db_run(db, &sql_order_add,
	    VALUES(V(o->id), V(o->order_number), V(o->user_id), V(o->email),
		V(o->currency), V(o->subtotal_amount), V(o->shipping_amount),
		V(o->tax_amount), V(o->total_amount),
		V(json_object_text(a, address, o->shipping_address)),
		V(json_object_text(a, address, o->billing_address)),
		V(payment_method_words[o->payment_method])),
	    NULL);
	db_run(db, &sql_parcels_add,
	    VALUES(V(o->id), V(json_list_text(a, parcel, parcels))), NULL);
	return db_run(db, &sql_items_add,
	    VALUES(V(o->id),
		V(json_list_text_spec(a, &order_item_new_spec,
		    typed_list_in(order_item, &o->items)))),
	    NULL);
}
