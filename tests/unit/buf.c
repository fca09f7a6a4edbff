/* SPDX-License-Identifier: ISC */
#include "common/base/buf.h"
#include "tests/tap_cunit.h"

static void
it_grows_as_needed(void)
{
	struct buf b = { 0 };

	for (int i = 0; i < 10000; i++)
		buf_str(&b, "0123456789");
	CHECK_INT(b.len, 100000);
	CHECK(memcmp(b.data + 99990, "0123456789", 10) == 0);
	buf_free(&b);
	CHECK(b.data == NULL && b.len == 0 && b.cap == 0);
}

static void
an_empty_one_is_an_empty_text(void)
{
	struct buf b = { 0 };

	buf_add(&b, NULL, 0);
	CHECK_TEXT(buf_text(&b), "");
	CHECK_INT(b.len, 0);
	buf_free(&b);
}

static void
whole_numbers_are_written(void)
{
	struct buf b = { 0 };

	buf_int(&b, 0);
	buf_char(&b, ' ');
	buf_int(&b, -7);
	buf_char(&b, ' ');
	buf_int(&b, INT64_MAX);
	buf_char(&b, ' ');
	buf_int(&b, INT64_MIN);
	CHECK_TEXT(buf_text(&b),
	    "0 -7 9223372036854775807 -9223372036854775808");
	buf_free(&b);
}

static void
printf_adds_to_what_is_there(void)
{
	struct buf b = { 0 };

	buf_str(&b, "a");
	buf_printf(&b, "-%s-%05d", "b", 42);
	CHECK_TEXT(buf_text(&b), "a-b-00042");
	buf_printf(&b, "%2000s", "end");
	CHECK_INT(b.len, 9 + 2000);
	buf_free(&b);
}

static void
reset_keeps_memory_but_not_too_much(void)
{
	struct buf b = { 0 };

	buf_room(&b, 5000);
	buf_reset(&b);
	CHECK(b.cap >= 5000);
	CHECK_INT(b.len, 0);
	buf_room(&b, 3 * BUF_KEEP);
	buf_reset(&b);
	CHECK_INT(b.cap, 0);
	buf_free(&b);
}

static const struct test tests[] = {
	TEST(it_grows_as_needed),
	TEST(an_empty_one_is_an_empty_text),
	TEST(whole_numbers_are_written),
	TEST(printf_adds_to_what_is_there),
	TEST(reset_keeps_memory_but_not_too_much),
	{ 0 },
};

int
main(void)
{
	return tap_run("buf", tests);
}
