/* SPDX-License-Identifier: ISC */
/*
 * money.h - an amount of money: minor units and the decimals of its currency.
 *
 * An amount has the decimals of its currency wherever it is a text: in JSON,
 * in forms, in settings and in PostgreSQL (numeric).  A text that we wrote
 * therefore tells its exponent.  Nothing is ever rounded when it is read.
 *
 * Arithmetic needs amounts of one exponent.  Two currencies may have the same
 * one; callers do not mix currencies.
 */
#ifndef FARM_BASE_MONEY_H
#define FARM_BASE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct money {
	int64_t minor;    /* INT64_MIN: not given, SQL NULL */
	int     exponent; /* decimals: 0, 2 or 3 */
};

#define MONEY(minor, exponent) ((struct money){ (minor), (exponent) })
#define MONEY_NONE             MONEY(INT64_MIN, 0)
#define MONEY_EXPONENT_MAX     3
#define MONEY_SIZE             24 /* text with its NUL */

enum money_error {
	MONEY_OK,
	MONEY_NOT_A_NUMBER,
	MONEY_TOO_MANY_DECIMALS,
	MONEY_OUT_OF_RANGE
};

/*
 * Read what the farm wrote, "[-]digits[.digits]" of "len" bytes.  The exponent
 * is the number of decimals; a single decimal counts as two.  Sums may be a
 * hundred times money_max().
 */
enum money_error money_parse(const char *, size_t len, struct money *out);
/*
 * Read what somebody typed as an amount with this exponent.  Fewer decimals
 * are fine.  More of them are MONEY_TOO_MANY_DECIMALS, also if they are zero.
 * The caller checks the bounds.
 */
enum money_error money_parse_as(const char *, size_t len, int exponent,
    struct money *out);

/* Write "1234.50" into "out"; returns the length. */
size_t money_format(struct money, char out[static MONEY_SIZE]);

/* The largest price: 99999999.99, of which the exponent may allow less. */
#define MONEY_WHOLE_MAX 99999999
struct money money_max(int exponent);

/* unit * quantity; false if the result is out of range. */
bool money_times(struct money unit, int64_t quantity, struct money *out);
/* a + b; false if the result is out of range or the exponents differ. */
bool money_add(struct money a, struct money b, struct money *out);

/*
 * Divide "total" minor units over "n" weights in proportion, by largest
 * remainder: first the whole units, then one unit each to the parts that lost
 * most; of equal ones the earlier.  The parts add up to the total.  No weight
 * is negative; if all are 0, the first part is the total.
 */
void money_divide(int64_t total, const int64_t *weights, size_t n,
    int64_t *parts);

static inline bool
money_given(struct money m)
{
	return m.minor != INT64_MIN;
}

static inline bool
money_equal(struct money a, struct money b)
{
	return a.minor == b.minor && a.exponent == b.exponent;
}

#endif
