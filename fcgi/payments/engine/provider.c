/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/model/config.h"
#include "fcgi/payments/payments.h"

static const struct provider *const providers[PAY__COUNT] = {
#define PROVIDER_ENTRY(name, method) [PAY_##method] = &name##_provider,
	PROVIDERS(PROVIDER_ENTRY)
};

const struct provider *
provider_of(enum payment_method method)
{
	const struct provider *p = providers[method];

	return p != NULL && p->missing() == NULL ? p : NULL;
}

const struct provider *
provider_named(const char *name)
{
	for (int m = 0; m < PAY__COUNT; m++)
		if (providers[m] != NULL &&
		    strcmp(providers[m]->name, name) == 0)
			return provider_of((enum payment_method)m);
	return NULL;
}

bool
provider_offers(enum payment_method method)
{
	return payment_method_offered(&settings.offer, (int)method) &&
	    provider_of(method) != NULL;
}

bool
providers_check(const char *program)
{
	bool ok = payment_offer_check(&settings.offer, program);

	for (int m = 0; m < PAY__COUNT; m++) {
		const struct provider *p = providers[m];
		const char            *word = payment_method_words[m];

		if (!payment_method_offered(&settings.offer, m))
			continue;
		if (p == NULL)
			ok = config_refuse(program, "PAYMENT_METHODS",
			    "There is no provider for %s.", word);
		else if (p->missing() != NULL)
			ok = config_refuse(program, p->missing(),
			    "This setting is required: PAYMENT_METHODS offers"
			    " %s.",
			    word);
	}
	return ok;
}
