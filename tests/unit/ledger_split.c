/* SPDX-License-Identifier: ISC */
/*
 * ledger_split.c - parts that are exactly the whole.
 */
#include "fcgi/payments/ledger/ledger_split.h"
#include "tests/tap_cunit.h"

static const struct uuid buyer = { "00000000-0000-7000-8000-010000000001" };

static int64_t
sum(const LIST(ledger_line) *lines)
{
	const struct ledger_line *l = lines->items;
	int64_t                   total = 0;

	for (size_t i = 0; i < lines->n; i++)
		total += l[i].amount.minor;
	return total;
}

static struct order_share
share(int n, int64_t items, int64_t shipping, int64_t tax)
{
	struct order_share s = { .items_amount = CENTS(items),
		.shipping_amount = CENTS(shipping),
		.tax_amount = CENTS(tax) };

	snprintf(s.vendor_id.text, sizeof(s.vendor_id.text),
	    "00000000-0000-7000-8000-02%010d", n);
	return s;
}

static void
a_sale_falls_into_its_parts(void)
{
	struct order_share shares[] = { share(1, 1240, 490, 124),
		share(2, 515, 490, 52) };
	LIST(order_share)  all = { shares, 2, 0 };
	LIST(ledger_line)  lines;
	struct payment     p = { .user_id = buyer, .amount = CENTS(2911) };
	const struct ledger_line *l;

	CHECK(ledger_split_sale(ta, &p, &all, DECIMAL(1000), &lines));
	CHECK_INT(lines.n, 9);
	CHECK_INT(sum(&lines), 0);
	l = lines.items;
	CHECK_INT(l[0].kind, LEDGER_BUYER);
	CHECK_INT(l[0].amount.minor, -2911);
	CHECK_INT(l[1].amount.minor, 1116); /* 12.40 less 10 % */
	CHECK_INT(l[2].amount.minor, 124);
	CHECK_INT(l[5].amount.minor, 463);
	CHECK_INT(l[6].amount.minor, 52); /* 1.76 in all */
	p.amount = CENTS(2912);
	CHECK(!ledger_split_sale(ta, &p, &all, DECIMAL(1000), &lines));
}

/* The lines of a sale but the buyer's: what is left after it. */
static LIST(ledger_line)
left_of(const LIST(ledger_line) *lines)
{
	return (LIST(ledger_line)){ lines->items + 1, lines->n - 1 };
}

static void
a_whole_refund_is_the_reverse(void)
{
	struct order_share shares[] = { share(1, 999, 490, 100),
		share(2, 1, 490, 0) };
	LIST(order_share)  all = { shares, 2, 0 };
	LIST(ledger_line)  sale, back, left;
	struct payment     p = { .user_id = buyer, .amount = CENTS(2080) };
	const struct ledger_line *s, *b;

	CHECK(ledger_split_sale(ta, &p, &all, DECIMAL(1250), &sale));
	left = left_of(&sale);
	CHECK(ledger_split_refund(ta, &left, buyer, p.amount, &back));
	CHECK_INT(back.n, sale.n);
	s = sale.items;
	b = back.items;
	for (size_t i = 0; i < sale.n; i++) {
		CHECK_INT(b[i].amount.minor, -s[i].amount.minor);
		CHECK_INT(b[i].kind, s[i].kind);
	}
	CHECK(!ledger_split_refund(ta, &left, buyer, CENTS(2081), &back));
	CHECK(!ledger_split_refund(ta, &left, buyer, CENTS(0), &back));
}

static uint64_t seed = 7;

static int64_t
dice(int64_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)sides);
}

/* Take a refund's lines off what is left; no part falls below nothing. */
static bool
take_off(LIST(ledger_line) *left, const LIST(ledger_line) *back)
{
	struct ledger_line       *have = left->items;
	const struct ledger_line *l = back->items;

	for (size_t i = 1; i < back->n; i++)
		for (size_t k = 0; k < left->n; k++)
			if (have[k].kind == l[i].kind &&
			    uuid_equal(have[k].owner, l[i].owner))
				have[k].amount.minor += l[i].amount.minor;
	for (size_t k = 0; k < left->n; k++)
		if (have[k].amount.minor < 0)
			return false;
	return true;
}

/* So much of what is left goes back, to the cent. */
static bool
give_back(LIST(ledger_line) *left, int64_t amount)
{
	LIST(ledger_line) back;

	return ledger_split_refund(ta, left, buyer, CENTS(amount), &back) &&
	    sum(&back) == 0 && take_off(left, &back);
}

static void
refunds_in_any_steps_end_at_nothing(void)
{
	for (int round = 0; round < 2000; round++) {
		struct order_share shares[5];
		LIST(order_share)  all = { shares, 0, 0 };
		LIST(ledger_line)  sale, left;
		struct payment     p = { .user_id = buyer, .amount = CENTS(0) };
		int64_t            rest;

		all.n = (size_t)(1 + dice(5));
		for (size_t i = 0; i < all.n; i++) {
			shares[i] = share((int)i + 1, dice(100000),
			    dice(3) * 245, dice(10000));
			p.amount.minor += shares[i].items_amount.minor +
			    shares[i].shipping_amount.minor +
			    shares[i].tax_amount.minor;
		}
		CHECK(ledger_split_sale(ta, &p, &all, DECIMAL(dice(10001)),
		    &sale));
		CHECK_INT(sum(&sale), 0);
		left = left_of(&sale);
		for (rest = p.amount.minor; rest > 0;) {
			int64_t amount = 1 + dice(rest);

			CHECK(give_back(&left, amount));
			rest -= amount;
		}
		CHECK_INT(sum(&left), 0);
	}
}

static void
lines_have_the_decimals_of_the_payment(void)
{
	struct order_share s = share(1, 1990, 0, 0);
	LIST(order_share)  all = { &s, 1, 0 };
	LIST(ledger_line)  sale;
	struct payment     p = { .user_id = buyer, .amount = MONEY(1990, 3) };

	s.items_amount.exponent = 3;
	CHECK(ledger_split_sale(ta, &p, &all, DECIMAL(1005), &sale));
	CHECK_INT(sum(&sale), 0);
	CHECK_INT(sale.n, 3);
	CHECK(money_equal(sale.items[1].amount, MONEY(1790, 3)));
	CHECK(money_equal(sale.items[2].amount, MONEY(200, 3)));
	for (size_t i = 0; i < sale.n; i++)
		CHECK_INT(sale.items[i].amount.exponent, 3);
}

static const struct test tests[] = {
	TEST(a_sale_falls_into_its_parts),
	TEST(a_whole_refund_is_the_reverse),
	TEST(refunds_in_any_steps_end_at_nothing),
	TEST(lines_have_the_decimals_of_the_payment),
	{ 0 },
};

int
main(void)
{
	return tap_run("ledger_split", tests);
}
