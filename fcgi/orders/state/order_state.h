/* SPDX-License-Identifier: ISC */
/*
 * order_state.h - how the state of an order changes: a pure function.
 *
 * An order consists of parcels, one for each vendor.  Each parcel moves by
 * itself:
 *
 *	PENDING -> CONFIRMED -> PROCESSING -> SHIPPED -> DELIVERED
 *	   \____________\____________\-> CANCELLED
 *	             any of these, once paid -> REFUNDED (the whole order)
 *
 * The order has the status of its least advanced parcel that is not cancelled,
 * and is CANCELLED when all parcels are.  No step is skipped or repeated.
 */
#ifndef FARM_FCGI_ORDERS_ORDER_STATE_H
#define FARM_FCGI_ORDERS_ORDER_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/err.h"
#include "db/orders/cart/carts.h"
#include "db/orders/order.h"

#define PARCELS_MAX CART_LINES_MAX /* of one order */
#define PARCEL_ALL  ((size_t)-1)

struct order_state {
	enum order_status status;
	bool              is_paid;
	size_t            n;
	enum order_status parcels[PARCELS_MAX];
};

enum order_act {
	ACT_PAY,    /* it was paid */
	ACT_EXPIRE, /* it was not paid in time */
	ACT_REFUND, /* all of the payment was refunded */
	ACT_MOVE    /* somebody sets the status ->to */
};

enum order_actor { BY_BUYER, BY_VENDOR, BY_ADMIN };

struct order_event {
	enum order_act    act;
	enum order_actor  by;     /* of ACT_MOVE */
	enum order_status to;     /* of ACT_MOVE */
	size_t            parcel; /* of ACT_MOVE; or PARCEL_ALL */
};

/* What has to follow. */
struct order_effects {
	bool              changed; /* a parcel has moved */
	enum order_status to;      /* to this status */
	bool              moved[PARCELS_MAX];
	bool              sells;      /* sell the stock that is held */
	bool              pays_back;  /* refund the parcels that moved */
	bool gives_back[PARCELS_MAX]; /* put the parcel's stock back */
	bool
	    owes[PARCELS_MAX]; /* refund: it was cancelled before the payment */
};

/*
 * Apply an event.  ERR_ORDER_STATE: the state does not allow it and stays as it
 * is.  ERR_OK without ->changed: it has happened before, or changes nothing.
 */
enum err order_step(struct order_state *, const struct order_event *,
    struct order_effects *out);

/* Does the state allow this step? */
bool order_may(const struct order_state *, enum order_actor, size_t parcel,
    enum order_status to);

#endif
