/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "fcgi/payments/provider.h"

static const struct provider *const providers[] = {
	[METHOD_STRIPE] = &stripe,
	[METHOD_RAZORPAY] = NULL,
	[METHOD_PAYPAL] = NULL,
};

const struct provider *
provider_of(enum payment_method method)
{
	return providers[method];
}
