/* SPDX-License-Identifier: ISC */
/*
 * text.c - UTF-8, and text on its way into JSON, HTML and URLs.
 */
#include "common/base/text.h"
#include "common/base/crypto.h"
#include "common/base/utf8.h"
#include "tests/tap_cunit.h"

typedef void write_fn(struct buf *, const char *, size_t);

static const char *
as(write_fn *fn, const char *s)
{
	struct buf  b = { 0 };
	const char *out;

	fn(&b, s, strlen(s));
	out = arena_strdup(ta, buf_text(&b));
	buf_free(&b);
	return out;
}

static bool
valid(const char *s)
{
	return utf8_valid(s, strlen(s));
}

static void
well_formed_utf8_is_accepted(void)
{
	CHECK(valid(""));
	CHECK(valid("plain"));
	CHECK(valid("Grüße, 世界, 🍅"));
	CHECK(valid("\xc2\x80"));         /* U+0080 */
	CHECK(valid("\xdf\xbf"));         /* U+07FF */
	CHECK(valid("\xe0\xa0\x80"));     /* U+0800 */
	CHECK(valid("\xed\x9f\xbf"));     /* U+D7FF */
	CHECK(valid("\xee\x80\x80"));     /* U+E000 */
	CHECK(valid("\xf0\x90\x80\x80")); /* U+10000 */
	CHECK(valid("\xf4\x8f\xbf\xbf")); /* U+10FFFF */
}

static void
ill_formed_utf8_is_refused(void)
{
	static const char *const bad[] = { "\x80", "\xbf", "\xc0\xaf",
		"\xc1\xbf", "\xe0\x80\xaf", "\xe0\x9f\xbf", "\xf0\x80\x80\xaf",
		"\xf0\x8f\xbf\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xfe", "\xc3",
		"\xe4\xb8", "\xf0\x9f\x8d", "a\xc3(", "\xe4(\xb8", NULL };

	for (int i = 0; bad[i] != NULL; i++) {
		if (valid(bad[i]))
			printf("# number %d is accepted\n", i);
		CHECK(!valid(bad[i]));
	}
	CHECK(!utf8_valid("a\0b", 3));
	CHECK(!utf8_valid("\0", 1));
}

static void
length_counts_code_points(void)
{
	CHECK_INT(utf8_length("", 0), 0);
	CHECK_INT(utf8_length("Grüße", strlen("Grüße")), 5);
	CHECK_INT(utf8_length("🍅🍅", strlen("🍅🍅")), 2);
}

static void
json_is_safe_anywhere(void)
{
	CHECK_TEXT(as(json_text, "a\"b\\c"), "\"a\\\"b\\\\c\"");
	CHECK_TEXT(as(json_text, "\b\f\n\r\t\x01\x1f\x7f"),
	    "\"\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"");
	CHECK_TEXT(as(json_text, "</script><!--#exec-->"),
	    "\"\\u003c/script\\u003e\\u003c!--#exec--\\u003e\"");
	CHECK_TEXT(as(json_text, "Grüße/🍅"), "\"Grüße/🍅\"");
}

static void
html_is_safe_in_content_and_attributes(void)
{
	CHECK_TEXT(as(html_text, "<b a=\"1\" b='2'>&</b>"),
	    "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;&lt;/b&gt;");
	CHECK_LACKS(as(html_text, "<!--# include virtual=\"/internal\" -->"),
	    "<!--#");
}

static void
urls_keep_only_what_is_unreserved(void)
{
	CHECK_TEXT(as(url_text, "AZaz09-._~"), "AZaz09-._~");
	CHECK_TEXT(as(url_text, "a b/?&=#%+ü"),
	    "a%20b%2F%3F%26%3D%23%25%2B%C3%BC");
}

static void
paths_keep_their_slashes(void)
{
	struct buf b = { 0 };

	url_path_text(&b, "/a b//\xff/?\"<");
	CHECK_TEXT(buf_text(&b), "/a%20b//%FF/%3F%22%3C");
	buf_free(&b);
}

static const char *
decoded(const char *s, bool form)
{
	return url_decode(ta, s, strlen(s), form);
}

static void
percent_encoding_is_undone(void)
{
	CHECK_TEXT(decoded("a%20b+c", true), "a b c");
	CHECK_TEXT(decoded("a%20b+c", false), "a b+c");
	CHECK_TEXT(decoded("%c3%BC", true), "ü");
	CHECK_TEXT(decoded("", true), "");
}

static void
broken_percent_encoding_is_refused(void)
{
	CHECK_TEXT(decoded("%", true), NULL);
	CHECK_TEXT(decoded("%4", true), NULL);
	CHECK_TEXT(decoded("a%4g", true), NULL);
	CHECK_TEXT(decoded("%-1", true), NULL);
	CHECK_TEXT(decoded("x%00y", true), NULL);
	CHECK(url_decode(ta, "a\0b", 3, true) == NULL);
}

static void
encoding_and_decoding_are_inverse(void)
{
	char all[256];

	for (int i = 1; i < 256; i++)
		all[i - 1] = (char)i;
	all[255] = '\0';
	CHECK_TEXT(decoded(as(url_text, all), false), all);
}

static void
names_change_their_case(void)
{
	CHECK_TEXT(camel_of(ta, "stock_quantity"), "stockQuantity");
	CHECK_TEXT(camel_of(ta, "id"), "id");
	CHECK_TEXT(camel_of(ta, "line_1_a"), "line1A");
	CHECK_TEXT(snake_of(ta, "stockQuantity"), "stock_quantity");
	CHECK_TEXT(snake_of(ta, "id"), "id");
}

static void
slugs_are_fit_for_urls(void)
{
	struct uuid id = { "0192f3a0-7c4e-7abc-8def-0123c5a98b41" };

	CHECK_TEXT(slug_of(ta, "Red & Ripe Tomatoes!", 'p', id),
	    "red-ripe-tomatoes");
	CHECK_TEXT(slug_of(ta, "--a--b--", 'p', id), "a-b");
	CHECK_TEXT(slug_of(ta, "世界 7", 'p', id), "7");
	CHECK_TEXT(slug_of(ta, "世界", 'p', id), "p-2tk2t1");
	CHECK_TEXT(slug_of(ta, "", 'c', id), "c-2tk2t1");
}

static void
digests_are_the_published_ones(void)
{
	char hex[SHA256_HEX_SIZE];

	sha256_hex("abc", 3, hex);
	CHECK_TEXT(hex,
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410"
	    "ff61f20015ad");
	/* RFC 4231, test case 2. */
	hmac_sha256_hex("Jefe", "what do ya want for nothing?", 28, hex);
	CHECK_TEXT(hex,
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec"
	    "58b964ec3843");
}

static void
tokens_are_random_and_secrets_compare(void)
{
	char a[TOKEN_SIZE], b[TOKEN_SIZE];

	random_token(a);
	random_token(b);
	CHECK_INT(strlen(a), TOKEN_SIZE - 1);
	CHECK(strcmp(a, b) != 0);
	CHECK_INT(strspn(a,
		      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
		      "wxyz0123456789-_"),
	    TOKEN_SIZE - 1);
	CHECK(secret_equal("same", "same"));
	CHECK(!secret_equal("same", "sane"));
	CHECK(!secret_equal("same", "same "));
	CHECK(!secret_equal("", "x"));
}

static const struct test tests[] = {
	TEST(well_formed_utf8_is_accepted),
	TEST(ill_formed_utf8_is_refused),
	TEST(length_counts_code_points),
	TEST(json_is_safe_anywhere),
	TEST(html_is_safe_in_content_and_attributes),
	TEST(urls_keep_only_what_is_unreserved),
	TEST(paths_keep_their_slashes),
	TEST(percent_encoding_is_undone),
	TEST(broken_percent_encoding_is_refused),
	TEST(encoding_and_decoding_are_inverse),
	TEST(names_change_their_case),
	TEST(slugs_are_fit_for_urls),
	TEST(digests_are_the_published_ones),
	TEST(tokens_are_random_and_secrets_compare),
	{ 0 },
};

int
main(void)
{
	return tap_run("text", tests);
}
