/* SPDX-License-Identifier: ISC */
/*
 * money.c - amounts: what is accepted is exact, and prints back to itself.
 */
#include "common/base/money.h"
#include "tests/fuzz/fuzz.h"

static void
arithmetic(struct money m)
{
	struct money sum, product;

	if (money_add(m, m, &sum)) {
		MUST(sum.minor == 2 * m.minor);
		MUST(money_times(m, 2, &product));
		MUST(product.minor == sum.minor);
	} else
		MUST(m.minor > MONEY_MAX / 2 || m.minor < -MONEY_MAX / 2);
	if (m.minor >= -MONEY_MAX && m.minor <= MONEY_MAX) {
		MUST(money_share(m, 10000).minor == m.minor);
		MUST(money_share(m, 0).minor == 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct money m = MONEY_NONE, again = MONEY_NONE;
	const char  *s = (const char *)data;
	char         text[MONEY_SIZE];
	size_t       n;

	if (money_parse(s, size, &m) != MONEY_OK) {
		MUST(!money_given(m));
		return 0;
	}
	MUST(money_given(m));
	MUST(memchr(s, 'e', size) == NULL && memchr(s, ' ', size) == NULL);
	n = money_format(m, text);
	MUST(n == strlen(text) && n >= 4 && text[n - 3] == '.');
	MUST(money_parse(text, n, &again) == MONEY_OK);
	MUST(again.minor == m.minor);
	arithmetic(m);
	return 0;
}
