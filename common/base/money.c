/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/money.h"

#define DIGITS_MAX   16                  /* fits into an int64_t */
#define WHOLE_MAX    INT64_C(9999999999) /* of a sum */
#define OWN_DECIMALS (-1)

/* By exponent: minor units of one, and of the largest price. */
static const int64_t units[] = { 1, 10, 100, 1000 };
static const int64_t maxima[] = { 99999999, 999999999, 9999999999,
	99999999990 };

static size_t
digits_read(const char *s, size_t len, int64_t *value)
{
	size_t i;

	for (i = 0; i < len && s[i] >= '0' && s[i] <= '9'; i++)
		if (i < DIGITS_MAX)
			*value = *value * 10 + (s[i] - '0');
	return i;
}

static inline enum money_error
amount_read(const char *s, size_t len, int exponent, struct money *out)
{
	int64_t whole = 0, fraction = 0;
	size_t  n, decimals = 0;
	bool    is_negative = len > 0 && *s == '-';

	if (is_negative) {
		s++;
		len--;
	}
	if ((n = digits_read(s, len, &whole)) == 0)
		return MONEY_NOT_A_NUMBER;
	if (n < len) {
		if (s[n] != '.')
			return MONEY_NOT_A_NUMBER;
		decimals = digits_read(s + n + 1, len - n - 1, &fraction);
		if (decimals == 0 || n + 1 + decimals != len)
			return MONEY_NOT_A_NUMBER;
	}
	if (decimals > (size_t)(exponent < 0 ? MONEY_EXPONENT_MAX : exponent))
		return MONEY_TOO_MANY_DECIMALS;
	if (n > DIGITS_MAX || whole > WHOLE_MAX)
		return MONEY_OUT_OF_RANGE;
	if (exponent < 0)
		exponent = decimals == 1 ? 2 : (int)decimals;
	whole = whole * units[exponent] +
	    fraction * units[exponent - (int)decimals];
	*out = MONEY(is_negative ? -whole : whole, exponent);
	return MONEY_OK;
}

enum money_error
money_parse(const char *s, size_t len, struct money *out)
{
	return amount_read(s, len, OWN_DECIMALS, out);
}

enum money_error
money_parse_as(const char *s, size_t len, int exponent, struct money *out)
{
	return amount_read(s, len, exponent, out);
}

size_t
money_format(struct money m, char out[static MONEY_SIZE])
{
	uint64_t u = m.minor < 0 ? 0 - (uint64_t)m.minor : (uint64_t)m.minor;
	char     tmp[MONEY_SIZE];
	size_t   i = sizeof(tmp), len;

	for (int digit = 0; digit <= m.exponent || u != 0; digit++) {
		if (digit == m.exponent && digit > 0)
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

struct money
money_max(int exponent)
{
	return MONEY(maxima[exponent], exponent);
}

static bool
in_range(int64_t minor, int exponent, struct money *out)
{
	if (minor < -maxima[exponent] || minor > maxima[exponent])
		return false;
	*out = MONEY(minor, exponent);
	return true;
}

bool
money_times(struct money unit, int64_t quantity, struct money *out)
{
	int64_t v;

	return !__builtin_mul_overflow(unit.minor, quantity, &v) &&
	    in_range(v, unit.exponent, out);
}

bool
money_add(struct money a, struct money b, struct money *out)
{
	int64_t v;

	return a.exponent == b.exponent &&
	    !__builtin_add_overflow(a.minor, b.minor, &v) &&
	    in_range(v, a.exponent, out);
}

/* ---- division ------------------------------------------------------------ */

/* total * weight / sum, exactly: the whole part, and what is lost by it. */
static int64_t
whole_part(int64_t total, int64_t weight, int64_t sum)
{
	return (int64_t)((__int128)total * weight / sum);
}

static int64_t
lost_part(int64_t total, int64_t weight, int64_t sum)
{
	return (int64_t)((__int128)total * weight % sum);
}

/* Which part gets the next unit: it lost most and has not got one yet. */
static size_t
most_lost(int64_t total, const int64_t *weights, size_t n, int64_t sum,
    const int64_t *parts)
{
	size_t  best = 0;
	int64_t lost, most = -1;

	for (size_t i = 0; i < n; i++) {
		lost = lost_part(total, weights[i], sum);
		if (lost > most &&
		    parts[i] == whole_part(total, weights[i], sum)) {
			best = i;
			most = lost;
		}
	}
	return best;
}

void
money_divide(int64_t total, const int64_t *weights, size_t n, int64_t *parts)
{
	int64_t sum = 0, left = total;

	for (size_t i = 0; i < n; i++)
		sum += weights[i];
	for (size_t i = 0; i < n; i++) {
		parts[i] = sum == 0 ? 0 : whole_part(total, weights[i], sum);
		left -= parts[i];
	}
	if (sum == 0 && n > 0)
		parts[0] = total;
	for (; sum > 0 && left > 0; left--)
		parts[most_lost(total, weights, n, sum, parts)]++;
}
