/* SPDX-License-Identifier: ISC */
/*
 * escape.c - text in the languages that carry it.  Nothing in it means
 * anything there, and taken out again it is what it was.
 */
#include <json-c/json.h>

#include "common/base/text.h"
#include "common/base/utf8.h"
#include "common/model/input_impl.h"
#include "tests/fuzz/fuzz.h"

static void
in_json(struct arena *a, const char *s, size_t len)
{
	struct buf          b = { 0 };
	struct json_object *o;

	json_text(&b, s, len);
	MUST(memchr(b.data, '<', b.len) == NULL);
	MUST(memchr(b.data, '>', b.len) == NULL);
	for (size_t i = 0; i < b.len; i++)
		MUST((unsigned char)b.data[i] >= 0x20);
	o = json_parse(a, b.data, b.len);
	MUST(o != NULL && json_object_get_type(o) == json_type_string);
	MUST((size_t)json_object_get_string_len(o) == len);
	MUST(memcmp(json_object_get_string(o), s, len) == 0);
	buf_free(&b);
}

/* The five that mean something, and nothing else. */
static char
entity(const char **s)
{
	static const struct {
		const char *name;
		char        c;
	} all[] = { { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' },
		{ "&quot;", '"' }, { "&#39;", '\'' } };

	for (size_t i = 0; i < 5; i++)
		if (strncmp(*s, all[i].name, strlen(all[i].name)) == 0) {
			*s += strlen(all[i].name);
			return all[i].c;
		}
	fuzz_failed("no ampersand by itself", __FILE__, __LINE__);
}

static void
in_html(const char *s, size_t len)
{
	struct buf  b = { 0 };
	const char *p;

	html_text(&b, s, len);
	p = buf_text(&b);
	MUST(strpbrk(p, "<>\"'") == NULL);
	for (size_t i = 0; i < len; i++)
		MUST((*p == '&' ? entity(&p) : *p++) == s[i]);
	MUST(*p == '\0');
	buf_free(&b);
}

static void
in_url(struct arena *a, const char *s, size_t len)
{
	struct buf  b = { 0 };
	const char *back;

	url_text(&b, s, len);
	MUST(strspn(buf_text(&b),
		 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		 "0123456789-._~%") == b.len);
	for (int form = 0; form < 2; form++) {
		back = url_decode(a, b.data, b.len, form);
		MUST(back != NULL && strcmp(back, s) == 0);
	}
	buf_free(&b);
}

static void
as_names(struct arena *a, const char *s, size_t len)
{
	const char *slug = slug_of(a, s, 'p',
	    (struct uuid){ "0192f3a0-7c4e-7abc-8def-0123456789ab" });

	MUST(strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
	    strlen(slug));
	MUST(*slug != '\0' && *slug != '-' && strstr(slug, "--") == NULL);
	MUST(slug[strlen(slug) - 1] != '-' && strlen(slug) <= len + 8);
	MUST(strlen(camel_of(a, s)) <= len);
	MUST(strlen(snake_of(a, s)) <= 2 * len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	const char   *s = arena_dup(a, data, size), *back;
	char         *decoded;

	/* Decoders see anything. */
	for (int form = 0; form < 2; form++) {
		decoded = url_decode(a, (const char *)data, size, form);
		MUST(decoded == NULL || strlen(decoded) <= size);
	}
	decoded = base64url_decode(a, s);
	MUST(decoded == NULL || strlen(decoded) <= strlen(s) * 3 / 4);
	/* What is written is text. */
	if (utf8_valid(s, size)) {
		in_json(a, s, size);
		in_html(s, size);
		in_url(a, s, size);
		as_names(a, s, size);
		back = base64url_decode(a, base64url(a, s, size));
		MUST(back != NULL && strcmp(back, s) == 0);
	}
	arena_free(&a);
	return 0;
}
