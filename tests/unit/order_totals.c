/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/cart/totals.h"
#include "tests/tap_cunit.h"

static enum err
totals_of(struct totals *t, struct totals_part *p, size_t n, int64_t shipping,
    int64_t percent)
{
	const struct totals_rule rule = { currency_find("USD"), CENTS(shipping),
		DECIMAL(percent) };

	return totals_make(t, p, n, &rule);
}

static void
one_vendor(void)
{
	struct totals_part p = { .items = CENTS(315) };
	struct totals      t;

	CHECK_INT(totals_of(&t, &p, 1, 490, 1000), ERR_OK);
	CHECK_INT(t.subtotal_amount.minor, 315);
	CHECK_INT(t.shipping_amount.minor, 490);
	CHECK_INT(t.tax_amount.minor, 32);
	CHECK_INT(t.total_amount.minor, 837);
	CHECK_INT(p.tax.minor, 32);
}

static void
an_empty_order_costs_nothing(void)
{
	struct totals t;

	CHECK_INT(totals_of(&t, NULL, 0, 490, 1000), ERR_OK);
	CHECK_INT(t.total_amount.minor, 0);
}

/* 0.35 + 0.35 + 0.34: the cent that is left goes to the first of the equal. */
static void
cents_go_to_the_largest_remainders(void)
{
	struct totals_part p[3] = { { .items = CENTS(347) },
		{ .items = CENTS(347) }, { .items = CENTS(346) } };
	struct totals      t;

	CHECK_INT(totals_of(&t, p, 3, 0, 1000), ERR_OK);
	CHECK_INT(t.tax_amount.minor, 104);
	CHECK_INT(p[0].tax.minor, 35);
	CHECK_INT(p[1].tax.minor, 35);
	CHECK_INT(p[2].tax.minor, 34);
}

static void
parts_always_add_up(void)
{
	struct totals_part p[7];
	struct totals      t;
	uint64_t           r = 88172645463325252u;

	for (int round = 0; round < 20000; round++) {
		int64_t percent, tax = 0, shipping = 0;
		size_t  n = 1 + (size_t)round % 7;

		for (size_t i = 0; i < n; i++) {
			r ^= r << 13;
			r ^= r >> 7;
			r ^= r << 17;
			p[i].items = CENTS((int64_t)(r % 100000));
		}
		percent = (int64_t)(r >> 40) % 2600;
		CHECK_INT(totals_of(&t, p, n, (int64_t)(r % 900), percent),
		    ERR_OK);
		for (size_t i = 0; i < n; i++) {
			int64_t exact = p[i].items.minor * percent;

			tax += p[i].tax.minor;
			shipping += p[i].shipping.minor;
			CHECK(p[i].tax.minor >= exact / 10000 &&
			    p[i].tax.minor <= exact / 10000 + 1);
		}
		CHECK_INT(tax, t.tax_amount.minor);
		CHECK_INT(shipping, t.shipping_amount.minor);
		CHECK_INT(t.total_amount.minor,
		    t.subtotal_amount.minor + tax + shipping);
	}
}

static void
too_much_is_refused(void)
{
	struct totals_part p[2] = { { .items = CENTS(CENTS_MAX) },
		{ .items = CENTS(1) } };
	struct totals      t;

	CHECK_INT(totals_of(&t, p, 2, 0, 0), ERR_AMOUNT_TOO_LARGE);
	CHECK_INT(totals_of(&t, p, 1, 0, 0), ERR_OK);
	CHECK_INT(totals_of(&t, p, 1, 1, 0), ERR_AMOUNT_TOO_LARGE);
	CHECK_INT(totals_of(&t, p, 1, 0, 1), ERR_AMOUNT_TOO_LARGE);
}

static void
yen_have_no_decimals(void)
{
	const struct totals_rule rule = { currency_find("JPY"), MONEY(490, 0),
		DECIMAL(1000) };
	struct totals_part       p[2] = { { .items = MONEY(1995, 0) },
		      { .items = MONEY(1990, 0) } };
	struct totals            t;

	CHECK_INT(totals_make(&t, p, 2, &rule), ERR_OK);
	CHECK(money_equal(t.subtotal_amount, MONEY(3985, 0)));
	CHECK(money_equal(t.tax_amount, MONEY(399, 0)));
	CHECK(money_equal(p[0].tax, MONEY(200, 0)));
	CHECK(money_equal(p[1].tax, MONEY(199, 0)));
	CHECK(money_equal(t.total_amount, MONEY(5364, 0)));
}

/* 10 % of 1.230 is 0.123, which no provider can charge. */
static void
tax_is_a_multiple_of_the_currency_step(void)
{
	const struct totals_rule rule = { currency_find("KWD"), MONEY(490, 3),
		DECIMAL(1000) };
	struct totals_part       p[3] = { { .items = MONEY(1230, 3) },
		      { .items = MONEY(1260, 3) }, { .items = MONEY(40, 3) } };
	struct totals            t;

	CHECK_INT(totals_make(&t, p, 3, &rule), ERR_OK);
	CHECK(money_equal(t.tax_amount, MONEY(250, 3)));
	CHECK(money_equal(p[0].tax, MONEY(120, 3)));
	CHECK(money_equal(p[1].tax, MONEY(130, 3)));
	CHECK(money_equal(p[2].tax, MONEY(0, 3)));
	CHECK(money_equal(t.total_amount, MONEY(4250, 3)));
}

static void
other_decimals_than_the_currency_do_not_add_up(void)
{
	struct totals_part p = { .items = MONEY(1990, 0) };
	struct totals      t;

	CHECK_INT(totals_of(&t, &p, 1, 490, 1000), ERR_AMOUNT_TOO_LARGE);
}

static const struct test tests[] = {
	TEST(one_vendor),
	TEST(an_empty_order_costs_nothing),
	TEST(cents_go_to_the_largest_remainders),
	TEST(parts_always_add_up),
	TEST(too_much_is_refused),
	TEST(yen_have_no_decimals),
	TEST(tax_is_a_multiple_of_the_currency_step),
	TEST(other_decimals_than_the_currency_do_not_add_up),
	{ 0 },
};

int
main(void)
{
	return tap_run("order_totals", tests);
}
