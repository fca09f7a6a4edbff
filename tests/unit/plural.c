/* SPDX-License-Identifier: ISC */
/*
 * plural.c - Plural-Forms lines.
 */
#include "common/sentence/plural.h"
#include "tests/tap_cunit.h"

#define EAST_SLAVIC                                                      \
	"n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || " \
	"n%100>=20) ? 1 : 2"
#define ARABIC                                                          \
	"n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : " \
	"n%100>=11 ? 4 : 5"

static struct plural p;

static bool
reads(const char *forms, const char *expression)
{
	return plural_read(arena_printf(ta,
			       "Language: xx\nPlural-Forms: nplurals=%s; "
			       "plural=%s;\nX-Y: z\n",
			       forms, expression),
	    &p);
}

static void
without_a_line_there_are_two_forms(void)
{
	CHECK(plural_read(NULL, &p));
	CHECK_INT(p.forms, 2);
	CHECK_INT(plural_form(&p, 0), 1);
	CHECK_INT(plural_form(&p, 1), 0);
	CHECK_INT(plural_form(&p, 1000), 1);
	CHECK(plural_read("Language: de\n", &p));
	CHECK_INT(plural_form(&p, 1), 0);
}

static void
languages_have_their_forms(void)
{
	static const struct {
		const char *forms, *expression;
		uint64_t    n;
		unsigned    form;
	} cases[] = {
		{ "1", "0", 1, 0 },
		{ "1", "0", 1000, 0 },
		{ "2", "n != 1", 1, 0 },
		{ "2", "n != 1", 0, 1 },
		{ "2", "n > 1", 0, 0 },
		{ "2", "(n > 1)", 2, 1 },
		{ "2", "n>1", UINT64_MAX, 1 },
		{ "3", EAST_SLAVIC, 1, 0 },
		{ "3", EAST_SLAVIC, 21, 0 },
		{ "3", EAST_SLAVIC, 3, 1 },
		{ "3", EAST_SLAVIC, 11, 2 },
		{ "3", EAST_SLAVIC, 1000003, 1 },
		{ "3", EAST_SLAVIC, 1000012, 2 },
		{ "6", ARABIC, 0, 0 },
		{ "6", ARABIC, 2, 2 },
		{ "6", ARABIC, 107, 3 },
		{ "6", ARABIC, 199, 4 },
		{ "6", ARABIC, 100, 5 },
		{ "6", ARABIC, 100000, 5 },
		{ "2", "n - 1 * 2 + 2 == 4", 4, 1 },
		{ "2", "!(n/2 <= 3)", 8, 1 },
		{ "2", "n == 0 ? 1 : 10 / n > 5", 0, 1 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		CHECK(reads(cases[i].forms, cases[i].expression));
		CHECK_INT(plural_form(&p, cases[i].n), cases[i].form);
	}
}

static void
malformed_lines_are_refused(void)
{
	static const struct {
		const char *forms, *expression;
	} cases[] = {
		{ "0", "0" },
		{ "7", "0" },
		{ "two", "n != 1" },
		{ "1", "n != 1" }, /* form 1 of one form */
		{ "2", "" },
		{ "2", "n !" },
		{ "2", "n != " },
		{ "2", "(n != 1" },
		{ "2", "n != 1)" },
		{ "2", "n ? 1" },
		{ "2", "n ? 1 : " },
		{ "2", "m != 1" },
		{ "2", "n != 1 2" },
		{ "2", "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!n" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		CHECK(!reads(cases[i].forms, cases[i].expression));
	CHECK(!plural_read("Plural-Forms: nplurals=2\n", &p));
	CHECK(!plural_read("Plural-Forms: plural=0;\n", &p));
}

/* Only small numbers are tried when a catalogue is opened. */
static void
a_large_number_without_a_form_takes_the_first(void)
{
	CHECK(reads("2", "n == 0 || n > 1000 ? n / 1000 : 1"));
	CHECK_INT(plural_form(&p, 5), 1);
	CHECK_INT(plural_form(&p, 5000), 0);
}

static const struct test tests[] = {
	TEST(without_a_line_there_are_two_forms),
	TEST(languages_have_their_forms),
	TEST(malformed_lines_are_refused),
	TEST(a_large_number_without_a_form_takes_the_first),
	{ 0 },
};

int
main(void)
{
	return tap_run("plural", tests);
}
