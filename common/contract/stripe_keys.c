/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/contract/stripe_keys.h"

SPEC(stripe_keys,
    FIELD_AS(secret_key, "stripe_secret_key", RANGE(8, 500),
	.format = TEXT_SECRET),
    FIELD_AS(webhook_secret, "stripe_webhook_secret", RANGE(8, 500),
	.format = TEXT_SECRET));

const char *
stripe_keys_missing(const struct stripe_keys *k)
{
	return k->secret_key == NULL  ? "STRIPE_SECRET_KEY" :
	    k->webhook_secret == NULL ? "STRIPE_WEBHOOK_SECRET" :
					NULL;
}

/* Keys are secret ("sk_") or restricted ("rk_"), and live or for tests. */
bool
stripe_key_is_live(const struct stripe_keys *k)
{
	return k->secret_key != NULL &&
	    (strncmp(k->secret_key, "sk_live_", 8) == 0 ||
		strncmp(k->secret_key, "rk_live_", 8) == 0);
}
