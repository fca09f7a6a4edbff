/* SPDX-License-Identifier: ISC */
#include "common/base/decimal.h"

#define HUNDRED_PERCENT (100 * DECIMAL_WHOLE)

enum money_error
decimal_parse(const char *s, size_t len, struct decimal *out)
{
	struct money     m;
	enum money_error e = money_parse_as(s, len, DECIMAL_EXPONENT, &m);

	if (e == MONEY_OK)
		out->hundredths = m.minor;
	return e;
}

size_t
decimal_format(struct decimal d, char out[static DECIMAL_SIZE])
{
	return money_format(MONEY(d.hundredths, DECIMAL_EXPONENT), out);
}

struct money
money_share(struct money m, struct decimal percent)
{
	int64_t sign = m.minor < 0 ? -1 : 1;
	int64_t part = sign * m.minor * percent.hundredths;

	return MONEY(sign * ((part + HUNDRED_PERCENT / 2) / HUNDRED_PERCENT),
	    m.exponent);
}
