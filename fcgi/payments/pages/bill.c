/* SPDX-License-Identifier: ISC */
#include "fcgi/payments/pages/bill.h"
#include "common/http/service_call.h"
#include "fcgi/payments/engine/provider.h"

const struct rate payment_rate = { "payment", 12, 60 };

enum err
bill_get(struct req *rq, struct uuid order_id, struct order_bill *out)
{
	enum err e;

	e = service_call(rq, CALL_ORDER_BILL, &(struct id_in){ order_id }, out);
	if (e == ERR_NOT_FOUND ||
	    (e == ERR_OK && !uuid_equal(out->user_id, rq->session.user_id)))
		return ERR_ORDER_NOT_FOUND;
	return e;
}

enum err
bill_payment(struct req *rq, const struct order_bill *bill, struct uuid id,
    enum payment_method method, struct payment *out)
{
	struct payment p = { .id = id,
		.order_id = bill->id,
		.user_id = bill->user_id,
		.email = bill->email,
		.order_number = bill->order_number,
		.amount = bill->total_amount,
		.currency = bill->currency,
		.method = method };
	enum err       e;

	if (!provider_offers(method) || bill->total_amount.minor <= 0) {
		payment_method_complain(&rq->complaints, "method");
		return ERR_PAYMENT_METHOD;
	}
	e = payment_amount_check(method, p.amount, p.currency);
	return e != ERR_OK ? e :
			     db_payment_add(rq->db, &p, &bill->vendors, out);
}
