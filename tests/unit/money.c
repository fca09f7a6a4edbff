/* SPDX-License-Identifier: ISC */
#include "common/base/money.h"
#include "tests/tap_cunit.h"

static const int exponents[] = { 0, 2, 3 };

/* What the text of an amount says, with a point before its decimals. */
static const char *
read(const char *s)
{
	struct money m = MONEY(-77, 9);

	CHECK_INT(money_parse(s, strlen(s), &m), MONEY_OK);
	return arena_printf(ta, "%" PRId64 "e-%d", m.minor, m.exponent);
}

static int64_t
read_as(const char *s, int exponent)
{
	struct money m = MONEY(-77, 9);

	CHECK_INT(money_parse_as(s, strlen(s), exponent, &m), MONEY_OK);
	CHECK_INT(m.exponent, exponent);
	return m.minor;
}

static enum money_error
refused(const char *s, int exponent)
{
	struct money     m = MONEY(-77, 9);
	enum money_error e = money_parse_as(s, strlen(s), exponent, &m);

	CHECK_INT(m.minor, -77);
	CHECK_INT(m.exponent, 9);
	return e;
}

static const char *
written(struct money m)
{
	char   text[MONEY_SIZE];
	size_t n = money_format(m, text);

	CHECK_INT(n, strlen(text));
	return arena_strdup(ta, text);
}

static void
amounts_are_read_exactly(void)
{
	CHECK_INT(read_as("0", 2), 0);
	CHECK_INT(read_as("19", 2), 1900);
	CHECK_INT(read_as("19.9", 2), 1990);
	CHECK_INT(read_as("19.90", 2), 1990);
	CHECK_INT(read_as("0.01", 2), 1);
	CHECK_INT(read_as("0.1", 2), 10);
	CHECK_INT(read_as("-0.05", 2), -5);
	CHECK_INT(read_as("0000012.34", 2), 1234);
	CHECK_INT(read_as("99999999.99", 2), 9999999999);
	/* 0.29 * 100 is 28.999… in binary floating point. */
	CHECK_INT(read_as("0.29", 2), 29);
	CHECK_INT(read_as("1.15", 2), 115);
}

static void
amounts_are_read_with_the_decimals_of_their_currency(void)
{
	CHECK_INT(read_as("1990", 0), 1990);
	CHECK_INT(read_as("-1", 0), -1);
	CHECK_INT(read_as("19.9", 3), 19900);
	CHECK_INT(read_as("19.905", 3), 19905);
	CHECK_INT(read_as("0.001", 3), 1);
	CHECK_INT(read_as("-5", 3), -5000);
	CHECK_INT(read_as("99999999.999", 3), 99999999999);
}

static void
too_many_decimals_are_never_rounded(void)
{
	CHECK_INT(refused("1990.0", 0), MONEY_TOO_MANY_DECIMALS);
	CHECK_INT(refused("19.9", 0), MONEY_TOO_MANY_DECIMALS);
	CHECK_INT(refused("19.999", 2), MONEY_TOO_MANY_DECIMALS);
	CHECK_INT(refused("19.900", 2), MONEY_TOO_MANY_DECIMALS);
	CHECK_INT(refused("0.001", 2), MONEY_TOO_MANY_DECIMALS);
	CHECK_INT(refused("19.9000", 3), MONEY_TOO_MANY_DECIMALS);
	CHECK_INT(refused("0.0005", 3), MONEY_TOO_MANY_DECIMALS);
	CHECK_INT(refused("1.0000000000000000000001", 3),
	    MONEY_TOO_MANY_DECIMALS);
}

static void
our_own_texts_tell_their_decimals(void)
{
	CHECK_TEXT(read("1990"), "1990e-0");
	CHECK_TEXT(read("19.90"), "1990e-2");
	CHECK_TEXT(read("19.900"), "19900e-3");
	CHECK_TEXT(read("-0.005"), "-5e-3");
	CHECK_TEXT(read("0"), "0e-0");
	CHECK_TEXT(read("0.00"), "0e-2");
	CHECK_TEXT(read("19.9"), "1990e-2");
	CHECK_TEXT(read("9999999999.99"), "999999999999e-2");
}

static void
more_than_three_decimals_are_not_ours(void)
{
	struct money m;

	CHECK_INT(money_parse("1.0000", 6, &m), MONEY_TOO_MANY_DECIMALS);
}

static void
what_is_no_amount_is_refused(void)
{
	static const char *const bad[] = { "", "-", ".", ".5", "5.", "-.5",
		"1,50", "1.5.0", "1e3", "0x10", " 1", "1 ", "+1", "NaN",
		"Infinity", "--1", "1-", "12a", "1.-5", "1. 5", NULL };

	for (int i = 0; bad[i] != NULL; i++)
		for (int k = 0; k < 3; k++)
			CHECK_INT(refused(bad[i], exponents[k]),
			    MONEY_NOT_A_NUMBER);
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
	for (int k = 0; k < 3; k++) {
		CHECK_INT(refused("99999999999999999999999999", exponents[k]),
		    MONEY_OUT_OF_RANGE);
		CHECK_INT(refused("9223372036854775807", exponents[k]),
		    MONEY_OUT_OF_RANGE);
		CHECK_INT(refused("-99999999999", exponents[k]),
		    MONEY_OUT_OF_RANGE);
	}
}

static void
amounts_are_written_with_their_decimals(void)
{
	CHECK_TEXT(written(MONEY(0, 2)), "0.00");
	CHECK_TEXT(written(MONEY(5, 2)), "0.05");
	CHECK_TEXT(written(MONEY(-5, 2)), "-0.05");
	CHECK_TEXT(written(MONEY(1990, 2)), "19.90");
	CHECK_TEXT(written(MONEY(-123456, 2)), "-1234.56");
	CHECK_TEXT(written(MONEY(INT64_MAX, 2)), "92233720368547758.07");
	CHECK_TEXT(written(MONEY(0, 0)), "0");
	CHECK_TEXT(written(MONEY(1990, 0)), "1990");
	CHECK_TEXT(written(MONEY(-7, 0)), "-7");
	CHECK_TEXT(written(MONEY(INT64_MAX, 0)), "9223372036854775807");
	CHECK_TEXT(written(MONEY(0, 3)), "0.000");
	CHECK_TEXT(written(MONEY(-5, 3)), "-0.005");
	CHECK_TEXT(written(MONEY(19900, 3)), "19.900");
	CHECK_TEXT(written(MONEY(-INT64_MAX, 3)), "-9223372036854775.807");
}

static void
the_largest_price_is_the_same_in_all_currencies(void)
{
	CHECK_TEXT(written(money_max(0)), "99999999");
	CHECK_TEXT(written(money_max(2)), "99999999.99");
	CHECK_TEXT(written(money_max(3)), "99999999.990");
}

static void
products_and_sums_stay_in_range(void)
{
	for (int k = 0; k < 3; k++) {
		int          exponent = exponents[k];
		struct money m = MONEY(0, exponent), max = money_max(exponent);

		CHECK(money_times(MONEY(1990, exponent), 3, &m));
		CHECK(money_equal(m, MONEY(5970, exponent)));
		CHECK(money_add(m, MONEY(-3, exponent), &m));
		CHECK(money_equal(m, MONEY(5967, exponent)));
		CHECK(money_add(MONEY(max.minor - 1, exponent),
		    MONEY(1, exponent), &m));
		CHECK(money_equal(m, max));
		CHECK(!money_add(max, MONEY(1, exponent), &m));
		CHECK(!money_times(max, 2, &m));
		CHECK(!money_times(MONEY(INT64_MAX, exponent), INT64_MAX, &m));
		CHECK(!money_add(MONEY(INT64_MAX, exponent), MONEY(1, exponent),
		    &m));
		CHECK(!money_add(MONEY_NONE, MONEY(-1, 0), &m));
		CHECK(money_equal(m, max));
	}
}

static void
amounts_with_other_decimals_are_not_added(void)
{
	struct money m = CENTS(42);

	CHECK(!money_add(CENTS(1990), MONEY(1990, 0), &m));
	CHECK(!money_add(MONEY(1990, 3), CENTS(1990), &m));
	CHECK_INT(m.minor, 42);
	CHECK(!money_equal(CENTS(0), MONEY(0, 0)));
}

static void
every_amount_reads_back_as_written(void)
{
	for (int k = 0; k < 3; k++) {
		int64_t max = money_max(exponents[k]).minor;

		for (int64_t minor = -max; minor <= max; minor += max / 997) {
			struct money m = MONEY(minor, exponents[k]), again;
			const char  *s = written(m);

			CHECK_INT(money_parse(s, strlen(s), &again), MONEY_OK);
			CHECK(money_equal(again, m));
			CHECK_INT(read_as(s, exponents[k]), minor);
		}
	}
}

/* ---- division ------------------------------------------------------------ */

static void
units_go_to_the_largest_remainders(void)
{
	const int64_t weights[] = { 10, 10, 10 }, uneven[] = { 1, 2, 0 };
	const int64_t none[] = { 0, 0 };
	int64_t       parts[3];

	money_divide(100, weights, 3, parts);
	CHECK_INT(parts[0], 34);
	CHECK_INT(parts[1], 33);
	CHECK_INT(parts[2], 33);
	money_divide(5, uneven, 3, parts);
	CHECK_INT(parts[0], 2); /* 1.67 */
	CHECK_INT(parts[1], 3); /* 3.33 */
	CHECK_INT(parts[2], 0);
	money_divide(7, none, 2, parts);
	CHECK_INT(parts[0], 7);
	CHECK_INT(parts[1], 0);
	money_divide(0, weights, 3, parts);
	CHECK_INT(parts[0] + parts[1] + parts[2], 0);
}

static void
the_largest_amounts_are_divided_without_overflow(void)
{
	const int64_t max = 100 * money_max(3).minor;
	const int64_t weights[] = { max, max, 1 };
	int64_t       parts[3];

	money_divide(max, weights, 3, parts);
	CHECK_INT(parts[0] + parts[1] + parts[2], max);
	CHECK(parts[0] - parts[1] <= 1);
}

static const struct test tests[] = {
	TEST(amounts_are_read_exactly),
	TEST(amounts_are_read_with_the_decimals_of_their_currency),
	TEST(too_many_decimals_are_never_rounded),
	TEST(our_own_texts_tell_their_decimals),
	TEST(more_than_three_decimals_are_not_ours),
	TEST(what_is_no_amount_is_refused),
	TEST(a_byte_beyond_the_length_is_not_read),
	TEST(huge_amounts_do_not_overflow),
	TEST(amounts_are_written_with_their_decimals),
	TEST(the_largest_price_is_the_same_in_all_currencies),
	TEST(products_and_sums_stay_in_range),
	TEST(amounts_with_other_decimals_are_not_added),
	TEST(every_amount_reads_back_as_written),
	TEST(units_go_to_the_largest_remainders),
	TEST(the_largest_amounts_are_divided_without_overflow),
	{ 0 },
};

int
main(void)
{
	return tap_run("money", tests);
}
