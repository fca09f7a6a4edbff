/* SPDX-License-Identifier: ISC */
/*
 * stripe_amount.h - amounts as Stripe counts them.
 *
 * Stripe counts in units of its own, which for some currencies are not the
 * minor units of ISO 4217 (https://docs.stripe.com/currencies).
 */
#ifndef FARM_FCGI_PAYMENTS_PROVIDERS_STRIPE_STRIPE_AMOUNT_H
#define FARM_FCGI_PAYMENTS_PROVIDERS_STRIPE_STRIPE_AMOUNT_H

#include "common/base/money.h"

/* An amount in Stripe's units; false if Stripe cannot move it. */
bool stripe_units(struct money, const char *currency, int64_t *units);
/*
 * So many units as an amount.  MONEY_NONE if they are no whole minor units, or
 * INT64_MIN; "currency" may be "usd" or NULL.
 */
struct money stripe_money(int64_t units, const char *currency);

#endif
