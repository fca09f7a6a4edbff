/* SPDX-License-Identifier: ISC */
/*
 * view.h - an order as somebody sees it: its parcels with their timelines,
 * and what may be done.
 */
#ifndef FARM_FCGI_ORDERS_VIEW_H
#define FARM_FCGI_ORDERS_VIEW_H

#include "common/http/request.h"
#include "fcgi/orders/order_state.h"

/* Steps that whoever looks may take. */
struct moves {
	bool may_confirm, may_process, may_ship, may_deliver, may_cancel,
	    may_refund;
};

struct timeline_step {
	enum order_status status;
	struct timestamp  at; /* not given: not yet */
	bool              is_current;
	const char       *note;
};
LIST_DECLARE(timeline_step);

struct parcel_view {
	struct parcel       parcel;
	struct money        total_amount;
	LIST(order_item)    items;
	LIST(timeline_step) timeline;
	struct moves        moves;
};
LIST_DECLARE(parcel_view);

struct order_page {
	struct order      order;
	LIST(parcel_view) parcels;
	struct moves      moves;      /* of the whole order */
	struct timestamp  expires_at; /* while it waits for its payment */
};
SPEC_DECLARE(order_page);

/* How the state machine sees an order. */
void order_state_of(const struct order *, const LIST(parcel) *parcels,
    struct order_state *out);

/*
 * The order as "by" sees it: a buyer's own, a vendor's own parcel of it, or
 * all of any.  ERR_ORDER_NOT_FOUND.
 */
enum err order_view(struct req *, struct uuid id, enum order_actor by,
    struct order_page *out);

#endif
