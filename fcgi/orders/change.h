/* SPDX-License-Identifier: ISC */
/*
 * change.h - let something happen to an order: under its lock, with its
 * event, and with the stock that goes with it.
 */
#ifndef FARM_FCGI_ORDERS_CHANGE_H
#define FARM_FCGI_ORDERS_CHANGE_H

#include "common/http/request.h"
#include "fcgi/orders/order_state.h"

struct change {
	struct req        *rq;
	struct uuid        id;
	struct order_event event;
	const char        *note; /* kept with the step; or NULL */
	/* Whose it must be, or ERR_ORDER_NOT_FOUND; not given: anybody's. */
	struct uuid buyer;
	/* The parcel it is about: by its vendor's user, or its vendor. */
	struct uuid vendor_user, vendor;

	/* Filled by change_read(). */
	struct order         order;
	LIST(parcel)         parcels;
	struct order_state   state;
	struct order_effects effects;
};

/* In a transaction: lock the order, and find the parcel. */
enum err change_read(struct db *, struct change *);
/*
 * In the same one: take the step and write what came of it.
 * ERR_ORDER_STATE; ERR_RESERVATION_GONE when it sells what is not there any
 * more; ERR_UNAVAILABLE when products does not answer.
 */
enum err change_apply(struct db *, struct change *);
/* Both, in a transaction of their own. */
enum err order_change(struct change *);

#endif
