/* SPDX-License-Identifier: ISC */
#include "common/base/currency.h"
#include "tests/tap_cunit.h"

static int
exponent(const char *code)
{
	const struct currency *c = currency_find(code);

	return c == NULL ? -1 : c->exponent;
}

static void
a_code_has_its_decimals(void)
{
	CHECK_INT(exponent("USD"), 2);
	CHECK_INT(exponent("EUR"), 2);
	CHECK_INT(exponent("MGA"), 2);
	CHECK_INT(exponent("JPY"), 0);
	CHECK_INT(exponent("ISK"), 0);
	CHECK_INT(exponent("UGX"), 0);
	CHECK_INT(exponent("KWD"), 3);
	CHECK_INT(exponent("TND"), 3);
}

static void
other_codes_are_unknown(void)
{
	static const char *const codes[] = { "", "US", "usd", "USDX", "???",
		"AAA", "ZZZ", "XAU", "XTS", "XXX", "CLF", "DEM", NULL };

	for (int i = 0; codes[i] != NULL; i++)
		CHECK_INT(exponent(codes[i]), -1);
}

/* One that is not in its place in the table is not found. */
static void
the_table_is_sound(void)
{
	const struct currency *c;
	char                   code[4] = "AAA";
	int                    n = 0;

	for (int i = 0; i < 26 * 26 * 26; i++) {
		code[0] = (char)('A' + i / (26 * 26));
		code[1] = (char)('A' + i / 26 % 26);
		code[2] = (char)('A' + i % 26);
		if ((c = currency_find(code)) == NULL)
			continue;
		n++;
		CHECK_TEXT(c->code, code);
		CHECK(c->exponent == 0 || c->exponent == 2 || c->exponent == 3);
		CHECK(c->step == 1 || c->step == 10 || c->step == 100);
		CHECK(c->exponent != 3 || c->step == 10);
	}
	CHECK_INT(n, 155);
}

static const struct test tests[] = {
	TEST(a_code_has_its_decimals),
	TEST(other_codes_are_unknown),
	TEST(the_table_is_sound),
	{ 0 },
};

int
main(void)
{
	return tap_run("currency", tests);
}
