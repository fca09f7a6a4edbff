/* SPDX-License-Identifier: ISC */
/*
 * list.h - the payment providers that are built: the header of each, and its
 * name with its method.
 */
#ifndef FARM_FCGI_PAYMENTS_PROVIDERS_LIST_H
#define FARM_FCGI_PAYMENTS_PROVIDERS_LIST_H

#include "fcgi/payments/providers/stripe/stripe_provider.h"

#define PROVIDERS(PROVIDER) PROVIDER(stripe, STRIPE)

#endif
