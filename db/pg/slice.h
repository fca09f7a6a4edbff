/* SPDX-License-Identifier: ISC */
/*
 * slice.h - SQL for a struct slice: rows after a place in a list, always an
 * index condition.  "key" and "id" are columns, "k" and "i" the slice's values
 * ("$3", "$4").
 */
#ifndef FARM_DB_PG_SLICE_H
#define FARM_DB_PG_SLICE_H

#include "common/model/slice.h"

/* How many rows "from" has, up to 10,000: no page counts more than that. */
#define COUNT_OF(from) \
	"SELECT count(*) AS total FROM (SELECT FROM " from " LIMIT 10000) n"

#define SLICE_NEWEST(key, id, k, i)                          \
	"(" key ", " id ") < (coalesce(" k "::timestamptz, " \
	"'infinity'), coalesce(" i "::uuid,"                 \
	" 'ffffffff-ffff-ffff-ffff-ffffffffffff'))"
#define SLICE_OLDEST(key, id, k, i)                          \
	"(" key ", " id ") > (coalesce(" k "::timestamptz, " \
	"'-infinity'), coalesce(" i "::uuid,"                \
	" '00000000-0000-0000-0000-000000000000'))"

#endif
