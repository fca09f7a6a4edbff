/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <string.h>

#include "common/base/currency.h"
#include "fcgi/payments/providers/stripe/stripe_amount.h"

/* How many of Stripe's units make minor units, and which of them it takes. */
struct unit {
	char    code[4];
	int64_t units, minor; /* so many units are so many minor units */
	int64_t multiple;     /* charges are multiples of it, in units */
};

static const struct unit usual = { "", 1, 1, 1 };
static const struct unit thousandths = { "", 1, 1, 10 };
static const struct unit others[] = {
	{ "ISK", 100, 1, 100 },
	{ "MGA", 1, 100, 1 },
	{ "UGX", 100, 1, 100 },
};

/* Stripe writes "usd", we write "USD". */
static const struct unit *
unit_of(const char *currency, int *exponent)
{
	const struct currency *c;
	char                   code[4] = "";

	for (size_t i = 0; currency != NULL && i < 3 && currency[i] != '\0';
	     i++)
		code[i] = (char)toupper((unsigned char)currency[i]);
	if ((c = currency_find(code)) == NULL)
		return NULL;
	*exponent = c->exponent;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strcmp(others[i].code, code) == 0)
			return &others[i];
	return c->exponent == MONEY_EXPONENT_MAX ? &thousandths : &usual;
}

bool
stripe_units(struct money m, const char *currency, int64_t *units)
{
	int                exponent;
	const struct unit *u = unit_of(currency, &exponent);

	if (u == NULL || m.exponent != exponent || m.minor % u->minor != 0)
		return false;
	*units = m.minor / u->minor * u->units;
	return *units % u->multiple == 0;
}

struct money
stripe_money(int64_t units, const char *currency)
{
	int                exponent;
	const struct unit *u = unit_of(currency, &exponent);

	if (u == NULL || units == INT64_MIN || units % u->units != 0)
		return MONEY_NONE;
	return MONEY(units / u->units * u->minor, exponent);
}
