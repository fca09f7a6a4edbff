/* SPDX-License-Identifier: ISC */
/*
 * order_change.h - apply an event to an order: its state, the steps of its
 * parcels, and the events that tell others.
 *
 * Confirming an order sells the stock that is held for it.  Products is asked
 * for this before the order is locked, so that no row is locked during a call.
 * Between the call and the lock the order may be cancelled.  Then the event of
 * the cancellation gives the sold stock back, as it does for any other order,
 * and the confirmation is refused under the lock.
 */
#ifndef FARM_FCGI_ORDERS_STATE_ORDER_CHANGE_H
#define FARM_FCGI_ORDERS_STATE_ORDER_CHANGE_H

#include "common/contract/stored_text.h"
#include "common/http/request.h"
#include "fcgi/orders/state/order_state.h"

struct order_change {
	struct req        *rq;
	struct uuid        id;
	struct order_event event;
	struct stored_text note; /* of the steps; or none */
	/* The buyer that it must belong to; not given: anybody. */
	struct uuid buyer;
	/* The parcel that is moved, by its vendor's user or by its vendor; both
	   not given: all parcels. */
	struct uuid vendor_user, vendor;
	/* Of ACT_MOVE: the version that the caller saw, of the order, or of the
	   parcel of ->vendor_user; INT_NONE: any. */
	int64_t version;
	/* Of ACT_PAY. */
	struct uuid  payment_id;
	struct money amount;

	/* Filled by order_change_read() and order_change_write(). */
	struct order         order;
	LIST(parcel)         parcels;
	struct order_state   state;
	struct order_effects effects;
	bool                 is_sold; /* products has sold the stock */
};

/*
 * Apply the event in a transaction of its own; no transaction may be open.
 * An event that has happened before is ERR_OK and changes nothing.
 *
 *	ERR_ORDER_NOT_FOUND	 also when it is another buyer's, or has no such
 *				 parcel
 *	ERR_STALE		 it is another version by now
 *	ERR_ORDER_STATE		 the state does not allow it
 *	ERR_AMOUNT_MISMATCH	 the payment is not the order's total
 *	ERR_RESERVATION_GONE	 the stock was given back and sold to others
 *	ERR_UNAVAILABLE		 also when products does not answer
 */
enum err order_change(struct order_change *);

/* Its two halves, inside a transaction: lock and read; apply and write. */
enum err order_change_read(struct db *, struct order_change *);
enum err order_change_write(struct db *, struct order_change *);

/* The state of an order as the state machine sees it. */
void order_state_of(const struct order *, const LIST(parcel) *parcels,
    struct order_state *out);

#endif
