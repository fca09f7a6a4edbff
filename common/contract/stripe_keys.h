/* SPDX-License-Identifier: ISC */
/*
 * stripe_keys.h - the keys of the payment provider Stripe.  Payments calls
 * Stripe with them; the sandbox answers calls with the same keys.
 */
#ifndef FARM_CONTRACT_STRIPE_KEYS_H
#define FARM_CONTRACT_STRIPE_KEYS_H

#include "common/model/spec.h"

struct stripe_keys {
	const char *secret_key, *webhook_secret; /* or NULL */
};
SPEC_DECLARE(stripe_keys);

/* The first setting that is missing; NULL: none is. */
const char *stripe_keys_missing(const struct stripe_keys *);
/* Does the key move real money? */
bool stripe_key_is_live(const struct stripe_keys *);

#endif
