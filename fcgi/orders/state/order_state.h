/* SPDX-License-Identifier: ISC */
/*
 * order_state.h - what may become of an order: a pure function.
 *
 * An order consists of parcels, one a vendor, which move by themselves:
 *
 *	PENDING -> CONFIRMED -> PROCESSING -> SHIPPED -> DELIVERED
 *	   \____________\____________\-> CANCELLED
 *	             any of these, once paid -> REFUNDED (the whole order)
 *
 * The order shows the least advanced of its parcels that are not cancelled,
 * and CANCELLED when all are.  No step is ever skipped or repeated.
 */
#ifndef FARM_FCGI_ORDERS_ORDER_STATE_H
#define FARM_FCGI_ORDERS_ORDER_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/err.h"
#include "db/orders/order.h"

#define PARCELS_MAX 100 /* of one order */
#define PARCEL_ALL  ((size_t)-1)

struct order_state {
	enum order_status status;
	bool              is_paid;
	size_t            n;
	enum order_status parcels[PARCELS_MAX];
};

enum order_act {
	ACT_PAY,    /* the money has come */
	ACT_EXPIRE, /* it has not, in time */
	ACT_REFUND, /* all money has gone back */
	ACT_MOVE    /* somebody wants it to be ->to */
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
	bool              changed; /* any parcel moved */
	enum order_status to;      /* what they are now */
	bool              moved[PARCELS_MAX];
	bool              sells;     /* what was held is sold now */
	bool              pays_back; /* the moved parcels' money */
	bool              gives_back[PARCELS_MAX]; /* their stock */
	bool              owes[PARCELS_MAX]; /* paid now, cancelled before */
};

/*
 * Let "event" happen to "state".  ERR_ORDER_STATE leaves the state alone.
 * ERR_OK without ->changed: it had happened before, or it changes nothing.
 */
enum err order_step(struct order_state *, const struct order_event *,
    struct order_effects *out);

/* May it? */
bool order_may(const struct order_state *, enum order_actor, size_t parcel,
    enum order_status to);

#endif
