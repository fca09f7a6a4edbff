/* SPDX-License-Identifier: ISC */
/*
 * mo.c - compiled catalogues: what is read from them, what is refused.
 */
#include <unistd.h>

#include "common/sentence/mo.h"
#include "tests/tap_cunit.h"
#include "tests/unit/catalogue.h"

static struct mo  m;
static struct buf bytes;

static void
fresh(void)
{
	buf_reset(&bytes);
	catalogue_make(&bytes, german);
}

static uint32_t *
words(void)
{
	return (uint32_t *)(void *)bytes.data;
}

static const char *
text_of(const char *key)
{
	uint32_t i = mo_find(&m, key);
	size_t   len;

	return i == MO_NONE ? NULL : mo_text(&m, i, &len);
}

static void
messages_are_found_by_their_key(void)
{
	fresh();
	CHECK(mo_read(&m, bytes.data, bytes.len) == NULL);
	CHECK_TEXT(text_of("Cart"), "Warenkorb");
	CHECK_TEXT(text_of("price\4From"), "Ab");
	CHECK(text_of("From") == NULL);
	CHECK(text_of("Car") == NULL);
	CHECK(text_of("Zz") == NULL);
	CHECK(text_of("  ") == NULL);
}

static void
plural_messages_have_several_forms(void)
{
	uint32_t i;
	size_t   len;

	fresh();
	CHECK(mo_read(&m, bytes.data, bytes.len) == NULL);
	i = mo_find(&m, "One item");
	CHECK(i != MO_NONE);
	CHECK_INT(mo_forms(&m, i), 2);
	CHECK_TEXT(mo_form(&m, i, 0, &len), "Ein Artikel");
	CHECK_TEXT(mo_form(&m, i, 1, &len), "{count} Artikel");
	CHECK_INT(len, strlen("{count} Artikel"));
	CHECK_TEXT(mo_form(&m, i, 5, &len), "{count} Artikel");
	CHECK_INT(mo_forms(&m, mo_find(&m, "Cart")), 1);
}

static void
a_catalogue_without_messages_is_one(void)
{
	static const struct entry none[] = { { NULL, NULL } };

	buf_reset(&bytes);
	catalogue_make(&bytes, none);
	CHECK(mo_read(&m, bytes.data, bytes.len) == NULL);
	CHECK(text_of("Cart") == NULL);
	CHECK_INT(m.plural.forms, 2);
}

static void
whatever_reaches_outside_is_refused(void)
{
	fresh();
	for (size_t n = 0; n < bytes.len; n++)
		CHECK(mo_read(&m, bytes.data, n) != NULL);
	/* magic, revision, count, the two tables */
	for (int i = 0; i < 5; i++) {
		fresh();
		words()[i] ^= 0xff000000;
		CHECK(mo_read(&m, bytes.data, bytes.len) != NULL);
	}
	fresh();
	words()[3] += 2; /* no place for numbers */
	CHECK(mo_read(&m, bytes.data, bytes.len) != NULL);
	/* length, then place, of a key and of a text */
	for (size_t i = 0; i < 4; i++) {
		fresh();
		words()[words()[3 + i / 2] / 4 + 2 + i % 2] += 100000;
		CHECK(mo_read(&m, bytes.data, bytes.len) != NULL);
		fresh();
		words()[words()[3 + i / 2] / 4 + 2 + i % 2] = UINT32_MAX;
		CHECK(mo_read(&m, bytes.data, bytes.len) != NULL);
	}
}

static void
texts_are_checked(void)
{
	static const struct entry bad_text[] = { { "a", "\xff" },
		{ NULL, NULL } };
	static const struct entry bad_plural[] = {
		{ "", "Plural-Forms: nplurals=1; plural=n;\n" }, { NULL, NULL }
	};
	static const struct entry twice[] = { { "a", "b" }, { "a", "c" },
		{ NULL, NULL } };

	buf_reset(&bytes);
	catalogue_make(&bytes, bad_text);
	CHECK_TEXT(mo_read(&m, bytes.data, bytes.len), "is not UTF-8");
	buf_reset(&bytes);
	catalogue_make(&bytes, bad_plural);
	CHECK_HAS(mo_read(&m, bytes.data, bytes.len), "Plural-Forms");
	buf_reset(&bytes);
	catalogue_make(&bytes, twice);
	CHECK_TEXT(mo_read(&m, bytes.data, bytes.len), "is not sorted");
}

static void
files_are_opened(void)
{
	char path[] = "/tmp/mo.XXXXXX";
	int  fd = mkstemp(path);

	fresh();
	CHECK(mo_open(&m, "/nowhere/de.mo") != NULL);
	CHECK_TEXT(mo_open(&m, path), "is empty");
	CHECK(write(fd, bytes.data, bytes.len) == (ssize_t)bytes.len);
	CHECK(mo_open(&m, path) == NULL);
	CHECK_TEXT(text_of("Cart"), "Warenkorb");
	CHECK(ftruncate(fd, (off_t)bytes.len - 1) == 0);
	CHECK_TEXT(mo_open(&m, path), "is cut off");
	close(fd);
	unlink(path);
}

static const struct test tests[] = {
	TEST(messages_are_found_by_their_key),
	TEST(plural_messages_have_several_forms),
	TEST(a_catalogue_without_messages_is_one),
	TEST(whatever_reaches_outside_is_refused),
	TEST(texts_are_checked),
	TEST(files_are_opened),
	{ 0 },
};

int
main(void)
{
	return tap_run("mo", tests);
}
