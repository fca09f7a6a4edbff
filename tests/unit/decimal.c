/* SPDX-License-Identifier: ISC */
#include "common/base/decimal.h"
#include "tests/tap_cunit.h"

static int64_t
read(const char *s)
{
	struct decimal d = DECIMAL(-77);

	CHECK_INT(decimal_parse(s, strlen(s), &d), MONEY_OK);
	return d.hundredths;
}

static enum money_error
refused(const char *s)
{
	struct decimal   d = DECIMAL(-77);
	enum money_error e = decimal_parse(s, strlen(s), &d);

	CHECK_INT(d.hundredths, -77);
	return e;
}

static void
decimals_are_read_exactly(void)
{
	CHECK_INT(read("10"), 1000);
	CHECK_INT(read("12.5"), 1250);
	CHECK_INT(read("12.50"), 1250);
	CHECK_INT(read("0.1"), 10);
	CHECK_INT(read("-0.05"), -5);
	CHECK_INT(refused("12.505"), MONEY_TOO_MANY_DECIMALS);
	CHECK_INT(refused("12,5"), MONEY_NOT_A_NUMBER);
	CHECK_INT(refused("12 %"), MONEY_NOT_A_NUMBER);
	CHECK_INT(refused("99999999999"), MONEY_OUT_OF_RANGE);
}

static void
decimals_are_written_with_two_decimals(void)
{
	char text[DECIMAL_SIZE];

	CHECK_INT(decimal_format(DECIMAL(1250), text), 5);
	CHECK_TEXT(text, "12.50");
	decimal_format(DECIMAL(0), text);
	CHECK_TEXT(text, "0.00");
}

static int64_t
share(int64_t minor, int64_t hundredths)
{
	struct money m = money_share(MONEY(minor, 3), DECIMAL(hundredths));

	CHECK_INT(m.exponent, 3);
	return m.minor;
}

static void
shares_are_rounded_half_up(void)
{
	CHECK_INT(share(1000, 1000), 100);
	CHECK_INT(share(1005, 1000), 101);
	CHECK_INT(share(1004, 1000), 100);
	CHECK_INT(share(-1005, 1000), -101);
	CHECK_INT(share(1990, 0), 0);
	CHECK_INT(share(333, 1), 0);
}

static void
a_share_of_the_largest_sum_does_not_overflow(void)
{
	int64_t max = 100 * money_max(3).minor;

	CHECK_INT(share(max, 10000), max);
}

static const struct test tests[] = {
	TEST(decimals_are_read_exactly),
	TEST(decimals_are_written_with_two_decimals),
	TEST(shares_are_rounded_half_up),
	TEST(a_share_of_the_largest_sum_does_not_overflow),
	{ 0 },
};

int
main(void)
{
	return tap_run("decimal", tests);
}
