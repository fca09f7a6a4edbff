/* SPDX-License-Identifier: ISC */
/*
 * order_page.h - an order as somebody sees it: its parcels with their
 * timelines, and the steps that may be taken.
 */
#ifndef FARM_FCGI_ORDERS_VIEW_H
#define FARM_FCGI_ORDERS_VIEW_H

#include "common/http/request.h"
#include "fcgi/orders/state/order_state.h"

/* The steps that the reader may take. */
struct order_moves {
	bool may_confirm, may_process, may_ship, may_deliver, may_cancel,
	    may_refund;
};

struct timeline_step {
	enum order_status status;
	struct timestamp  at; /* not given: to come */
	bool              is_current;
	const char       *note;
};
LIST_DECLARE(timeline_step);

struct parcel_view {
	struct parcel       parcel;
	struct money        total_amount;
	LIST(order_item)    items;
	LIST(timeline_step) timeline;
	struct order_moves  moves;
};
LIST_DECLARE(parcel_view);

struct order_page {
	struct order       order;
	LIST(parcel_view)  parcels;
	struct order_moves moves;      /* of the whole order */
	struct timestamp   expires_at; /* while it waits for its payment */
};
SPEC_DECLARE(order_page);

/*
 * The order as the caller sees it: a buyer's own order, a vendor's own parcel,
 * all of any order for an administrator.  ERR_ORDER_NOT_FOUND.
 */
enum err order_page_fill(struct req *, struct uuid id, enum order_actor by,
    struct order_page *out);

#endif
