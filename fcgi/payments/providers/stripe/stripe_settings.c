/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "fcgi/payments/providers/stripe/stripe.h"

#define STRIPE_API   "https://api.stripe.com"
#define SANDBOX_PATH "/sandbox/"

SPEC(stripe_settings,
    FIELD_AS(api_base, "stripe_api_base", RANGE(8, 200), .format = TEXT_URL),
    FIELD_BASE(keys, stripe_keys));

const char *
stripe_api_base(const struct stripe_settings *s)
{
	if (s->api_base == NULL)
		return STRIPE_API;
	return stripe_key_is_live(&s->keys) &&
		strstr(s->api_base, SANDBOX_PATH) != NULL ?
	    STRIPE_API :
	    s->api_base;
}
