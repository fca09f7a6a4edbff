/* SPDX-License-Identifier: ISC */
/*
 * refund.h - money that goes back.  A refund is recorded first, then requested
 * from the provider, and posted to the ledger when the provider has agreed.
 * The refunds of one sale are made one after the other, so that each takes its
 * parts from what the one before left.
 *
 * In all functions "*out" is the payment as it is afterwards.
 */
#ifndef FARM_FCGI_PAYMENTS_ENGINE_REFUND_H
#define FARM_FCGI_PAYMENTS_ENGINE_REFUND_H

#include "common/contract/stored_text.h"
#include "common/http/request.h"
#include "db/payments/payments.h"
#include "db/payments/refunds.h"

struct refund_wish {
	const char        *key;       /* one refund for each key */
	struct stored_text reason;    /* without values; or none */
	struct uuid        vendor_id; /* not given: of all vendors */
	struct money       amount;    /* not given: all that is left */
};

/*
 * Refund a completed payment, or a part of it.  ERR_OK: it is refunded, by this
 * call or an earlier one, or nothing is left.  ERR_UNAVAILABLE: the provider
 * has not decided; the refund goes on.  ERR_PAYMENT_STATE: the provider
 * refuses.
 */
enum err refund_sale(struct req *, struct uuid  payment_id,
    const struct refund_wish *, struct payment *out);

/* Request a refund that is recorded.  Errors as above. */
enum err refund_drive(struct req *, const struct refund *, struct payment *out);

#endif
