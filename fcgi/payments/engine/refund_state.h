/* SPDX-License-Identifier: ISC */
/*
 * refund_state.h - what becomes of a refund.  A pure function decides, as in
 * payment_state.h.
 *
 *   requested -GIVEN-> succeeded
 *       |  ^
 *    REFUSED  WISHED      A surplus stays requested when it is refused and
 *       v  |              is tried again under a new key: nobody else would
 *      failed             ask for it.
 */
#ifndef FARM_FCGI_PAYMENTS_ENGINE_REFUND_STATE_H
#define FARM_FCGI_PAYMENTS_ENGINE_REFUND_STATE_H

#include <stdbool.h>

#include "db/payments/refunds.h"

enum refund_event {
	REFUND_WISHED, /* somebody asks for it, perhaps again */
	REFUND_UNSEEN, /* the provider did not say, or is at work */
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
	bool               posts;      /* post to the ledger and tell */
};

struct refund_step refund_step(struct refund_state, enum refund_event);

#endif
