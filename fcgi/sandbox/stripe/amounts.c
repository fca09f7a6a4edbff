/* SPDX-License-Identifier: ISC */
/*
 * amounts.c - which amounts Stripe takes, and what they are worth
 * (https://docs.stripe.com/currencies).  Written from that page alone and not
 * from our client of it, which it puts to the test.
 */
#include <string.h>

#include "common/base/currency.h"
#include "fcgi/sandbox/stripe/stripe_sandbox.h"

/* Amounts in units of Stripe. */
struct rule {
	char    code[4]; /* "usd" */
	int     decimals;
	int64_t multiple;
	int64_t minimum; /* of a charge */
};

static const struct rule usual = { "", 2, 1, 1 };

static const struct rule rules[] = {
	{ "aed", 2, 1, 200 },
	{ "aud", 2, 1, 50 },
	{ "bhd", 3, 10, 10 },
	{ "bif", 0, 1, 1 },
	{ "brl", 2, 1, 50 },
	{ "cad", 2, 1, 50 },
	{ "chf", 2, 1, 50 },
	{ "clp", 0, 1, 1 },
	{ "czk", 2, 1, 1500 },
	{ "djf", 0, 1, 1 },
	{ "dkk", 2, 1, 250 },
	{ "eur", 2, 1, 50 },
	{ "gbp", 2, 1, 30 },
	{ "gnf", 0, 1, 1 },
	{ "hkd", 2, 1, 400 },
	{ "huf", 2, 1, 17500 },
	{ "inr", 2, 1, 50 },
	{ "isk", 2, 100, 100 },
	{ "jod", 3, 10, 10 },
	{ "jpy", 0, 1, 50 },
	{ "kmf", 0, 1, 1 },
	{ "krw", 0, 1, 1 },
	{ "kwd", 3, 10, 10 },
	{ "mga", 0, 1, 1 },
	{ "mxn", 2, 1, 1000 },
	{ "myr", 2, 1, 200 },
	{ "nok", 2, 1, 300 },
	{ "nzd", 2, 1, 50 },
	{ "omr", 3, 10, 10 },
	{ "pln", 2, 1, 200 },
	{ "pyg", 0, 1, 1 },
	{ "ron", 2, 1, 200 },
	{ "rwf", 0, 1, 1 },
	{ "sek", 2, 1, 300 },
	{ "sgd", 2, 1, 50 },
	{ "thb", 2, 1, 1000 },
	{ "tnd", 3, 10, 10 },
	{ "ugx", 2, 100, 100 },
	{ "usd", 2, 1, 50 },
	{ "vnd", 0, 1, 1 },
	{ "vuv", 0, 1, 1 },
	{ "xaf", 0, 1, 1 },
	{ "xof", 0, 1, 1 },
	{ "xpf", 0, 1, 1 },
};

static const struct rule *
rule_of(const char *currency)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (strcmp(rules[i].code, currency) == 0)
			return &rules[i];
	return &usual;
}

struct money
stripe_amount_shown(int64_t units, const char *currency)
{
	return MONEY(units, rule_of(currency)->decimals);
}

const char *
stripe_currency_shown(struct arena *a, const char *currency)
{
	char *code = arena_strdup(a, currency);

	for (char *s = code; *s != '\0'; s++)
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 'a' + 'A');
	return code;
}

static bool
is_currency(struct arena *a, const char *currency)
{
	return currency_find(stripe_currency_shown(a, currency)) != NULL;
}

static const char *
amount_text(struct stripe_api_call *c, int64_t units, const char *currency)
{
	char text[MONEY_SIZE];

	money_format(stripe_amount_shown(units, currency), text);
	return arena_printf(c->rq->arena, "%s %s", text, currency);
}

static void
amount_refuse(struct stripe_api_call *c, const char *code, const char *message)
{
	stripe_api_fail(c, 400,
	    &(struct stripe_failure){ .type = "invalid_request_error",
		.code = code,
		.param = "amount",
		.message = message });
}

bool
stripe_api_amount_refused(struct stripe_api_call *c, int64_t units,
    const char *currency, bool is_charge)
{
	struct arena      *a = c->rq->arena;
	const struct rule *r = rule_of(currency);

	if (!is_currency(a, currency))
		amount_refuse(c, NULL,
		    arena_printf(a, "Invalid currency: %s.", currency));
	else if (units % r->multiple != 0)
		amount_refuse(c, "invalid_charge_amount_no_decimal_compatible",
		    arena_printf(a,
			"Invalid amount: it must be evenly divisible by %d.",
			(int)r->multiple));
	else if (is_charge && units < r->minimum)
		amount_refuse(c, "amount_too_small",
		    arena_printf(a, "Amount must be at least %s.",
			amount_text(c, r->minimum, currency)));
	else
		return false;
	return true;
}
