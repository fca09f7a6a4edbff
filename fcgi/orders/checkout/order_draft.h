/* SPDX-License-Identifier: ISC */
/*
 * order_draft.h - an order that is not written yet.
 */
#ifndef FARM_FCGI_ORDERS_CHECKOUT_ORDER_DRAFT_H
#define FARM_FCGI_ORDERS_CHECKOUT_ORDER_DRAFT_H

#include "common/http/request.h"
#include "db/orders/order.h"
#include "fcgi/orders/goods.h"

struct order_draft {
	struct order order; /* its buyer, addresses and method are given */
	LIST(parcel) parcels;
};

/*
 * Fill items, parcels and amounts from what is held.  ERR_AMOUNT_TOO_LARGE;
 * the errors of payment_amount_check().
 */
enum err order_draft_fill(struct req *, struct order_draft *,
    const LIST(reserved_line) *held);

/* A new number, such as "F-26-4K7Q2X". */
const char *order_number_new(struct arena *);

#endif
