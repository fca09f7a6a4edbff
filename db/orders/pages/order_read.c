/* SPDX-License-Identifier: ISC */
#include "db/orders/pages/order_read.h"
#include "db/orders/order_sql.h"

struct last_address {
	struct address address;
};
SPEC_STATIC(last_address, FIELD_SUB(address, address));

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
    "  shipping_amount, tax_amount, version AS parcel_version"
    " FROM parcels WHERE order_id = $1 ORDER BY vendor_name, vendor_id");

QUERY(sql_order_steps, .sql =
    "SELECT vendor_id, status, note, note_id, note_args, at FROM order_steps"
    " WHERE order_id = $1 ORDER BY id");

QUERY(sql_last_address, .sql =
    "SELECT shipping_address AS address FROM orders WHERE user_id = $1"
    " ORDER BY created_at DESC, id DESC LIMIT 1");

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
