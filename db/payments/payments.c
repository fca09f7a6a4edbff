/* SPDX-License-Identifier: ISC */
#include "db/payments/payments.h"
#include "common/model/json_write.h"
#include "db/pg/slice.h"

#define PAYMENT_COLUMNS                                                   \
	"id, order_id, user_id, amount, currency, status, method,"        \
	" transaction_id, message, order_number, email, created_at,"      \
	" updated_at, CASE WHEN next_action_url IS NOT NULL THEN"         \
	" jsonb_build_object('type', 'redirect', 'url', next_action_url)" \
	" END AS next_action"

const char *const payment_status_words[] = { "PENDING", "PROCESSING",
	"COMPLETED", "FAILED", "CANCELLED", "REFUNDED", NULL };
SPEC(next_action,
    FIELD(type, GIVEN),
    FIELD(url, GIVEN));

SPEC(payment,
    FIELD(id, GIVEN),
    FIELD(order_id, GIVEN),
    FIELD(user_id, GIVEN),
    FIELD(amount, GIVEN),
    FIELD(currency, GIVEN),
    FIELD_ENUM(status, payment_status_words, GIVEN),
    FIELD_ENUM(method, payment_method_words, GIVEN),
    FIELD(transaction_id),
    FIELD(message),
    FIELD_PTR(next_action, next_action),
    FIELD(created_at, GIVEN),
    FIELD(updated_at, GIVEN),
    FIELD(order_number, FOR_PAGES),
    FIELD(email, FOR_PAGES),
    FIELD(order_told, FOR_PAGES));

struct total_row {
	int64_t total;
};
SPEC_STATIC(total_row, FIELD(total));

QUERY(sql_payment_add, .sql =
    "INSERT INTO payments (id, order_id, order_number, user_id, email,"
    "  amount, currency, method) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (order_id) DO NOTHING");

/* The shares belong to the payment that was just made, not to an older one. */
QUERY(sql_shares_add, .sql =
    "INSERT INTO payment_shares (payment_id, vendor_id, vendor_user_id,"
    "  items_amount, shipping_amount, tax_amount)"
    " SELECT p.id, s.\"vendorId\", s.\"vendorUserId\", s.\"itemsAmount\","
    "  s.\"shippingAmount\", s.\"taxAmount\""
    " FROM payments p, jsonb_to_recordset($2::jsonb) AS s(\"vendorId\" uuid,"
    "  \"vendorUserId\" uuid, \"itemsAmount\" numeric,"
    "  \"shippingAmount\" numeric, \"taxAmount\" numeric)"
    " WHERE p.id = $1 ON CONFLICT DO NOTHING");

QUERY(sql_payment_get, .none = ERR_PAYMENT_NOT_FOUND, .sql =
    "SELECT " PAYMENT_COLUMNS " FROM payments WHERE id = $1");

QUERY(sql_payment_of_order, .none = ERR_PAYMENT_NOT_FOUND, .sql =
    "SELECT " PAYMENT_COLUMNS " FROM payments WHERE order_id = $1");

QUERY(sql_payment_lock, .none = ERR_PAYMENT_NOT_FOUND, .sql =
    "SELECT " PAYMENT_COLUMNS " FROM payments WHERE id = $1 FOR UPDATE");

QUERY(sql_payment_shares, .sql =
    "SELECT vendor_id, vendor_user_id, items_amount, shipping_amount,"
    "  tax_amount FROM payment_shares WHERE payment_id = $1"
    " ORDER BY vendor_id");

QUERY(sql_payment_set, .sql =
    "UPDATE payments SET status = $2, transaction_id = $3, message = $4,"
    "  next_action_url = $5, updated_at = farm_now() WHERE id = $1"
    " RETURNING " PAYMENT_COLUMNS);

QUERY(sql_payment_set_answer, .sql =
    "UPDATE payments SET gateway_response = $2 WHERE id = $1");

#define PAYMENT_FILTER                                                   \
	" WHERE ($1::text IS NULL OR status = $1)"                       \
	" AND ($2::text IS NULL OR starts_with(order_number, upper($2))" \
	" OR starts_with(email, lower($2)))"

QUERY(sql_payment_list, .sql =
    "SELECT " PAYMENT_COLUMNS " FROM payments" PAYMENT_FILTER " AND "
    SLICE_NEWEST("created_at", "id", "$3", "$4")
    " ORDER BY created_at DESC, id DESC LIMIT $5 OFFSET $6");

QUERY(sql_payment_count, .sql =
    COUNT_OF("payments" PAYMENT_FILTER));

enum err
db_payment_add(struct db *db, const struct payment *p,
    const LIST(order_share) *shares, struct payment *out)
{
	const char *json = json_list_text(db_arena(db), order_share, shares);

	db_batch(db);
	db_run(db, &sql_payment_add,
	    VALUES(V(p->id), V(p->order_id), V(p->order_number), V(p->user_id),
		V(p->email), V(p->amount), V(p->currency),
		V(payment_method_words[p->method])),
	    NULL);
	db_run(db, &sql_shares_add, VALUES(V(p->id), V(json)), NULL);
	db_one(db, &sql_payment_of_order, VALUES(V(p->order_id)), payment, out);
	return db_flush(db);
}

enum err
db_payment_get(struct db *db, struct uuid id, struct payment *out)
{
	return db_one(db, &sql_payment_get, VALUES(V(id)), payment, out);
}

enum err
db_payment_of_order(struct db *db, struct uuid order_id, struct payment *out)
{
	return db_one(db, &sql_payment_of_order, VALUES(V(order_id)), payment,
	    out);
}

enum err
db_payment_lock(struct db *db, struct uuid id, struct payment *out)
{
	return db_one(db, &sql_payment_lock, VALUES(V(id)), payment, out);
}

enum err
db_payment_shares(struct db *db, struct uuid id, LIST(order_share) *out)
{
	return db_all(db, &sql_payment_shares, VALUES(V(id)), order_share, out);
}

enum err
db_payment_set(struct db *db, struct payment *p)
{
	return db_one(db, &sql_payment_set,
	    VALUES(V(p->id), V(payment_status_words[p->status]),
		V(p->transaction_id), V(p->message),
		V(p->next_action != NULL ? p->next_action->url : NULL)),
	    payment, p);
}

enum err
db_payment_set_answer(struct db *db, struct uuid id, const char *json)
{
	return db_run(db, &sql_payment_set_answer, VALUES(V(id), V(json)),
	    NULL);
}

enum err
db_payment_list(struct db *db, const struct payment_filter *f,
    const struct slice *s, LIST(payment) *out, int64_t *total)
{
	struct total_row row;
	enum err         e;

	db_batch(db);
	db_all(db, &sql_payment_list,
	    VALUES(V(f->status), V(f->search), V(s->key), V(s->id), V(s->limit),
		V(s->offset)),
	    payment, out);
	db_one(db, &sql_payment_count, VALUES(V(f->status), V(f->search)),
	    total_row, &row);
	if ((e = db_flush(db)) == ERR_OK)
		*total = row.total;
	return e;
}
