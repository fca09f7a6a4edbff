/* SPDX-License-Identifier: ISC */
/*
 * attempt.h - attempts to get the money of a payment.  At most one of a payment
 * is open.  A second one begins only when the first is over at the provider.
 *
 * All functions record what they see.  What is left to do then is in
 * "out->effects"; the caller executes it (effects.h).
 *
 * Errors:
 *	ERR_PAYMENT_STATE    there is nothing to pay
 *	ERR_PAYMENT_METHOD   the method is not offered
 *	ERR_UNAVAILABLE	     the provider was not reached; no money moved
 *	ERR_PAYMENT_UNKNOWN  the provider did not answer, or another request is
 *			     asking it: ask again
 */
#ifndef FARM_FCGI_PAYMENTS_ENGINE_ATTEMPT_H
#define FARM_FCGI_PAYMENTS_ENGINE_ATTEMPT_H

#include "fcgi/payments/engine/settle.h"

/*
 * Get the money with what the buyer brings.  An attempt that is open is
 * continued.  It is replaced when the buyer wants to pay in a way that it does
 * not allow.
 */
enum err payment_process(struct req *, struct uuid   payment_id,
    const struct payment_proof *, struct settlement *out);

/* Ask the provider about the newest attempt of a payment. */
enum err payment_look(struct req *, const struct payment *,
    struct settlement *out);
/* Ask it about this one.  An attempt that nobody will continue is ended. */
enum err attempt_look(struct req *, const struct attempt *,
    struct settlement *out);

/* End the attempt of a payment that is open, if there is one. */
enum err attempt_end_open(struct req *, struct uuid payment_id,
    struct settlement *out);

#endif
