/* SPDX-License-Identifier: ISC */
/*
 * decimal.h - a number with at most two decimals that is not money, such as a
 * percentage or a number of minutes.  Reading is exact.
 */
#ifndef FARM_BASE_DECIMAL_H
#define FARM_BASE_DECIMAL_H

#include "common/base/money.h"

struct decimal {
	int64_t hundredths; /* 1250 is 12.50; INT64_MIN: not given */
};

#define DECIMAL(hundredths) ((struct decimal){ (hundredths) })
#define DECIMAL_NONE        DECIMAL(INT64_MIN)
#define DECIMAL_SIZE        MONEY_SIZE
#define DECIMAL_EXPONENT    2
#define DECIMAL_WHOLE       INT64_C(100) /* hundredths in 1 */

/* Read "12.5".  The errors are those of money_parse_as(). */
enum money_error decimal_parse(const char *, size_t len, struct decimal *out);
/* Write "12.50" into "out"; returns the length. */
size_t decimal_format(struct decimal, char out[static DECIMAL_SIZE]);

/* That many percent of an amount, rounded half up to a minor unit. */
struct money money_share(struct money, struct decimal percent);

static inline bool
decimal_given(struct decimal d)
{
	return d.hundredths != INT64_MIN;
}

#endif
