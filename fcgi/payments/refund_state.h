/* SPDX-License-Identifier: ISC */
/*
 * refund_state.h - what becomes of a refund: a pure function, as
 * payment_state.h.
 *
 *   requested -GIVEN-> succeeded
 *       |  ^
 *    REFUSED  WISHED      a surplus, which nobody wishes for again, stays
 *       v  |              requested, under a new key
 *      failed
 */
#ifndef FARM_FCGI_PAYMENTS_REFUND_STATE_H
#define FARM_FCGI_PAYMENTS_REFUND_STATE_H

#include <stdbool.h>

#include "db/payments/refunds.h"

enum refund_event {
	REFUND_WISHED, /* it is asked for, maybe again */
	REFUND_UNSEEN, /* the provider did not say, or is still at it */
	REFUND_GIVEN,  /* the money is on its way back */
	REFUND_REFUSED /* for good, under this key */
};

struct refund_state {
	enum refund_kind   kind;
	enum refund_status status;
};

struct refund_step {
	enum refund_status next;
	bool               is_new_try; /* under a key of its own */
	bool               posts;      /* to the ledger, and tells */
};

struct refund_step refund_step(struct refund_state, enum refund_event);

#endif
