/* SPDX-License-Identifier: ISC */
/*
 * cents.h - amounts of the currency that most tests use.
 */
#ifndef FARM_TESTS_CENTS_H
#define FARM_TESTS_CENTS_H

#include "common/base/money.h"

#define CENTS(n)  MONEY((n), 2)
#define CENTS_MAX INT64_C(9999999999) /* 99999999.99 */

#endif
