/* SPDX-License-Identifier: ISC */
#include "db/orders/state/order_move.h"
#include "db/orders/pages/order_read.h"

QUERY(sql_order_lock, .none = ERR_ORDER_NOT_FOUND, .sql =
    "SELECT id FROM orders WHERE id = $1 FOR UPDATE");

QUERY(sql_order_move, .sql =
    "UPDATE orders SET status = $2, version = version + 1,"
    "  updated_at = farm_now() WHERE id = $1");

QUERY(sql_parcels_move, .sql =
    "UPDATE parcels SET status = $2, version = version + 1"
    " WHERE order_id = $1 AND vendor_id = ANY ($3::uuid[])");

QUERY(sql_steps_add, .sql =
    "INSERT INTO order_steps"
    "  (order_id, vendor_id, status, note, note_id, note_args)"
    " SELECT $1, v, $2, $4, $5, $6 FROM unnest($3::uuid[]) AS v");

QUERY(sql_order_paid, .sql =
    "UPDATE orders SET payment_id = $2, paid_at = farm_now(),"
    "  version = version + 1, updated_at = farm_now()"
    " WHERE id = $1 AND payment_id IS NULL");

QUERY(sql_refund_add, .sql =
    "INSERT INTO order_refunds (key, order_id, amount) VALUES ($2, $1, $3)"
    " ON CONFLICT (key) DO NOTHING");

QUERY(sql_order_refunded, .sql =
    "UPDATE orders SET refunded_amount = r.amount, version = version + 1,"
    "  updated_at = farm_now()"
    " FROM (SELECT least(o.total_amount, (SELECT sum(amount)"
    "  FROM order_refunds WHERE order_id = $1)) AS amount"
    "  FROM orders o WHERE o.id = $1) r"
    " WHERE id = $1 AND refunded_amount <> r.amount");

QUERY(sql_orders_unpaid, .sql =
    "SELECT id FROM orders WHERE status = 'PENDING'"
    "  AND created_at < farm_now() - $1::bigint * interval '1 millisecond'"
    " ORDER BY created_at, id LIMIT $2");

/* The lock comes first, so that the order is read after the wait for it. */
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
    const LIST(parcel) *moved, enum order_status parcel_status,
    const struct stored_text *note)
{
	const char  *word = order_status_words[parcel_status];
	struct value vendors = V_UUIDS(db, moved->items, moved->n, vendor_id);

	db_batch(db);
	db_run(db, &sql_order_move,
	    VALUES(V(id), V(order_status_words[status])), NULL);
	db_run(db, &sql_parcels_move, VALUES(V(id), V(word), vendors), NULL);
	db_run(db, &sql_steps_add,
	    VALUES(V(id), V(word), vendors, V(note->text), V(note->id),
		V(note->args.text)),
	    NULL);
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
db_orders_unpaid(struct db *db, int64_t ms, int64_t count, LIST(order_id) *out)
{
	return db_all(db, &sql_orders_unpaid, VALUES(V(ms), V(count)), order_id,
	    out);
}
