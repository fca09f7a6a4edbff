/* SPDX-License-Identifier: ISC */
/*
 * bill.h - the order behind a payment, as orders knows it.
 */
#ifndef FARM_FCGI_PAYMENTS_PAGES_BILL_H
#define FARM_FCGI_PAYMENTS_PAGES_BILL_H

#include "common/contract/orders_calls.h"
#include "common/http/route.h"
#include "db/payments/payments.h"

/* The bill of an order of the person who asks.  ERR_ORDER_NOT_FOUND. */
enum err bill_get(struct req *, struct uuid order_id, struct order_bill *out);

/*
 * The payment of the order; it is made with this id if there is none.
 * ERR_PAYMENT_METHOD: the method is not offered, or there is nothing to pay;
 * the errors of payment_amount_check().
 */
enum err bill_payment(struct req *, const struct order_bill *, struct uuid id,
    enum payment_method, struct payment *out);

/* How often a person can try to pay. */
extern const struct rate payment_rate;

#endif
