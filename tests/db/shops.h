/* SPDX-License-Identifier: ISC */
/*
 * shops.h - what tests of the catalogue and the stock begin with.
 */
#ifndef FARM_TESTS_DB_SHOPS_H
#define FARM_TESTS_DB_SHOPS_H

#include "tests/db/tap_db.h"

#define ID(n)                                          \
	(struct uuid)                                  \
	{                                              \
		"00000000-0000-7000-8000-0000000000" n \
	}
#define SQL_ID(n) "'00000000-0000-7000-8000-0000000000" n "'"

/*
 * Two shops that are open and one that is not; tools in two levels of
 * categories; a hoe with two variants.
 */
void prepare(void);

#endif
