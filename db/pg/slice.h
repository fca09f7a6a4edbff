/* SPDX-License-Identifier: ISC */
/*
 * slice.h - SQL for lists in pages.
 *
 * COUNT_OF counts rows.  SLICE_NEWEST and SLICE_OLDEST are the condition of a
 * struct slice (rows after a place in the list), so that an index can find
 * them: "key" and "id" are columns, "k" and "i" the slice's values ("$3",
 * "$4").
 */
#ifndef FARM_DB_PG_SLICE_H
#define FARM_DB_PG_SLICE_H

#include "common/model/slice.h"

#define COUNT_MAX   10000 /* no list counts more rows than that */
#define COUNT_LIMIT " LIMIT " SQL_NUMBER(COUNT_MAX)

/* A number as it stands in SQL. */
#define SQL_NUMBER(n)  SQL_NUMBER_(n)
#define SQL_NUMBER_(n) #n

#define COUNT_OF(from) \
	"SELECT count(*) AS total FROM (SELECT FROM " from COUNT_LIMIT ") n"

#define SLICE_NEWEST(key, id, k, i)                          \
	"(" key ", " id ") < (coalesce(" k "::timestamptz, " \
	"'infinity'), coalesce(" i "::uuid,"                 \
	" 'ffffffff-ffff-ffff-ffff-ffffffffffff'))"
#define SLICE_OLDEST(key, id, k, i)                          \
	"(" key ", " id ") > (coalesce(" k "::timestamptz, " \
	"'-infinity'), coalesce(" i "::uuid,"                \
	" '00000000-0000-0000-0000-000000000000'))"

#endif
