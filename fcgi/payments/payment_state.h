/* SPDX-License-Identifier: ISC */
/*
 * payment_state.h - what becomes of a payment: a pure function, so that every
 * order of events can be played through without a database or a provider.
 *
 * An event is about one attempt of the payment. The caller records ->next and
 * sees to the effects; SALE, SURPLUS and the TELL ones in the same
 * transaction, the others after it (whoever comes next finds what is left to
 * do in the database).
 *
 *   PENDING -OPENED-> PROCESSING -PAID-> COMPLETED -ALL_REFUNDED-> REFUNDED
 *      ^                 |  |
 *      +-----ENDED-------+  +-FAILED-> FAILED -OPENED-> PROCESSING
 *   ORDER_CANCELLED leads from any unpaid state to CANCELLED. What is paid
 *   after that, or twice, is a surplus and goes back.
 */
#ifndef FARM_FCGI_PAYMENTS_PAYMENT_STATE_H
#define FARM_FCGI_PAYMENTS_PAYMENT_STATE_H

#include <stdbool.h>

#include "db/payments/attempts.h"
#include "db/payments/payments.h"

enum payment_event {
	EVENT_OPENED,  /* a new attempt wants to begin */
	EVENT_WAITING, /* the provider or the buyer is at it */
	EVENT_UNKNOWN, /* the provider did not answer */
	EVENT_PAID,
	EVENT_FAILED, /* declined, for good */
	EVENT_ENDED,  /* expired or cancelled, no money moved */
	EVENT_ORDER_GONE,
	EVENT_ALL_REFUNDED
};

enum payment_effect {
	EFFECT_SALE = 1,           /* post the sale to the ledger */
	EFFECT_SURPLUS = 2,        /* post it as a surplus, and refund */
	EFFECT_TELL_COMPLETED = 4, /* events for the rest of the farm */
	EFFECT_TELL_FAILED = 8,
	EFFECT_CONFIRM_ORDER = 16,
	EFFECT_END_OTHERS = 32,  /* attempts that are still open */
	EFFECT_REFUND_ORDER = 64 /* the order does not want the money */
};

struct payment_state {
	enum payment_status status;
	enum attempt_status attempt; /* of the event's attempt */
};

struct payment_step {
	struct payment_state next;
	unsigned             effects; /* enum payment_effect */
	bool                 refused; /* not in this state */
};

struct payment_step payment_step(struct payment_state, enum payment_event);

#endif
