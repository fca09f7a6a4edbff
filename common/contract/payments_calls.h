/* SPDX-License-Identifier: ISC */
/*
 * payments_calls.h - the calls that payments answers.
 */
#ifndef FARM_CONTRACT_PAYMENTS_CALLS_H
#define FARM_CONTRACT_PAYMENTS_CALLS_H

#include "common/contract/call.h"

struct order_cancelled_in {
	struct uuid order_id;
	struct uuid vendor_id; /* not given: the whole order */
	/* A stored_text without values; or NULL. */
	const char  *reason, *reason_id;
	const char  *refund_key; /* one refund for each key */
	struct money amount;     /* not given: all that is left */
};
SPEC_DECLARE(order_cancelled_in);

/*
 * The order, or one vendor's part of it, is cancelled: end its payment, or
 * refund it.  Idempotent.  ERR_UNAVAILABLE: ask again.
 */
#define CALL_ORDER_CANCELLED                                     \
	"payments", POST, "/internal/orders/:orderId/cancelled", \
	    order_cancelled_in, none

struct payments_reconciled {
	int64_t settled; /* attempts and refunds */
};
SPEC_DECLARE(payments_reconciled);

/* Ask the providers about attempts and refunds whose outcome is unknown. */
#define CALL_PAYMENTS_RECONCILE                                 \
	"payments", POST, "/internal/payments/reconcile", none, \
	    payments_reconciled

#endif
