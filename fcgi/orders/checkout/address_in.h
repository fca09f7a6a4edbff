/* SPDX-License-Identifier: ISC */
/*
 * address_in.h - an address as a caller sends it.  Its rules hold for input
 * only: addresses that are stored already are read by "address_spec".
 */
#ifndef FARM_FCGI_ORDERS_CHECKOUT_ADDRESS_IN_H
#define FARM_FCGI_ORDERS_CHECKOUT_ADDRESS_IN_H

#include "db/orders/order.h"

struct address_in {
	struct address address;
};
SPEC_DECLARE(address_in);

#endif
