/* SPDX-License-Identifier: ISC */
/*
 * stripe_amount.c - amounts in Stripe's units, and back.
 */
#include "fcgi/payments/providers/stripe/stripe_amount.h"
#include "tests/tap_cunit.h"

/* -1: Stripe cannot move it. */
static int64_t
units(int64_t minor, int exponent, const char *currency)
{
	int64_t      n;
	struct money m = MONEY(minor, exponent);

	if (!stripe_units(m, currency, &n))
		return -1;
	CHECK(money_equal(stripe_money(n, currency), m));
	return n;
}

static void
most_currencies_are_counted_in_minor_units(void)
{
	CHECK_INT(units(1990, 2, "USD"), 1990);
	CHECK_INT(units(1990, 2, "HUF"), 1990);
	CHECK_INT(units(1990, 0, "JPY"), 1990);
	CHECK_INT(units(1990, 0, "KRW"), 1990);
	CHECK_INT(units(19900, 3, "KWD"), 19900);
}

static void
a_few_are_counted_in_units_of_stripe(void)
{
	CHECK_INT(units(5, 0, "ISK"), 500);
	CHECK_INT(units(5, 0, "UGX"), 500);
	CHECK_INT(units(500, 2, "MGA"), 5);
}

static void
what_stripe_cannot_move_is_refused(void)
{
	CHECK_INT(units(19905, 3, "KWD"), -1);
	CHECK_INT(units(19995, 3, "BHD"), -1);
	CHECK_INT(units(150, 2, "MGA"), -1);
	CHECK_INT(units(1990, 2, "JPY"), -1);
	CHECK_INT(units(1990, 0, "USD"), -1);
	CHECK_INT(units(1990, 2, "XXX"), -1);
}

static void
stripe_writes_currencies_in_small_letters(void)
{
	CHECK(money_equal(stripe_money(1990, "usd"), CENTS(1990)));
	CHECK(money_equal(stripe_money(1990, "jpy"), MONEY(1990, 0)));
	CHECK(money_equal(stripe_money(500, "isk"), MONEY(5, 0)));
}

static void
what_is_no_amount_is_not_given(void)
{
	CHECK(!money_given(stripe_money(550, "isk")));
	CHECK(!money_given(stripe_money(INT64_MIN, "usd")));
	CHECK(!money_given(stripe_money(1990, "xxx")));
	CHECK(!money_given(stripe_money(1990, "")));
	CHECK(!money_given(stripe_money(1990, NULL)));
}

static const struct test tests[] = {
	TEST(most_currencies_are_counted_in_minor_units),
	TEST(a_few_are_counted_in_units_of_stripe),
	TEST(what_stripe_cannot_move_is_refused),
	TEST(stripe_writes_currencies_in_small_letters),
	TEST(what_is_no_amount_is_not_given),
	{ 0 },
};

int
main(void)
{
	return tap_run("stripe_amount", tests);
}
