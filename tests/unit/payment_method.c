/* SPDX-License-Identifier: ISC */
/*
 * payment_method.c - which payment methods are offered.
 */
#include <unistd.h>

#include "common/contract/payment_method.h"
#include "tests/tap_cunit.h"

static bool
offers(const char *setting, int method)
{
	const struct payment_offer offer = { setting };

	return payment_method_offered(&offer, method);
}

static void
only_methods_of_the_setting_are_offered(void)
{
	CHECK(offers("STRIPE", PAY_STRIPE));
	CHECK(!offers("STRIPE", PAY_PAYPAL));
	CHECK(offers("  PAYPAL   STRIPE ", PAY_STRIPE));
	CHECK(offers("  PAYPAL   STRIPE ", PAY_PAYPAL));
	CHECK(!offers("STRIPES", PAY_STRIPE));
	CHECK(!offers("STRIP", PAY_STRIPE));
	CHECK(!offers("stripe", PAY_STRIPE));
}

static void
without_a_setting_nothing_is_offered(void)
{
	for (int m = -1; m < PAY__COUNT; m++) {
		CHECK(!offers(NULL, m));
		CHECK(!offers("", m));
		CHECK(!offers(" ", m));
		CHECK(!offers("CASH", m));
	}
}

static void
choices_are_listed_in_the_order_of_the_methods(void)
{
	const struct payment_offer offer = { "PAYPAL STRIPE" };
	LIST(payment_choice)       choices = { 0 };

	payment_choices(&offer, ta, &choices);
	CHECK_INT(choices.n, 2);
	CHECK_INT(choices.items[0].method, PAY_STRIPE);
	CHECK_INT(choices.items[1].method, PAY_PAYPAL);
}

static void
each_method_has_its_minimum(void)
{
	CHECK_INT(payment_amount_check(PAY_STRIPE, CENTS(49), "USD"),
	    ERR_AMOUNT_TOO_SMALL);
	CHECK_INT(payment_amount_check(PAY_STRIPE, CENTS(50), "USD"), ERR_OK);
	CHECK_INT(payment_amount_check(PAY_STRIPE, MONEY(49, 0), "JPY"),
	    ERR_AMOUNT_TOO_SMALL);
	CHECK_INT(payment_amount_check(PAY_STRIPE, MONEY(50, 0), "JPY"),
	    ERR_OK);
	CHECK_INT(payment_amount_check(PAY_PAYPAL, CENTS(1), "USD"), ERR_OK);
	CHECK_INT(payment_amount_check(PAY_STRIPE, CENTS(1), "ZMW"), ERR_OK);
}

static void
nothing_is_to_be_paid_for_nothing(void)
{
	for (int m = 0; m < PAY__COUNT; m++)
		CHECK_INT(payment_amount_check((enum payment_method)m, CENTS(0),
			      "USD"),
		    ERR_OK);
}

static void
an_amount_is_a_multiple_of_the_step(void)
{
	CHECK_INT(payment_amount_check(PAY_STRIPE, MONEY(19905, 3), "KWD"),
	    ERR_AMOUNT_STEP);
	CHECK_INT(payment_amount_check(PAY_STRIPE, MONEY(19900, 3), "KWD"),
	    ERR_OK);
	CHECK_INT(payment_amount_check(PAY_STRIPE, CENTS(150), "MGA"),
	    ERR_AMOUNT_STEP);
}

static void
an_amount_has_the_decimals_of_its_currency(void)
{
	CHECK_INT(payment_amount_check(PAY_STRIPE, CENTS(199000), "JPY"),
	    ERR_AMOUNT_STEP);
	CHECK_INT(payment_amount_check(PAY_STRIPE, MONEY(1990, 0), "USD"),
	    ERR_AMOUNT_STEP);
	CHECK_INT(payment_amount_check(PAY_STRIPE, CENTS(1990), "usd"),
	    ERR_AMOUNT_STEP);
}

static void
a_complaint_names_the_field(void)
{
	struct complaints cs = { .arena = ta };

	payment_method_complain(&cs, "paymentMethod");
	CHECK_INT(cs.list.n, 1);
	CHECK_TEXT(cs.list.items[0].field, "paymentMethod");
	CHECK_TEXT(cs.list.items[0].code, "not_offered");
	complaints_say(&cs, NULL, "");
	CHECK_HAS(cs.list.items[0].message, "is not available");
}

/* What the check writes to standard error. */
static const char *
check_says(const char *setting, bool *ok)
{
	const struct payment_offer offer = { setting };
	char                       text[500];
	int                        pipes[2], saved = dup(STDERR_FILENO);
	ssize_t                    n;

	CHECK(pipe(pipes) == 0);
	fflush(stderr);
	dup2(pipes[1], STDERR_FILENO);
	*ok = payment_offer_check(&offer, "shop");
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(pipes[1]);
	n = read(pipes[0], text, sizeof(text) - 1);
	close(pipes[0]);
	text[n > 0 ? n : 0] = '\0';
	return arena_strdup(ta, text);
}

static void
a_word_that_is_no_method_stops_the_start(void)
{
	bool ok;

	CHECK_TEXT(check_says("STRIPE PAYPAL", &ok), "");
	CHECK(ok);
	CHECK_TEXT(check_says(NULL, &ok), "");
	CHECK(ok);
	CHECK_TEXT(check_says("STRIPE CASH", &ok),
	    "farm-shop: setting PAYMENT_METHODS: \"CASH\" is not a payment"
	    " method.\n");
	CHECK(!ok);
}

static const struct test tests[] = {
	TEST(only_methods_of_the_setting_are_offered),
	TEST(without_a_setting_nothing_is_offered),
	TEST(choices_are_listed_in_the_order_of_the_methods),
	TEST(each_method_has_its_minimum),
	TEST(nothing_is_to_be_paid_for_nothing),
	TEST(an_amount_is_a_multiple_of_the_step),
	TEST(an_amount_has_the_decimals_of_its_currency),
	TEST(a_complaint_names_the_field),
	TEST(a_word_that_is_no_method_stops_the_start),
	{ 0 },
};

int
main(void)
{
	return tap_run("payment_method", tests);
}
