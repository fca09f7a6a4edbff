/* SPDX-License-Identifier: ISC */
/*
 * list.h - in the simulation there is one provider more.
 */
#ifndef FARM_FCGI_PAYMENTS_PROVIDERS_LIST_H
#define FARM_FCGI_PAYMENTS_PROVIDERS_LIST_H

#include "fcgi/payments/providers/stripe/stripe_provider.h"
#include "tests/simulate/approver_provider.h"

#define PROVIDERS(PROVIDER) PROVIDER(stripe, STRIPE) PROVIDER(approver, PAYPAL)

#endif
