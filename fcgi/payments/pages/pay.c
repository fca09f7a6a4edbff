/* SPDX-License-Identifier: ISC */
/*
 * pay.c - the buyer's pages: what is to be paid, and the way to the provider's
 * page and back.
 */
#include "fcgi/payments/engine/attempt.h"
#include "fcgi/payments/engine/effects.h"
#include "fcgi/payments/pages/bill.h"
#include "fcgi/payments/payments.h"

struct order_id_in {
	struct uuid order_id;
};
SPEC_STATIC(order_id_in, FIELD(order_id, REQUIRED));

/* What the page says and offers. */
static const char *const pay_state_words[] = { "ready", "open", "waiting",
	"failed", "paid", "cancelled", "refunded", "stopped", NULL };
enum pay_state {
	STATE_READY,   /* nothing was tried */
	STATE_OPEN,    /* the provider's page waits for the buyer */
	STATE_WAITING, /* the provider has not decided yet */
	STATE_FAILED,
	STATE_PAID,
	STATE_CANCELLED,
	STATE_REFUNDED,
	STATE_STOPPED /* its payment method is not offered any more */
};

struct pay_page {
	struct uuid         order_id;
	const char         *order_number, *message, *currency;
	struct money        amount;
	enum pay_state      state;
	bool                can_pay;
	enum payment_method method;
};
SPEC_STATIC(pay_page,
    FIELD(order_id),
    FIELD(order_number),
    FIELD(currency),
    FIELD(amount),
    FIELD_ENUM(state, pay_state_words),
    FIELD(message),
    FIELD(can_pay),
    FIELD_ENUM(method, payment_method_words));

static enum pay_state
pay_state_of(const struct payment *p)
{
	switch (p->status) {
	case PAYMENT_PENDING: return STATE_READY;
	case PAYMENT_PROCESSING:
		return p->next_action != NULL ? STATE_OPEN : STATE_WAITING;
	case PAYMENT_COMPLETED: return STATE_PAID;
	case PAYMENT_FAILED: return STATE_FAILED;
	case PAYMENT_CANCELLED: return STATE_CANCELLED;
	case PAYMENT_REFUNDED: break;
	}
	return STATE_REFUNDED;
}

/* A new attempt needs a method that is offered; an open one goes on. */
static void
pay_state_set(struct pay_page *page, enum pay_state state)
{
	bool begins = state == STATE_READY || state == STATE_FAILED;

	if (begins && !provider_offers(page->method))
		state = STATE_STOPPED;
	page->state = state;
	page->can_pay = state == STATE_READY || state == STATE_OPEN ||
	    state == STATE_FAILED;
}

/* The payment of the person who asks. */
static enum err
payment_own(struct req *rq, struct uuid order_id, struct payment *out)
{
	enum err e = db_payment_of_order(rq->db, order_id, out);

	return e == ERR_OK && !uuid_equal(out->user_id, rq->session.user_id) ?
	    ERR_ORDER_NOT_FOUND :
	    e;
}

/* GET /pay/:orderId - the state of the payment, and what can be done. */
HANDLER(pay_show, order_id_in, pay_page)
{
	struct payment    p;
	struct order_bill bill;
	enum err          e;

	e = payment_own(rq, in->order_id, &p);
	if (e == ERR_OK) {
		out->order_id = p.order_id;
		out->order_number = p.order_number;
		out->currency = p.currency;
		out->amount = p.amount;
		out->method = p.method;
		out->message = p.message == NULL ?
		    NULL :
		    language_text(rq->language, p.message);
		pay_state_set(out, pay_state_of(&p));
		return ERR_OK;
	}
	if (e != ERR_PAYMENT_NOT_FOUND ||
	    (e = bill_get(rq, in->order_id, &bill)) != ERR_OK)
		return e;
	out->order_id = bill.id;
	out->order_number = bill.order_number;
	out->currency = bill.currency;
	out->amount = bill.total_amount;
	out->method = bill.payment_method;
	pay_state_set(out,
	    bill.status == ORDER_PENDING ? STATE_READY : STATE_CANCELLED);
	return ERR_OK;
}

/* Lead the buyer on.  "e" is what payment_process() or payment_look() said. */
static enum err
pay_lead_on(struct req *rq, struct settlement *s, struct uuid order_id,
    enum err e)
{
	const char           *id = order_id.text;
	const struct payment *p = &s->payment;

	if (e == ERR_OK)
		effects_execute_shown(rq, s);
	if (e == ERR_PAYMENT_UNKNOWN || e == ERR_UNCERTAIN)
		req_next(rq, "/pay/%s?notice=payment-pending", id);
	else if (e == ERR_UNAVAILABLE)
		req_next(rq, "/pay/%s?notice=payment-resting", id);
	else if (e != ERR_OK && e != ERR_PAYMENT_STATE)
		return e;
	else if (e == ERR_OK && p->status == PAYMENT_COMPLETED)
		req_next(rq, "/orders/%s?notice=paid", id);
	else if (e == ERR_OK && p->status == PAYMENT_FAILED)
		req_next(rq, "/pay/%s?notice=payment-failed", id);
	else
		req_next(rq, "/pay/%s", id);
	return ERR_OK;
}

/* The order's payment; it is made if the order waits for one. */
static enum err
payment_ready(struct req *rq, struct uuid order_id, struct payment *out)
{
	struct order_bill bill;
	enum err          e = payment_own(rq, order_id, out);

	if (e != ERR_PAYMENT_NOT_FOUND ||
	    (e = bill_get(rq, order_id, &bill)) != ERR_OK)
		return e;
	if (bill.status != ORDER_PENDING)
		return ERR_ORDER_STATE;
	return bill_payment(rq, &bill, rq->once_id, bill.payment_method, out);
}

/*
 * POST /pay/:orderId - to the provider's page, where the buyer pays.  Card
 * numbers never come to us.
 */
HANDLER(pay_start, order_id_in, pay_page)
{
	static const struct payment_proof none;
	struct settlement                 s;
	struct payment                    p;
	enum err                          e;

	if ((e = payment_ready(rq, in->order_id, &p)) != ERR_OK)
		return e;
	e = payment_process(rq, p.id, &none, &s);
	if (e != ERR_OK || s.payment.status != PAYMENT_PROCESSING ||
	    s.payment.next_action == NULL)
		return pay_lead_on(rq, &s, in->order_id, e);
	req_next(rq, "%s", s.payment.next_action->url);
	return ERR_OK;
}

/* GET /pay/:orderId/return - back from the provider's page. */
HANDLER(pay_return, order_id_in, none)
{
	struct settlement s;
	struct payment    p;
	enum err          e;

	if ((e = payment_own(rq, in->order_id, &p)) != ERR_OK)
		return e;
	e = payment_look(rq, &p, &s);
	if (e == ERR_OK && s.payment.status == PAYMENT_PROCESSING &&
	    s.payment.next_action == NULL)
		e = ERR_PAYMENT_UNKNOWN;
	return pay_lead_on(rq, &s, in->order_id, e);
}

const struct route pay_routes[] = {
	{ GET, "/pay/:orderId", &pay_show, .page = "payments/pay",
	    .who = SIGNED_IN, .face = PAGE_ONLY },
	{ POST, "/pay/:orderId", &pay_start, .who = SIGNED_IN,
	    .face = PAGE_ONLY, .once = true, .rate = &payment_rate },
	{ GET, "/pay/:orderId/return", &pay_return, .who = SIGNED_IN,
	    .face = PAGE_ONLY },
	{ 0 },
};
