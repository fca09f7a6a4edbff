/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/totals.h"
#include "tests/tap_cunit.h"

static void
one_vendor(void)
{
	struct totals_part p = { .items = MONEY(315) };
	struct totals      t;

	CHECK_INT(totals_make(&t, &p, 1, MONEY(490), 1000), ERR_OK);
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

	CHECK_INT(totals_make(&t, NULL, 0, MONEY(490), 1000), ERR_OK);
	CHECK_INT(t.total_amount.minor, 0);
}

/* 0.35 + 0.35 + 0.34: the cent that is left goes to the first of the equal. */
static void
cents_go_to_the_largest_remainders(void)
{
	struct totals_part p[3] = { { .items = MONEY(347) },
		{ .items = MONEY(347) }, { .items = MONEY(346) } };
	struct totals      t;

	CHECK_INT(totals_make(&t, p, 3, MONEY(0), 1000), ERR_OK);
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
			p[i].items = MONEY((int64_t)(r % 100000));
		}
		percent = (int64_t)(r >> 40) % 2600;
		CHECK_INT(totals_make(&t, p, n, MONEY((int64_t)(r % 900)),
			      percent),
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
	struct totals_part p[2] = { { .items = MONEY(MONEY_MAX) },
		{ .items = MONEY(1) } };
	struct totals      t;

	CHECK_INT(totals_make(&t, p, 2, MONEY(0), 0), ERR_AMOUNT_TOO_LARGE);
	CHECK_INT(totals_make(&t, p, 1, MONEY(0), 0), ERR_OK);
	CHECK_INT(totals_make(&t, p, 1, MONEY(1), 0), ERR_AMOUNT_TOO_LARGE);
	CHECK_INT(totals_make(&t, p, 1, MONEY(0), 1), ERR_AMOUNT_TOO_LARGE);
}

static const struct test tests[] = {
	TEST(one_vendor),
	TEST(an_empty_order_costs_nothing),
	TEST(cents_go_to_the_largest_remainders),
	TEST(parts_always_add_up),
	TEST(too_much_is_refused),
	{ 0 },
};

int
main(void)
{
	return tap_run("order_totals", tests);
}
