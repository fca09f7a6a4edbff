/* SPDX-License-Identifier: ISC */
/*
 * payment_state.h - what becomes of a payment.  A pure function decides, so
 * that tests can play every order of events without a database or a provider.
 *
 * An event is about one attempt of the payment.  settle.c records ->next
 * together with the effects in EFFECTS_RECORDED, in one transaction.  The
 * other effects are executed after it (effects.c).  When that fails, the
 * database still says what is left to do.
 *
 *   PENDING -OPENED-> PROCESSING -PAID-> COMPLETED -ALL_REFUNDED-> REFUNDED
 *      ^                 |  |
 *      +-----ENDED-------+  +-FAILED-> FAILED -OPENED-> PROCESSING
 *
 *   ORDER_GONE leads from any unpaid state to CANCELLED.  What is paid
 *   after that, or a second time, is a surplus and goes back.
 */
#ifndef FARM_FCGI_PAYMENTS_ENGINE_PAYMENT_STATE_H
#define FARM_FCGI_PAYMENTS_ENGINE_PAYMENT_STATE_H

#include <stdbool.h>

#include "db/payments/attempts.h"
#include "db/payments/payments.h"

enum payment_event {
	EVENT_OPENED,  /* a new attempt is about to begin */
	EVENT_WAITING, /* the buyer or the provider is at work */
	EVENT_UNKNOWN, /* the provider did not answer */
	EVENT_PAID,
	EVENT_FAILED,     /* declined; final */
	EVENT_ENDED,      /* expired or cancelled; no money moved */
	EVENT_ORDER_GONE, /* it was cancelled */
	EVENT_ALL_REFUNDED
};

enum payment_effect {
	EFFECT_SALE = 1,           /* post the sale to the ledger */
	EFFECT_SURPLUS = 2,        /* post a surplus, then refund it */
	EFFECT_TELL_COMPLETED = 4, /* write an event */
	EFFECT_TELL_FAILED = 8,    /* write an event */
	EFFECT_CONFIRM_ORDER = 16, /* tell the order that it is paid */
	EFFECT_END_OTHERS = 32,    /* end attempts that are still open */
	EFFECT_REFUND_ORDER = 64   /* refund: the order was cancelled */
};

/* Those that are part of the transaction; SURPLUS has a part in both. */
#define EFFECTS_RECORDED                                                  \
	((unsigned)EFFECT_SALE | EFFECT_SURPLUS | EFFECT_TELL_COMPLETED | \
	    EFFECT_TELL_FAILED)
#define EFFECTS_LATER                                                          \
	((unsigned)EFFECT_SURPLUS | EFFECT_CONFIRM_ORDER | EFFECT_END_OTHERS | \
	    EFFECT_REFUND_ORDER)

struct payment_state {
	enum payment_status status;
	enum attempt_status attempt; /* of the event's attempt */
};

struct payment_step {
	struct payment_state next;
	unsigned             effects; /* enum payment_effect */
	bool                 refused; /* the event is not possible now */
};

struct payment_step payment_step(struct payment_state, enum payment_event);

#endif
