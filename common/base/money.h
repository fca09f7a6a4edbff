/* SPDX-License-Identifier: ISC */
/*
 * money.h - an amount of money in minor units (cents).
 *
 * On the wire and in PostgreSQL (numeric(10,2)) it has exactly two decimals.
 * Reading is exact: nothing is ever rounded.
 */
#ifndef FARM_BASE_MONEY_H
#define FARM_BASE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct money {
	int64_t minor;
};

#define MONEY(n)   ((struct money){ (n) })
#define MONEY_NONE MONEY(INT64_MIN)    /* "not given", SQL NULL */
#define MONEY_MAX  INT64_C(9999999999) /* 99999999.99 */
#define MONEY_SIZE 24                  /* text with its NUL */

enum money_error {
	MONEY_OK,
	MONEY_NOT_A_NUMBER,
	MONEY_TOO_MANY_DECIMALS,
	MONEY_OUT_OF_RANGE
};

/*
 * Read "[-]digits[.d[d]]" of "len" bytes.  Trailing zeros beyond two decimals
 * are decimals too many: what was written is not what we would write.  Sums
 * may be a hundred times MONEY_MAX; what people give is bounded by its field.
 */
enum money_error money_parse(const char *, size_t len, struct money *out);

/* Write "1234.50" into "out"; returns the length. */
size_t money_format(struct money, char out[static MONEY_SIZE]);

/* unit * quantity; false when the result is out of range. */
bool money_times(struct money unit, int64_t quantity, struct money *out);
/* a + b; false when the result is out of range. */
bool money_add(struct money a, struct money b, struct money *out);

/*
 * "percent" hundredths of a percent of an amount (1000 = 10 %), rounded half
 * up to a cent.
 */
struct money money_share(struct money, int64_t percent);

static inline bool
money_given(struct money m)
{
	return m.minor != INT64_MIN;
}

#endif
