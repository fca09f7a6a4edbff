/* SPDX-License-Identifier: ISC */
#include "common/model/config.h"
#include "fcgi/payments/payments.h"

static const struct provider *const providers[PAY__COUNT] = {
	[PAY_STRIPE] = &stripe,
};

const struct provider *
provider_of(enum payment_method method)
{
	const struct provider *p = providers[method];

	return p != NULL && p->missing() == NULL ? p : NULL;
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
			    "This is needed: PAYMENT_METHODS offers %s.", word);
	}
	return ok;
}
