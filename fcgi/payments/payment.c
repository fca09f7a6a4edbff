/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/client/http_client.h"
#include "fcgi/payments/payments.h"

SPEC_STATIC(order,
    FIELD(order, id),
    FIELD(order, order_number),
    FIELD(order, user_id),
    FIELD(order, email),
    FIELD(order, status),
    FIELD(order, currency),
    FIELD(order, total_amount),
    FIELD_OF(order, vendors, payment_share));

struct payment_add_in {
	struct uuid         order_id;
	enum payment_method method;
};
SPEC(payment_add_in,
    FIELD_IN(payment_add_in, order_id, 0, 0),
    FIELD_IN_ENUM(payment_add_in, method, payment_method_words));

SPEC(payment_id_in, FIELD_IN(payment_id_in, id, 0, 0));

struct payment_process_in {
	struct uuid id;
	const char *payment_method_id;
};
SPEC(payment_process_in,
    FIELD_IN(payment_process_in, id, 0, 0),
    FIELD_OPT(payment_process_in, payment_method_id, 1, 255));

struct payment_result {
	bool                success;
	enum payment_status status;
	const char         *transaction_id, *message;
	struct payment      payment;
};
SPEC(payment_result,
    FIELD(payment_result, success),
    FIELD_ENUM(payment_result, status, payment_status_words),
    FIELD(payment_result, transaction_id),
    FIELD(payment_result, message),
    FIELD_SUB(payment_result, payment, payment));

enum err
order_get(struct req *rq, struct uuid id, struct order *out)
{
	enum err e;

	e = service_call(rq, "orders", GET,
	    arena_printf(rq->arena, "/internal/orders/%s", id.text), NULL, NULL,
	    &order_spec, out);
	if (e == ERR_NOT_FOUND ||
	    (e == ERR_OK && !uuid_equal(out->user_id, rq->session.user_id)))
		return ERR_ORDER_NOT_FOUND;
	return e;
}

enum err
payment_of(struct req *rq, const struct order *order, struct uuid id,
    enum payment_method method, struct payment *out)
{
	struct payment p = { .id = id,
		.order_id = order->id,
		.user_id = order->user_id,
		.email = order->email,
		.order_number = order->order_number,
		.amount = order->total_amount,
		.currency = order->currency,
		.method = method };

	if (provider_of(method) == NULL || order->total_amount.minor <= 0) {
		complain_as(&rq->complaints, "method", "not_offered",
		    err_title(ERR_PAYMENT_METHOD));
		return ERR_PAYMENT_METHOD;
	}
	return db_payment_add(rq->db, &p, &order->vendors, out);
}

/*
 * POST /payments - a payment for an order of one's own that waits for it.
 * With the Idempotency-Key of before the id is that of before too.
 */
enum err
payment_add(struct req *rq)
{
	const struct payment_add_in *in = rq->in;
	struct payment              *out = rq->out;
	struct order                 order;
	enum err                     e;

	if ((e = order_get(rq, in->order_id, &order)) != ERR_OK)
		return e;
	e = db_payment_of_order(rq->db, order.id, out);
	if (e == ERR_OK)
		return uuid_equal(out->id, rq->once_id) ? ERR_OK :
							  ERR_PAYMENT_EXISTS;
	if (e != ERR_PAYMENT_NOT_FOUND)
		return e;
	if (strcmp(order.status, "PENDING") != 0)
		return ERR_ORDER_STATE;
	e = payment_of(rq, &order, rq->once_id, in->method, out);
	return e == ERR_OK && !uuid_equal(out->id, rq->once_id) ?
	    ERR_PAYMENT_EXISTS :
	    e;
}

/* GET /payments/:id - one's own; an admin sees all. */
enum err
payment_show(struct req *rq)
{
	const struct payment_id_in *in = rq->in;
	struct payment             *out = rq->out;
	enum err                    e;

	if ((e = db_payment_get(rq->db, in->id, out)) != ERR_OK)
		return e;
	return uuid_equal(out->user_id, rq->session.user_id) ||
		rq->session.role == ROLE_ADMIN ?
	    ERR_OK :
	    ERR_PAYMENT_NOT_FOUND;
}

static const char *
message_of(const struct payment *p)
{
	switch (p->status) {
	case PAYMENT_COMPLETED: return "The payment has arrived.";
	case PAYMENT_PROCESSING:
		return p->next_action != NULL ?
		    "The payment goes on at the address in nextAction." :
		    "The payment is on its way.";
	case PAYMENT_FAILED:
		return p->message != NULL ? p->message :
					    "The payment was declined.";
	case PAYMENT_CANCELLED: return "The payment was cancelled.";
	case PAYMENT_REFUNDED: return "The payment was refunded.";
	case PAYMENT_PENDING: break;
	}
	return "The payment has not begun.";
}

/*
 * POST /payments/:id/process - pay, or find out. A declined card is an answer
 * like any other; after it another card may be tried.
 */
enum err
payment_run(struct req *rq)
{
	const struct payment_process_in *in = rq->in;
	struct payment_result           *out = rq->out;
	struct payment                  *p = &out->payment;
	enum err                         e;

	if ((e = db_payment_get(rq->db, in->id, p)) != ERR_OK)
		return e;
	if (!uuid_equal(p->user_id, rq->session.user_id))
		return ERR_PAYMENT_NOT_FOUND;
	if ((e = payment_process(rq, p, in->payment_method_id)) != ERR_OK)
		return e;
	if (p->status == PAYMENT_COMPLETED)
		order_confirm(rq, p);
	out->success = p->status == PAYMENT_COMPLETED;
	out->status = p->status;
	out->transaction_id = p->transaction_id;
	out->message = message_of(p);
	return ERR_OK;
}
