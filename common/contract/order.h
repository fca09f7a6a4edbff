/* SPDX-License-Identifier: ISC */
/*
 * order.h - parts of an order that several services know.
 */
#ifndef FARM_CONTRACT_ORDER_H
#define FARM_CONTRACT_ORDER_H

#include "common/contract/payment_method.h"

enum order_status {
	ORDER_PENDING,
	ORDER_CONFIRMED,
	ORDER_PROCESSING,
	ORDER_SHIPPED,
	ORDER_DELIVERED,
	ORDER_CANCELLED,
	ORDER_REFUNDED
};
extern const char *const order_status_words[];

/* A postal address as orders and events hold it.  The rules for input are
   elsewhere, so that a rule that changes leaves it readable. */
struct address {
	const char *full_name, *line1, *line2, *city, *state, *postal_code,
	    *country, *phone;
};
SPEC_DECLARE(address);

#endif
