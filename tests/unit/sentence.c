/* SPDX-License-Identifier: ISC */
/*
 * sentence.c - sentences with places, and how a language writes values.
 */
#include <ftw.h>

#include "common/sentence/sentence.h"
#include "tests/cents.h"
#include "tests/tap_cunit.h"
#include "tests/unit/catalogue.h"

static char dir[] = "/tmp/sentence.XXXXXX";

static const struct language *
de(void)
{
	return language_find("de");
}

static const char *
key(const char *source)
{
	return sentence_key(ta, source, strlen(source));
}

static void
keys_have_names_alone(void)
{
	CHECK_TEXT(key("Cart"), "Cart");
	CHECK_TEXT(key("price::From"), "price\4From");
	CHECK_TEXT(key("Two\n\t\twords  here"), "Two words here");
	CHECK_TEXT(key("Page {page|number} of {pages=totalPages|number}"),
	    "Page {page} of {pages}");
	CHECK_TEXT(key("{vendor.businessName}, {@label}"),
	    "{businessName}, {label}");
	CHECK_TEXT(key("x::<b>{a|money}</b> now"), "x\4<b>{a}</b> now");
	CHECK_TEXT(key("a: b :: c"), "a: b :: c");
	CHECK_TEXT(key("::a"), "::a");
	CHECK_TEXT(key("1 < 2 {"), "1 < 2 {");
	CHECK_TEXT(key(""), "");
}

static void
translations_are_compared(void)
{
	const char *wrong;

	CHECK(sentence_compare(ta, "a {x}", "{x} b", false) == NULL);
	CHECK(sentence_compare(ta, "<a>x</a>", "y <a>z</a>", false) == NULL);
	wrong = sentence_compare(ta, "a {x}", "b {y}", false);
	CHECK_TEXT(wrong, "'y' is not in the English text");
	wrong = sentence_compare(ta, "a {x}", "b", false);
	CHECK_TEXT(wrong, "'x' is missing");
	CHECK(sentence_compare(ta, "a {x}", "b", true) == NULL);
	wrong = sentence_compare(ta, "<a>x</a>", "y", true);
	CHECK_TEXT(wrong, "'a' is missing");
	wrong = sentence_compare(ta, "a", "b <b>c</b>", false);
	CHECK_TEXT(wrong, "'b' is not in the English text");
	CHECK_HAS(sentence_compare(ta, "<a>x</a>", "<a>y", false), "missing");
	CHECK_HAS(sentence_compare(ta, "<a>x</a>", "</a>y<a>", false),
	    "not closed");
	CHECK_HAS(sentence_compare(ta, "<a>x</a><b>y</b>", "<a><b>x</a></b>",
		      false),
	    "not closed");
	CHECK_HAS(sentence_compare(ta, "a {x}", "{x} {", false), "brace");
	CHECK_HAS(sentence_compare(ta, "a {x}", "{x} }", false), "brace");
}

static void
sentences_take_values(void)
{
	struct sentence      order = SAY("Order {number}: {amount|money}");
	struct sentence_args args = ARGS({ "number", "FS-1" },
	    { "amount", "1234.50" });

	CHECK_TEXT(sentence_text(ta, NULL, order, args, "EUR"),
	    "Order FS-1: €1,234.50");
	CHECK_TEXT(sentence_text(ta, de(), order, args, "EUR"),
	    "1.234,50 € für Bestellung FS-1");
	CHECK_TEXT(sentence_text(ta, de(), SAY("Unknown {x}."),
		       ARGS({ "x", "1" }), "EUR"),
	    "Unknown 1.");
	CHECK_TEXT(sentence_text(ta, de(), SAY("Lacking {x}."), NO_ARGS, "EUR"),
	    "Lacking .");
	CHECK(sentence_text(ta, de(), SAY(NULL), NO_ARGS, "EUR") == NULL);
}

static void
sentences_have_plural_forms(void)
{
	struct sentence items = SAY_N("count", "One item",
	    "{count|number} items");

	CHECK_TEXT(sentence_text(ta, NULL, items, ARGS({ "count", "1" }), ""),
	    "One item");
	CHECK_TEXT(sentence_text(ta, NULL, items, ARGS({ "count", "1000" }),
		       ""),
	    "1,000 items");
	CHECK_TEXT(sentence_text(ta, de(), items, ARGS({ "count", "1" }), ""),
	    "Ein Artikel");
	CHECK_TEXT(sentence_text(ta, de(), items, ARGS({ "count", "1000" }),
		       ""),
	    "1.000 Artikel");
}

static void
values_are_written_by_their_format(void)
{
	struct sentence s = SAY("{v|number}/{v|money}/{v|date}/{v|datetime}");

	CHECK_TEXT(sentence_text(ta, NULL, s, ARGS({ "v", "x" }), "EUR"),
	    "x/x/x/x");
	s = SAY("{t|date}, {u=t|datetime}");
	CHECK_TEXT(sentence_text(ta, NULL, s,
		       ARGS({ "t", "2026-11-08T14:05:00Z" },
			   { "u", "2026-11-08T14:05:00Z" }),
		       ""),
	    "8 November 2026, 8 November 2026, 14:05 UTC");
}

static const char *
money(const struct language *l, int64_t minor, const char *currency)
{
	static struct buf b;

	buf_reset(&b);
	language_money(&b, l, CENTS(minor), currency);
	return buf_text(&b);
}

static void
amounts_follow_the_language(void)
{
	CHECK_TEXT(money(NULL, 123450, "USD"), "$1,234.50");
	CHECK_TEXT(money(NULL, -5, "EUR"), "−€0.05");
	CHECK_TEXT(money(NULL, 99900, "CHF"), "CHF 999.00");
	CHECK_TEXT(money(de(), 123450, "EUR"), "1.234,50 €");
	CHECK_TEXT(money(de(), -500, "EUR"), "−5,00 €");
	CHECK_TEXT(money(de(), 100000000, "CHF"), "1.000.000,00 CHF");
}

static const char *
number(const struct language *l, const char *digits)
{
	static struct buf b;

	buf_reset(&b);
	language_number(&b, l, digits);
	return buf_text(&b);
}

static void
numbers_follow_the_language(void)
{
	CHECK_TEXT(number(NULL, "1234567"), "1,234,567");
	CHECK_TEXT(number(NULL, "-123"), "−123");
	CHECK_TEXT(number(NULL, "-1234.5"), "−1,234.5");
	CHECK_TEXT(number(NULL, "12"), "12");
	CHECK_TEXT(number(de(), "1234567.25"), "1.234.567,25");
}

static const char *
date(const struct language *l, bool with_time)
{
	static struct buf b;
	struct timestamp  t = { INT64_C(1795874700000000) };

	buf_reset(&b);
	language_date(&b, l, t, with_time);
	return buf_text(&b);
}

static void
dates_follow_the_language(void)
{
	CHECK_TEXT(date(NULL, false), "28 November 2026");
	CHECK_TEXT(date(NULL, true), "28 November 2026, 14:05 UTC");
	CHECK_TEXT(date(de(), false), "28. November 2026");
	CHECK_TEXT(date(de(), true), "28. November 2026, 14:05 UTC");
}

static const char *
list(const struct language *l, size_t n)
{
	static const char *const words[] = { "a", "b", "c" };
	static struct buf        b;

	buf_reset(&b);
	language_list(&b, l, words, n);
	return buf_text(&b);
}

static void
lists_follow_the_language(void)
{
	CHECK_TEXT(list(NULL, 0), "");
	CHECK_TEXT(list(NULL, 1), "a");
	CHECK_TEXT(list(NULL, 2), "a and b");
	CHECK_TEXT(list(NULL, 3), "a, b and c");
	CHECK_TEXT(list(de(), 3), "a, b und c");
}

/* Text from elsewhere cannot turn the sentence around it. */
static void
foreign_directions_are_isolated(void)
{
	struct sentence s = SAY("New order from {name}.");

	CHECK_TEXT(sentence_text(ta, NULL, s, ARGS({ "name", "Jörg ÅÄ" }), ""),
	    "New order from Jörg ÅÄ.");
	CHECK_TEXT(sentence_text(ta, NULL, s, ARGS({ "name", "שלום" }), ""),
	    "New order from \u2068שלום\u2069.");
	CHECK_TEXT(sentence_text(ta, NULL, s, ARGS({ "name", "a\u202eb" }), ""),
	    "New order from \u2068a\u202eb\u2069.");
	CHECK(language_find("ar")->rtl);
	CHECK_TEXT(sentence_text(ta, language_find("ar"), s,
		       ARGS({ "name", "Tom" }), ""),
	    "New order from \u2068Tom\u2069.");
}

static void
languages_are_found_by_their_code(void)
{
	size_t n;

	languages_all(&n);
	CHECK_INT(n, 3);
	CHECK_TEXT(language_find("DE")->code, "de");
	CHECK_TEXT(language_find("de")->name, "Deutsch");
	CHECK_TEXT(language_find("en")->name, "English");
	CHECK_TEXT(language_find("fr")->code, "en");
	CHECK_TEXT(language_find(NULL)->code, "en");
	CHECK(!language_find("de")->rtl);
}

static void
wrong_settings_are_refused(void)
{
	CHECK(!languages_open(dir, ""));
	CHECK(!languages_open(dir, "en fr"));
	CHECK(!languages_open(dir, "../de"));
	CHECK(!languages_open(dir, "e"));
	CHECK(!languages_open(dir,
	    "en en en en en en en en en en en en en en "
	    "en en en"));
	CHECK_TEXT(language_find("de")->code, "de");
}

static const struct test tests[] = {
	TEST(keys_have_names_alone),
	TEST(translations_are_compared),
	TEST(sentences_take_values),
	TEST(sentences_have_plural_forms),
	TEST(values_are_written_by_their_format),
	TEST(amounts_follow_the_language),
	TEST(numbers_follow_the_language),
	TEST(dates_follow_the_language),
	TEST(lists_follow_the_language),
	TEST(foreign_directions_are_isolated),
	TEST(languages_are_found_by_their_code),
	TEST(wrong_settings_are_refused),
	{ 0 },
};

static int
file_remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

int
main(void)
{
	static const struct entry arabic[] = {
		{ "locale\4left to right", "right to left" },
		{ NULL, NULL },
	};
	int status;

	if (mkdtemp(dir) == NULL)
		return 1;
	catalogue_put(dir, "de", german);
	catalogue_put(dir, "ar", arabic);
	status = languages_open(dir, " en de  ar") ?
	    tap_run("sentence", tests) :
	    1;
	nftw(dir, file_remove, 8, FTW_DEPTH | FTW_PHYS);
	return status;
}
