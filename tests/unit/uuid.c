/* SPDX-License-Identifier: ISC */
#include "common/base/uuid.h"
#include "common/base/clock.h"
#include "tests/tap_cunit.h"

#define MANY 20000

static void
new_ones_are_version_7_and_ascend(void)
{
	struct uuid before = uuid_new(), u;

	for (int i = 0; i < MANY; i++) {
		u = uuid_new();
		if (strcmp(before.text, u.text) >= 0 || u.text[14] != '7' ||
		    strchr("89ab", u.text[19]) == NULL ||
		    strlen(u.text) != UUID_LEN) {
			printf("# %s after %s\n", u.text, before.text);
			CHECK(false);
			return;
		}
		before = u;
	}
	CHECK(uuid_parse(u.text, UUID_LEN, &before));
}

static void
they_begin_with_the_time(void)
{
	char        hex[13] = "";
	struct uuid u = uuid_new();
	int64_t     ms;

	memcpy(hex, u.text, 8);
	memcpy(hex + 8, u.text + 9, 4);
	ms = strtoll(hex, NULL, 16);
	CHECK(llabs(ms - clock_now().us / 1000) < 5000);
}

static void
text_forms_are_read_in_lower_case(void)
{
	struct uuid u;

	CHECK(uuid_parse("0192F3A0-7C4E-7ABC-8DEF-0123456789AB", UUID_LEN, &u));
	CHECK_TEXT(u.text, "0192f3a0-7c4e-7abc-8def-0123456789ab");
	CHECK(uuid_given(u));
}

static void
what_is_no_uuid_is_refused(void)
{
	static const char *const bad[] = { "",
		"0192f3a0-7c4e-7abc-8def-0123456789a",
		"0192f3a0-7c4e-7abc-8def-0123456789abc",
		"0192f3a07-c4e-7abc-8def-0123456789ab",
		"0192f3a0-7c4e-7abc-8def-0123456789ag",
		"0192f3a0-7c4e-7abc-8def 0123456789ab",
		"{192f3a0-7c4e-7abc-8def-0123456789a}",
		"' OR 1=1 --                         ", NULL };
	struct uuid              u = { "same" };

	for (int i = 0; bad[i] != NULL; i++)
		CHECK(!uuid_parse(bad[i], strlen(bad[i]), &u));
	CHECK(!uuid_parse("0192f3a0-7c4e-7abc-8def-01234567\0ab9", UUID_LEN,
	    &u));
	CHECK_TEXT(u.text, "same");
}

static void
none_is_not_given(void)
{
	struct uuid none = { "" }, a = uuid_new(), b = a;

	CHECK(!uuid_given(none));
	CHECK(uuid_equal(a, b));
	CHECK(!uuid_equal(a, uuid_new()));
}

static const struct test tests[] = {
	TEST(new_ones_are_version_7_and_ascend),
	TEST(they_begin_with_the_time),
	TEST(text_forms_are_read_in_lower_case),
	TEST(what_is_no_uuid_is_refused),
	TEST(none_is_not_given),
	{ 0 },
};

int
main(void)
{
	return tap_run("uuid", tests);
}
