/* SPDX-License-Identifier: ISC */
#include "common/http/service_call.h"
#include "fcgi/payments/payments.h"

struct payment_add_in {
	struct uuid         order_id;
	enum payment_method method;
};
SPEC_STATIC(payment_add_in,
    FIELD(order_id, REQUIRED),
    FIELD_ENUM(method, payment_method_words, REQUIRED));

SPEC(payment_id_in, FIELD(id, REQUIRED));

struct payment_process_in {
	struct uuid id;
	const char *payment_method_id;
};
SPEC_STATIC(payment_process_in,
    FIELD(id, REQUIRED),
    FIELD(payment_method_id, RANGE(1, 255)));

struct payment_result {
	bool                success;
	enum payment_status status;
	const char         *transaction_id, *message;
	struct payment      payment;
};
SPEC_STATIC(payment_result,
    FIELD(success),
    FIELD_ENUM(status, payment_status_words),
    FIELD(transaction_id),
    FIELD(message),
    FIELD_SUB(payment, payment));

enum err
order_get(struct req *rq, struct uuid id, struct order_bill *out)
{
	enum err e;

	e = service_call(rq, CALL_ORDER_BILL, &(struct id_in){ id }, out);
	if (e == ERR_NOT_FOUND ||
	    (e == ERR_OK && !uuid_equal(out->user_id, rq->session.user_id)))
		return ERR_ORDER_NOT_FOUND;
	return e;
}

enum err
payment_of(struct req *rq, const struct order_bill *order, struct uuid id,
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

	if (!provider_offers(method) || order->total_amount.minor <= 0) {
		payment_method_complain(&rq->complaints, "method");
		return ERR_PAYMENT_METHOD;
	}
	return db_payment_add(rq->db, &p, &order->vendors, out);
}

/*
 * POST /payments - a payment for an order of one's own that waits for it.
 * With the Idempotency-Key of before the id is that of before too.
 */
HANDLER(payment_add, payment_add_in, payment)
{
	struct order_bill order;
	enum err          e;

	if ((e = order_get(rq, in->order_id, &order)) != ERR_OK)
		return e;
	e = db_payment_of_order(rq->db, order.id, out);
	if (e == ERR_OK)
		return uuid_equal(out->id, rq->once_id) ? ERR_OK :
							  ERR_PAYMENT_EXISTS;
	if (e != ERR_PAYMENT_NOT_FOUND)
		return e;
	if (order.status != ORDER_PENDING)
		return ERR_ORDER_STATE;
	e = payment_of(rq, &order, rq->once_id, in->method, out);
	return e == ERR_OK && !uuid_equal(out->id, rq->once_id) ?
	    ERR_PAYMENT_EXISTS :
	    e;
}

/* GET /payments/:id - one's own; an admin sees all. */
HANDLER(payment_show, payment_id_in, payment)
{
	enum err e;

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
HANDLER(payment_run, payment_process_in, payment_result)
{
	struct payment *p = &out->payment;
	enum err        e;

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

const struct rate payment_rate = { "payment", 12, 60 };

const struct route payment_routes[] = {
	{ POST, "/payments", &payment_add, .who = SIGNED_IN, .face = API_ONLY,
	    .status = 201, .once = true, .rate = &payment_rate },
	{ GET, "/payments/:id", &payment_show, .who = SIGNED_IN,
	    .face = API_ONLY },
	{ POST, "/payments/:id/process", &payment_run, .who = SIGNED_IN,
	    .face = API_ONLY, .once = true, .rate = &payment_rate },
	{ 0 },
};
