/* SPDX-License-Identifier: ISC */
/*
 * payment.c - payments in the API.
 */
#include "fcgi/payments/engine/attempt.h"
#include "fcgi/payments/engine/effects.h"
#include "fcgi/payments/pages/bill.h"
#include "fcgi/payments/payments.h"

struct payment_add_in {
	struct uuid         order_id;
	enum payment_method method;
};
SPEC_STATIC(payment_add_in,
    FIELD(order_id, REQUIRED),
    FIELD_ENUM(method, payment_method_words, REQUIRED));

/* The members of "proof" are those that the providers declare. */
struct payment_process_in {
	struct uuid          id;
	struct payment_proof proof;
};
#define PROOF_FIELD(name, method) , FIELD_BASE(proof.name, name##_proof)
SPEC_STATIC(payment_process_in,
    FIELD(id, REQUIRED) PROVIDERS(PROOF_FIELD));

struct payment_result {
	bool                success;
	enum payment_status status;
	const char         *transaction_id, *message;
	struct payment      payment;
};
SPEC_STATIC(payment_result,
    FIELD(success, GIVEN),
    FIELD_ENUM(status, payment_status_words, GIVEN),
    FIELD(transaction_id),
    FIELD(message, GIVEN),
    FIELD_SUB(payment, payment));

/*
 * POST /payments - make the payment of an order that waits for it.  A repeated
 * Idempotency-Key has the id of the first request, and so finds its payment.
 */
HANDLER(payment_add, payment_add_in, payment)
{
	struct order_bill bill;
	enum err          e;

	if ((e = bill_get(rq, in->order_id, &bill)) != ERR_OK)
		return e;
	e = db_payment_of_order(rq->db, bill.id, out);
	if (e == ERR_OK)
		return uuid_equal(out->id, rq->once_id) ? ERR_OK :
							  ERR_PAYMENT_EXISTS;
	if (e != ERR_PAYMENT_NOT_FOUND)
		return e;
	if (bill.status != ORDER_PENDING)
		return ERR_ORDER_STATE;
	e = bill_payment(rq, &bill, rq->once_id, in->method, out);
	return e == ERR_OK && !uuid_equal(out->id, rq->once_id) ?
	    ERR_PAYMENT_EXISTS :
	    e;
}

/* GET /payments/:id - for its buyer and for administrators. */
HANDLER(payment_show, id_in, payment)
{
	enum err e;

	if ((e = db_payment_get(rq->db, in->id, out)) != ERR_OK)
		return e;
	return uuid_equal(out->user_id, rq->session.user_id) ||
		rq->session.role == ROLE_ADMIN ?
	    ERR_OK :
	    ERR_PAYMENT_NOT_FOUND;
}

static struct sentence
status_sentence(const struct payment *p)
{
	switch (p->status) {
	case PAYMENT_COMPLETED: return SAY("We have received your payment.");
	case PAYMENT_PROCESSING:
		return p->next_action != NULL ?
		    SAY("Continue the payment at the address in nextAction.") :
		    SAY("The payment is being processed.");
	case PAYMENT_FAILED: return SAY("The payment was declined.");
	case PAYMENT_CANCELLED: return SAY("The payment was cancelled.");
	case PAYMENT_REFUNDED: return SAY("The payment was refunded.");
	case PAYMENT_PENDING: break;
	}
	return SAY("The payment has not started.");
}

/*
 * POST /payments/:id/process - pay, or find out what became of it.  A declined
 * card is a success of the request; another card may be tried after it.
 */
HANDLER(payment_process_add, payment_process_in, payment_result)
{
	struct payment   *p = &out->payment;
	struct settlement s;
	enum err          e;

	if ((e = db_payment_get(rq->db, in->id, p)) != ERR_OK)
		return e;
	if (!uuid_equal(p->user_id, rq->session.user_id))
		return ERR_PAYMENT_NOT_FOUND;
	if ((e = payment_process(rq, p->id, &in->proof, &s)) != ERR_OK)
		return e;
	effects_execute_shown(rq, &s);
	*p = s.payment;
	out->success = p->status == PAYMENT_COMPLETED;
	out->status = p->status;
	out->transaction_id = p->transaction_id;
	out->message = p->status == PAYMENT_FAILED && p->message != NULL ?
	    language_text(rq->language, p->message) :
	    req_say(rq, status_sentence(p), NO_ARGS);
	return ERR_OK;
}

const struct route payment_routes[] = {
	{ POST, "/payments", &payment_add, .who = SIGNED_IN, .face = API_ONLY,
	    .status = 201, .once = true, .rate = &payment_rate },
	{ GET, "/payments/:id", &payment_show, .who = SIGNED_IN,
	    .face = API_ONLY },
	{ POST, "/payments/:id/process", &payment_process_add, .who = SIGNED_IN,
	    .face = API_ONLY, .once = true, .rate = &payment_rate },
	{ 0 },
};
