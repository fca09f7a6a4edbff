/* SPDX-License-Identifier: ISC */
/*
 * currency.h - the currencies that a shop can have.
 *
 * Currencies of ISO 4217 that people pay with.  Codes for funds, metals and
 * tests are not among them.
 */
#ifndef FARM_BASE_CURRENCY_H
#define FARM_BASE_CURRENCY_H

#include "common/base/money.h"

/*
 * Payment providers move fewer decimals than some currencies have.  What the
 * farm itself computes and has to be paid, such as tax, is a multiple of
 * ->step minor units.
 */
struct currency {
	char        code[4];  /* ISO 4217: "USD" */
	int         exponent; /* decimals of an amount: 0, 2 or 3 */
	int         step;
	const char *sign; /* "$"; NULL: it goes by its code */
};

/* The currency with this code in capital letters; NULL: there is none. */
const struct currency *currency_find(const char *code);

static inline struct money
currency_amount(const struct currency *c, int64_t minor)
{
	return MONEY(minor, c->exponent);
}

#endif
