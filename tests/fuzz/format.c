/* SPDX-License-Identifier: ISC */
/*
 * format.c - values as pages show them: {{text|markdown}} and its like.
 * Whatever the text, those that emit markup emit only theirs, and every
 * address in it is one of the web.
 */
#include <strings.h>

#include "common/base/utf8.h"
#include "common/model/input_impl.h"
#include "common/template/template_impl.h"
#include "tests/fuzz/fuzz.h"

struct shown {
	const char *text;
};
SPEC_STATIC(shown, FIELD(text));

static const struct page_globals globals = { .currency = "EUR" };

static const char *
formatted(const char *format, const struct shown *m)
{
	static struct buf out;

	buf_reset(&out);
	format_find(format, strlen(format))(&out, &shown_spec.fields[0],
	    &m->text, &globals);
	return buf_text(&out);
}

/* An address without a scheme, or with one that a shop may name. */
static bool
url_holds(const char *s, size_t len)
{
	static const char *const schemes[] = { "http:", "https:", "mailto:" };
	const char              *colon = memchr(s, ':', len);
	size_t                   n = strcspn(s, "/?#");

	if (colon == NULL || (size_t)(colon - s) > n)
		return true;
	for (size_t i = 0; i < 3; i++)
		if (strncasecmp(s, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

static bool
one_of(const char *list, const char *s, size_t len)
{
	for (; *list != '\0'; list += strcspn(list, " "), list += *list == ' ')
		if (strcspn(list, " ") == len && memcmp(list, s, len) == 0)
			return true;
	return false;
}

/* ' name="value"', with nothing in it that ends it. */
static const char *
attribute(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz"), len;

	MUST(one_of("href src alt title start class", s, n));
	MUST(s[n] == '=' && s[n + 1] == '"');
	len = strcspn(s + n + 2, "\"<>");
	MUST(s[n + 2 + len] == '"');
	if (one_of("href src", s, n))
		MUST(url_holds(s + n + 2, len));
	return s + n + 2 + len + 1;
}

static void
markup_holds(const char *s, const char *tags)
{
	size_t n;

	for (; (s = strchr(s, '<')) != NULL; s++) {
		if (strncmp(s, "<!-- raw HTML omitted -->", 25) == 0)
			continue;
		s += 1 + (s[1] == '/');
		n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789");
		MUST(one_of(tags, s, n));
		for (s += n; *s == ' ' && s[1] != '/';)
			s = attribute(s + 1);
		MUST(*s == '>' || strncmp(s, " />", 3) == 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct shown  m = { arena_dup(a, data, size) };
	const char   *s;

	spec_prepare(&shown_spec);
	if (utf8_valid(m.text, size)) {
		markup_holds(formatted("markdown", &m),
		    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em "
		    "strong a img br hr");
		markup_holds(formatted("marked", &m), "mark");
		s = formatted("json", &m);
		MUST(json_valid(s, strlen(s)) && strpbrk(s, "<>") == NULL);
		s = formatted("url", &m);
		MUST(strpbrk(s, " <>&\"'/?#") == NULL);
		MUST(strlen(formatted("lower", &m)) == size);
		MUST(utf8_valid(formatted("lower", &m), size));
	}
	arena_free(&a);
	return 0;
}
