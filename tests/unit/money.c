/* SPDX-License-Identifier: ISC */
#include "common/base/money.h"
#include "tests/tap_cunit.h"

static int64_t
read(const char *s)
{
	struct money m = MONEY(-77);

	CHECK_INT(money_parse(s, strlen(s), &m), MONEY_OK);
	return m.minor;
}

static enum money_error
refused(const char *s)
{
	struct money     m = MONEY(-77);
	enum money_error e = money_parse(s, strlen(s), &m);

	CHECK_INT(m.minor, -77);
	return e;
}

static const char *
written(int64_t minor)
{
	char   text[MONEY_SIZE];
	size_t n = money_format(MONEY(minor), text);

	CHECK_INT(n, strlen(text));
	return arena_strdup(ta, text);
}

static void
amounts_are_read_exactly(void)
{
	CHECK_INT(read("0"), 0);
	CHECK_INT(read("19"), 1900);
	CHECK_INT(read("19.9"), 1990);
	CHECK_INT(read("19.90"), 1990);
	CHECK_INT(read("0.01"), 1);
	CHECK_INT(read("0.1"), 10);
	CHECK_INT(read("-0.05"), -5);
	CHECK_INT(read("0000012.34"), 1234);
	CHECK_INT(read("99999999.99"), MONEY_MAX);
	/* 0.29 * 100 is 28.999… in binary floating point. */
	CHECK_INT(read("0.29"), 29);
	CHECK_INT(read("1.15"), 115);
}

static void
more_than_two_decimals_are_never_rounded(void)
{
	CHECK_INT(refused("19.999"), MONEY_TOO_MANY_DECIMALS);
	CHECK_INT(refused("19.900"), MONEY_TOO_MANY_DECIMALS);
	CHECK_INT(refused("0.001"), MONEY_TOO_MANY_DECIMALS);
	CHECK_INT(refused("1.0000000000000000000001"), MONEY_TOO_MANY_DECIMALS);
}

static void
what_is_no_amount_is_refused(void)
{
	static const char *const bad[] = { "", "-", ".", ".5", "5.", "-.5",
		"1,50", "1.5.0", "1e3", "0x10", " 1", "1 ", "+1", "NaN",
		"Infinity", "--1", "1-", "12a", "1.-5", "1. 5", NULL };

	for (int i = 0; bad[i] != NULL; i++)
		CHECK_INT(refused(bad[i]), MONEY_NOT_A_NUMBER);
}

static void
a_byte_beyond_the_length_is_not_read(void)
{
	struct money m;

	CHECK_INT(money_parse("12.345", 5, &m), MONEY_OK);
	CHECK_INT(m.minor, 1234);
	CHECK_INT(money_parse("1\0.5", 4, &m), MONEY_NOT_A_NUMBER);
}

static void
huge_amounts_do_not_overflow(void)
{
	CHECK_INT(refused("99999999999999999999999999"), MONEY_OUT_OF_RANGE);
	CHECK_INT(refused("9223372036854775807"), MONEY_OUT_OF_RANGE);
	CHECK_INT(refused("-99999999999.00"), MONEY_OUT_OF_RANGE);
}

static void
amounts_are_written_with_two_decimals(void)
{
	CHECK_TEXT(written(0), "0.00");
	CHECK_TEXT(written(5), "0.05");
	CHECK_TEXT(written(-5), "-0.05");
	CHECK_TEXT(written(1990), "19.90");
	CHECK_TEXT(written(MONEY_MAX), "99999999.99");
	CHECK_TEXT(written(-123456), "-1234.56");
	CHECK_TEXT(written(INT64_MAX), "92233720368547758.07");
}

static void
products_and_sums_stay_in_range(void)
{
	struct money m = MONEY(0);

	CHECK(money_times(MONEY(1990), 3, &m));
	CHECK_INT(m.minor, 5970);
	CHECK(money_add(MONEY(1), MONEY(2), &m));
	CHECK_INT(m.minor, 3);
	CHECK(money_add(MONEY(MONEY_MAX - 1), MONEY(1), &m));
	CHECK_INT(m.minor, MONEY_MAX);
	m = MONEY(42);
	CHECK(!money_add(MONEY(MONEY_MAX), MONEY(1), &m));
	CHECK(!money_times(MONEY(MONEY_MAX), 2, &m));
	CHECK(!money_times(MONEY(INT64_MAX), INT64_MAX, &m));
	CHECK(!money_add(MONEY(INT64_MAX), MONEY(1), &m));
	CHECK(!money_add(MONEY_NONE, MONEY(-1), &m));
	CHECK_INT(m.minor, 42);
}

static void
shares_are_rounded_half_up(void)
{
	CHECK_INT(money_share(MONEY(1000), 1000).minor, 100);
	CHECK_INT(money_share(MONEY(1005), 1000).minor, 101);
	CHECK_INT(money_share(MONEY(1004), 1000).minor, 100);
	CHECK_INT(money_share(MONEY(-1005), 1000).minor, -101);
	CHECK_INT(money_share(MONEY(1990), 0).minor, 0);
	CHECK_INT(money_share(MONEY(MONEY_MAX), 10000).minor, MONEY_MAX);
	CHECK_INT(money_share(MONEY(333), 1).minor, 0);
}

static void
every_amount_reads_back_as_written(void)
{
	for (int64_t minor = -MONEY_MAX; minor <= MONEY_MAX; minor += 13579753)
		CHECK_INT(read(written(minor)), minor);
}

static const struct test tests[] = {
	TEST(amounts_are_read_exactly),
	TEST(more_than_two_decimals_are_never_rounded),
	TEST(what_is_no_amount_is_refused),
	TEST(a_byte_beyond_the_length_is_not_read),
	TEST(huge_amounts_do_not_overflow),
	TEST(amounts_are_written_with_two_decimals),
	TEST(products_and_sums_stay_in_range),
	TEST(shares_are_rounded_half_up),
	TEST(every_amount_reads_back_as_written),
	{ 0 },
};

int
main(void)
{
	return tap_run("money", tests);
}
