/* SPDX-License-Identifier: ISC */
/*
 * stripe_provider.h - Stripe as list.h lists it.
 */
#ifndef FARM_FCGI_PAYMENTS_PROVIDERS_STRIPE_STRIPE_PROVIDER_H
#define FARM_FCGI_PAYMENTS_PROVIDERS_STRIPE_STRIPE_PROVIDER_H

#include "common/contract/stripe_keys.h"
#include "common/http/route.h"
#include "fcgi/payments/engine/provider.h"

struct stripe_settings {
	const char        *api_base; /* or NULL; see stripe_api_base() */
	struct stripe_keys keys;
};
SPEC_DECLARE(stripe_settings);

struct stripe_proof {
	const char *payment_method_id; /* "pm_…"; NULL: on Stripe's page */
};
SPEC_DECLARE(stripe_proof);

extern const struct provider stripe_provider;
extern const struct route    stripe_routes[];

#endif
