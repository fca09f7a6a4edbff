/* SPDX-License-Identifier: ISC */
/*
 * money.c - amounts: what is accepted is exact, and reads back as written.
 */
#include "common/base/decimal.h"
#include "tests/fuzz/fuzz.h"

static void
arithmetic(struct money m)
{
	int64_t      max = money_max(m.exponent).minor;
	struct money sum, product;

	if (money_add(m, m, &sum)) {
		MUST(sum.minor == 2 * m.minor && sum.exponent == m.exponent);
		MUST(money_times(m, 2, &product));
		MUST(money_equal(product, sum));
	} else
		MUST(m.minor > max / 2 || m.minor < -max / 2);
	MUST(money_equal(money_share(m, DECIMAL(10000)), m));
	MUST(money_share(m, DECIMAL(0)).minor == 0);
}

static void
division(struct money m)
{
	const int64_t weights[] = { 1, 0, m.minor, 3 };
	int64_t       parts[4];

	if (m.minor < 0)
		return;
	money_divide(m.minor, weights, 4, parts);
	MUST(parts[0] + parts[1] + parts[2] + parts[3] == m.minor);
	MUST(parts[1] == 0 || m.minor == 0);
}

static void
reads_back(struct money m)
{
	char         text[MONEY_SIZE];
	struct money again;
	size_t       n = money_format(m, text);

	MUST(n == strlen(text));
	MUST(m.exponent == 0 ? strchr(text, '.') == NULL :
			       text[n - 1 - (size_t)m.exponent] == '.');
	MUST(money_parse(text, n, &again) == MONEY_OK);
	MUST(money_equal(again, m));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int exponents[] = { 0, 2, 3 };
	const char      *s = (const char *)data;

	for (int i = 0; i < 4; i++) {
		struct money     m = MONEY_NONE;
		enum money_error e = i == 3 ?
		    money_parse(s, size, &m) :
		    money_parse_as(s, size, exponents[i], &m);

		if (e != MONEY_OK) {
			MUST(!money_given(m));
			continue;
		}
		MUST(money_given(m) && (i == 3 || m.exponent == exponents[i]));
		MUST(memchr(s, 'e', size) == NULL &&
		    memchr(s, ' ', size) == NULL);
		reads_back(m);
		arithmetic(m);
		division(m);
	}
	return 0;
}
