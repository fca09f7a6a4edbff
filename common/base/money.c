/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/money.h"

#define DIGITS_MAX 16 /* keeps the sum far below INT64_MAX */

static size_t
digits_read(const char *s, size_t len, int64_t *value)
{
	size_t i;

	for (i = 0; i < len && s[i] >= '0' && s[i] <= '9'; i++)
		if (i < DIGITS_MAX)
			*value = *value * 10 + (s[i] - '0');
	return i;
}

enum money_error
money_parse(const char *s, size_t len, struct money *out)
{
	int64_t whole = 0, cents = 0;
	size_t  n, decimals = 0;
	bool    negative = len > 0 && *s == '-';

	if (negative) {
		s++;
		len--;
	}
	if ((n = digits_read(s, len, &whole)) == 0)
		return MONEY_NOT_A_NUMBER;
	if (n < len) {
		if (s[n] != '.')
			return MONEY_NOT_A_NUMBER;
		decimals = digits_read(s + n + 1, len - n - 1, &cents);
		if (decimals == 0 || n + 1 + decimals != len)
			return MONEY_NOT_A_NUMBER;
	}
	if (decimals > 2)
		return MONEY_TOO_MANY_DECIMALS;
	if (n > DIGITS_MAX || whole > MONEY_MAX)
		return MONEY_OUT_OF_RANGE;
	if (decimals == 1)
		cents *= 10;
	out->minor = whole * 100 + cents;
	if (negative)
		out->minor = -out->minor;
	return MONEY_OK;
}

size_t
money_format(struct money m, char out[static MONEY_SIZE])
{
	uint64_t u = m.minor < 0 ? 0 - (uint64_t)m.minor : (uint64_t)m.minor;
	char     tmp[MONEY_SIZE];
	size_t   i = sizeof(tmp), len;

	for (size_t digit = 0; digit < 3 || u != 0; digit++) {
		if (digit == 2)
			tmp[--i] = '.';
		tmp[--i] = (char)('0' + u % 10);
		u /= 10;
	}
	if (m.minor < 0)
		tmp[--i] = '-';
	len = sizeof(tmp) - i;
	memcpy(out, tmp + i, len);
	out[len] = '\0';
	return len;
}

static bool
in_range(int64_t minor, struct money *out)
{
	if (minor < -MONEY_MAX || minor > MONEY_MAX)
		return false;
	out->minor = minor;
	return true;
}

bool
money_times(struct money unit, int64_t quantity, struct money *out)
{
	int64_t v;

	return !__builtin_mul_overflow(unit.minor, quantity, &v) &&
	    in_range(v, out);
}

bool
money_add(struct money a, struct money b, struct money *out)
{
	int64_t v;

	return !__builtin_add_overflow(a.minor, b.minor, &v) &&
	    in_range(v, out);
}

struct money
money_share(struct money m, int64_t percent)
{
	int64_t sign = m.minor < 0 ? -1 : 1;

	return MONEY(sign * ((sign * m.minor * percent + 5000) / 10000));
}
