/* SPDX-License-Identifier: ISC */
/*
 * tap_cunit.h - CUnit that prints TAP, for automake's driver.
 *
 * A test program is a table of functions and one line of main():
 *
 *	static const struct test tests[] = { TEST(money_adds), { 0 } };
 *	int main(void) { return tap_run("money", tests); }
 *
 * CUnit's own result files are not used: they abort at the first failure and
 * forget to fail.  Each test gets an arena of its own, "ta".
 */
#ifndef FARM_TESTS_TAP_CUNIT_H
#define FARM_TESTS_TAP_CUNIT_H

#include <CUnit/CUnit.h>
#include <CUnit/TestRun.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/arena.h"
#include "tests/cents.h"

struct test {
	const char *name;
	CU_TestFunc fn;
};

#define TEST(fn)        \
	{               \
#fn, fn \
	}
#define TEST_ARENA ((size_t)64 * 1024 * 1024)

/* Memory of the present test; weak, as a program may have several files. */
extern struct arena                *ta;
__attribute__((weak)) struct arena *ta;

/* ---- checks that say what they saw --------------------------------------- */

#define CHECK(x) CU_ASSERT(x)
#define CHECK_INT(got, want) \
	check_int((int64_t)(got), (int64_t)(want), #got, __FILE__, __LINE__)
#define CHECK_TEXT(got, want) check_text(got, want, #got, __FILE__, __LINE__)
/* "got" holds "part" somewhere. */
#define CHECK_HAS(got, part) \
	check_part(got, part, true, #got, __FILE__, __LINE__)
#define CHECK_LACKS(got, part) \
	check_part(got, part, false, #got, __FILE__, __LINE__)

static inline void
check_said(bool ok, const char *what, const char *file, int line)
{
	CU_assertImplementation(ok, (unsigned)line, what, file, "", CU_FALSE);
}

static inline void
check_int(int64_t got, int64_t want, const char *what, const char *file,
    int line)
{
	if (got != want)
		printf("# %s is %" PRId64 ", not %" PRId64 "\n", what, got,
		    want);
	check_said(got == want, what, file, line);
}

static inline void
check_text(const char *got, const char *want, const char *what,
    const char *file, int line)
{
	bool ok = got == NULL || want == NULL ? got == want :
						strcmp(got, want) == 0;

	if (!ok)
		printf("# %s is \"%s\", not \"%s\"\n", what,
		    got != NULL ? got : "(NULL)",
		    want != NULL ? want : "(NULL)");
	check_said(ok, what, file, line);
}

static inline void
check_part(const char *got, const char *part, bool wanted, const char *what,
    const char *file, int line)
{
	bool ok = (got != NULL && strstr(got, part) != NULL) == wanted;

	if (!ok)
		printf("# %s is \"%s\", %s \"%s\"\n", what,
		    got != NULL ? got : "(NULL)", wanted ? "without" : "with",
		    part);
	check_said(ok, what, file, line);
}

/* ---- TAP ----------------------------------------------------------------- */

extern unsigned                tap_count;
__attribute__((weak)) unsigned tap_count;

static inline void
tap_line(bool ok, const char *suite, const char *test)
{
	printf("%sok %u - %s.%s\n", ok ? "" : "not ", ++tap_count, suite, test);
	fflush(stdout);
}

static inline void
tap_before(const CU_pTest test, const CU_pSuite suite)
{
	(void)test;
	(void)suite;
	ta = arena_new(TEST_ARENA);
}

static inline void
tap_after(const CU_pTest test, const CU_pSuite suite,
    const CU_pFailureRecord failed)
{
	for (CU_pFailureRecord r = failed; r != NULL; r = r->pNext)
		printf("# %s:%u: %s\n", r->strFileName, r->uiLineNumber,
		    r->strCondition);
	tap_line(failed == NULL, suite->pName, test->pName);
	arena_free(&ta);
}

static inline int
tap_run(const char *name, const struct test *tests)
{
	CU_pSuite suite;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (CU_initialize_registry() != CUE_SUCCESS ||
	    (suite = CU_add_suite(name, NULL, NULL)) == NULL)
		abort();
	for (const struct test *t = tests; t->name != NULL; t++)
		if (CU_add_test(suite, t->name, t->fn) == NULL)
			abort();
	CU_set_test_start_handler(tap_before);
	CU_set_test_complete_handler(tap_after);
	CU_run_all_tests();
	printf("1..%u\n", tap_count);
	return CU_get_number_of_failure_records() != 0 || tap_count == 0;
}

#endif
