/* SPDX-License-Identifier: ISC */
/*
 * orders_calls.h - the calls that orders answers.
 */
#ifndef FARM_CONTRACT_ORDERS_CALLS_H
#define FARM_CONTRACT_ORDERS_CALLS_H

#include "common/contract/call.h"
#include "common/contract/order.h"

/* One vendor's part of the amount of an order. */
struct order_share {
	struct uuid  vendor_id, vendor_user_id;
	struct money items_amount, shipping_amount, tax_amount;
};
SPEC_DECLARE(order_share);

/* What is to be paid for an order, by whom and to whom. */
struct order_bill {
	struct uuid       id, user_id;
	const char       *order_number, *email, *currency;
	enum order_status status;
	struct money subtotal_amount, shipping_amount, tax_amount, total_amount;
	enum payment_method payment_method;
	LIST(order_share)   vendors;
};
SPEC_DECLARE(order_bill);

/* ERR_ORDER_NOT_FOUND. */
#define CALL_ORDER_BILL "orders", GET, "/internal/orders/:id", id_in, order_bill

struct order_paid_in {
	struct uuid  id, payment_id;
	struct money amount;
};
SPEC_DECLARE(order_paid_in);

/*
 * This payment has paid the order.  Idempotent.  ERR_ORDER_STATE: the order
 * cannot be paid any more, refund the payment.  ERR_AMOUNT_MISMATCH.
 */
#define CALL_ORDER_PAID \
	"orders", POST, "/internal/orders/:id/paid", order_paid_in, none

struct order_refunded_in {
	struct uuid  id, payment_id;
	struct uuid  refund_key; /* counts once; not given: payment_id */
	struct money amount;
	bool         is_whole; /* with it the whole payment is refunded */
};
SPEC_DECLARE(order_refunded_in);

/* An amount of this payment went back to the buyer.  Idempotent. */
#define CALL_ORDER_REFUNDED \
	"orders", POST, "/internal/orders/:id/refunded", order_refunded_in, none

struct orders_expired {
	int64_t cancelled;
};
SPEC_DECLARE(orders_expired);

/* Cancel the orders that were not paid in time. */
#define CALL_ORDERS_EXPIRE \
	"orders", POST, "/internal/orders/expire", none, orders_expired

#endif
