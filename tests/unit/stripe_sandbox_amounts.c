/* SPDX-License-Identifier: ISC */
/*
 * stripe_sandbox_amounts.c - the sandbox takes the amounts that Stripe takes.
 * It has rules of its own, which agree with those of the client.
 */
#include "fcgi/payments/providers/stripe/stripe_amount.h"
#include "fcgi/sandbox/stripe/amounts.c"
#include "tests/tap_cunit.h"

static const struct stripe_failure *said;

enum err
stripe_api_fail(struct stripe_api_call *c, int status,
    const struct stripe_failure *f)
{
	static struct stripe_failure copy;

	(void)c;
	CHECK_INT(status, 400);
	copy = *f;
	said = &copy;
	return ERR_OK;
}

/* The code of the error; "" without one; NULL: the amount is taken. */
static const char *
refused(int64_t units, const char *currency, bool is_charge)
{
	struct req             rq = { .arena = ta };
	bool                   is_refused;
	struct stripe_api_call c = { .rq = &rq };

	said = NULL;
	is_refused = stripe_api_amount_refused(&c, units, currency, is_charge);
	CHECK_INT(is_refused, said != NULL);
	return said == NULL ? NULL : said->code == NULL ? "" : said->code;
}

#define MULTIPLE "invalid_charge_amount_no_decimal_compatible"

static void
amounts_are_refused_as_stripe_does(void)
{
	CHECK(refused(50, "usd", true) == NULL);
	CHECK_TEXT(refused(49, "usd", true), "amount_too_small");
	CHECK(refused(49, "usd", false) == NULL);
	CHECK(refused(50, "jpy", true) == NULL);
	CHECK_TEXT(refused(49, "jpy", true), "amount_too_small");
	CHECK(refused(19900, "kwd", true) == NULL);
	CHECK_TEXT(refused(19905, "kwd", true), MULTIPLE);
	CHECK_TEXT(refused(19905, "kwd", false), MULTIPLE);
	CHECK_TEXT(refused(550, "isk", true), MULTIPLE);
	CHECK_TEXT(refused(1000, "xyz", true), "");
}

/* Every step of a currency is something that the sandbox takes. */
static void
the_client_sends_what_the_sandbox_takes(void)
{
	const struct currency *c;
	char                   code[4] = "AAA";
	const char            *small;
	int64_t                units;
	struct money           m;

	for (int i = 0; i < 26 * 26 * 26; i++) {
		code[0] = (char)('A' + i / (26 * 26));
		code[1] = (char)('A' + i / 26 % 26);
		code[2] = (char)('A' + i % 26);
		if ((c = currency_find(code)) == NULL)
			continue;
		small = arena_printf(ta, "%c%c%c", code[0] | 0x20,
		    code[1] | 0x20, code[2] | 0x20);
		m = MONEY(70000 * c->step, c->exponent);
		CHECK(stripe_units(m, code, &units));
		CHECK(refused(units, small, true) == NULL);
		CHECK_TEXT(stripe_currency_shown(ta, small), code);
		m.minor += c->step;
		CHECK(stripe_units(m, code, &units));
		CHECK(refused(units, small, true) == NULL);
	}
}

static const struct test tests[] = {
	TEST(amounts_are_refused_as_stripe_does),
	TEST(the_client_sends_what_the_sandbox_takes),
	{ 0 },
};

int
main(void)
{
	return tap_run("stripe_sandbox_amounts", tests);
}
