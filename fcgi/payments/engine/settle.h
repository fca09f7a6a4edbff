/* SPDX-License-Identifier: ISC */
/*
 * settle.h - record what was seen of an attempt, whoever saw it: the request
 * itself, the buyer's return, a message of the provider or the timer.
 *
 * Each function is one transaction.  It returns what is left to do as data;
 * effects_execute() does it.
 */
#ifndef FARM_FCGI_PAYMENTS_ENGINE_SETTLE_H
#define FARM_FCGI_PAYMENTS_ENGINE_SETTLE_H

#include "fcgi/payments/engine/provider.h"
#include "fcgi/payments/engine/refund.h"

struct settlement {
	struct payment      payment; /* as it is recorded now */
	enum attempt_status attempt; /* of the attempt that was seen */
	unsigned            effects; /* enum payment_effect: left to do */
	struct refund       surplus; /* of EFFECT_SURPLUS */
	struct refund_wish  wish;    /* of EFFECT_REFUND_ORDER */
};

/* "is_owner": the caller holds the attempt's lease. */
enum err attempt_settle(struct db *, const struct attempt *,
    const struct sighting *, bool is_owner, struct settlement *out);

/* The order was cancelled; "wish" is how a completed payment is refunded. */
enum err payment_cancel(struct db *, struct uuid   payment_id,
    const struct refund_wish *, struct settlement *out);

#endif
