/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"

static const char hex[] = "0123456789abcdef";

/*
 * Copy in runs.  "special" says which bytes end a run; "write" writes what
 * stands for such a byte.
 */
static void
escape(struct buf *b, const char *s, size_t len, const unsigned char *special,
    void (*write)(struct buf *, unsigned char))
{
	size_t from = 0;

	if (len == 0)
		return; /* "s" may be NULL */
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (special[c] == 0)
			continue;
		buf_add(b, s + from, i - from);
		write(b, c);
		from = i + 1;
	}
	buf_add(b, s + from, len - from);
}

/* "<" and ">" too, so that no "</script>" and no SSI command can appear. */
static const unsigned char json_special[256] = { [0 ... 0x1f] = 1,
	['"'] = 1,
	['\\'] = 1,
	['<'] = 1,
	['>'] = 1,
	[0x7f] = 1 };

static void
json_escape(struct buf *b, unsigned char c)
{
	const char *from = "\"\\\b\f\n\r\t", *to = "\"\\bfnrt";
	const char *at = c != '\0' ? strchr(from, c) : NULL;

	if (at != NULL) {
		buf_char(b, '\\');
		buf_char(b, to[at - from]);
		return;
	}
	buf_str(b, "\\u00");
	buf_char(b, hex[c >> 4]);
	buf_char(b, hex[c & 15]);
}

void
json_text(struct buf *b, const char *s, size_t len)
{
	buf_char(b, '"');
	escape(b, s, len, json_special, json_escape);
	buf_char(b, '"');
}

static const unsigned char html_special
    [256] = { ['<'] = 1, ['>'] = 1, ['&'] = 1, ['"'] = 1, ['\''] = 1 };

static void
html_escape(struct buf *b, unsigned char c)
{
	buf_str(b,
	    c == '<'     ? "&lt;" :
		c == '>' ? "&gt;" :
		c == '&' ? "&amp;" :
		c == '"' ? "&quot;" :
			   "&#39;");
}

void
html_text(struct buf *b, const char *s, size_t len)
{
	escape(b, s, len, html_special, html_escape);
}

static bool
unreserved(unsigned char c)
{
	return (c < 0x80 && isalnum(c)) ||
	    (c != '\0' && strchr("-._~", c) != NULL);
}

void
url_text(struct buf *b, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (unreserved(c)) {
			buf_char(b, (char)c);
			continue;
		}
		buf_char(b, '%');
		buf_char(b, "0123456789ABCDEF"[c >> 4]);
		buf_char(b, "0123456789ABCDEF"[c & 15]);
	}
}

void
url_path_text(struct buf *b, const char *path)
{
	size_t n;

	for (; *path != '\0'; path += n) {
		n = strcspn(path, "/");
		url_text(b, path, n);
		if (path[n] == '/') {
			buf_char(b, '/');
			n++;
		}
	}
}

static int
hex_value(char c)
{
	const char *at = c != '\0' ? strchr(hex, tolower((unsigned char)c)) :
				     NULL;

	return at != NULL ? (int)(at - hex) : -1;
}

char *
url_decode(struct arena *a, const char *s, size_t len, bool form)
{
	char *out = arena_alloc(a, len + 1), *p = out;

	for (size_t i = 0; i < len; i++) {
		if (s[i] == '+' && form) {
			*p++ = ' ';
		} else if (s[i] == '\0') {
			return NULL;
		} else if (s[i] != '%') {
			*p++ = s[i];
		} else {
			int high = len - i > 2 ? hex_value(s[i + 1]) : -1;
			int low = len - i > 2 ? hex_value(s[i + 2]) : -1;

			if (high < 0 || low < 0 || high + low == 0)
				return NULL;
			*p++ = (char)(high * 16 + low);
			i += 2;
		}
	}
	*p = '\0';
	return out;
}

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-_";

char *
base64url(struct arena *a, const char *s, size_t len)
{
	char    *out = arena_alloc(a, len / 3 * 4 + 5), *p = out;
	unsigned bits = 0;
	int      n = 0;

	for (size_t i = 0; i < len; i++) {
		bits = bits << 8 | (unsigned char)s[i];
		for (n += 8; n >= 6; n -= 6)
			*p++ = base64_digits[bits >> (n - 6) & 63];
	}
	if (n > 0)
		*p++ = base64_digits[bits << (6 - n) & 63];
	*p = '\0';
	return out;
}

char *
base64url_decode(struct arena *a, const char *s)
{
	char       *out = arena_alloc(a, strlen(s) + 1), *p = out;
	const char *digit;
	unsigned    bits = 0;
	int         n = 0;

	for (; *s != '\0'; s++) {
		if ((digit = strchr(base64_digits, *s)) == NULL)
			return NULL;
		bits = bits << 6 | (unsigned)(digit - base64_digits);
		if ((n += 6) >= 8) {
			n -= 8;
			*p++ = (char)(bits >> n & 255);
			if (p[-1] == '\0')
				return NULL;
		}
	}
	*p = '\0';
	return out;
}

char *
camel_of(struct arena *a, const char *snake)
{
	char *out = arena_strdup(a, snake), *p = out;

	for (const char *s = snake; *s != '\0'; s++)
		*p++ = *s == '_' && s[1] != '\0' ?
		    (char)toupper((unsigned char)*++s) :
		    *s;
	*p = '\0';
	return out;
}

char *
snake_of(struct arena *a, const char *camel)
{
	char *out = arena_alloc(a, 2 * strlen(camel) + 1), *p = out;

	for (const char *s = camel; *s != '\0'; s++) {
		if (isupper((unsigned char)*s))
			*p++ = '_';
		*p++ = (char)tolower((unsigned char)*s);
	}
	return out;
}

/* The last 30 bits of an id, which are random, as six signs. */
static char *
slug_of_id(struct arena *a, char kind, struct uuid id)
{
	static const char signs[] = "0123456789abcdefghjkmnpqrstvwxyz";
	unsigned long     bits = strtoul(id.text + UUID_LEN - 8, NULL, 16);
	char              out[] = "k-123456";

	out[0] = kind;
	for (size_t i = 0; i < 6; i++)
		out[2 + i] = signs[bits >> (25 - 5 * i) & 31];
	return arena_strdup(a, out);
}

char *
slug_of(struct arena *a, const char *name, char kind, struct uuid id)
{
	char *out = arena_alloc(a, strlen(name) + 1), *p = out;

	for (const char *s = name; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c < 0x80 && isalnum(c))
			*p++ = (char)tolower(c);
		else if (p > out && p[-1] != '-')
			*p++ = '-';
	}
	while (p > out && p[-1] == '-')
		p--;
	*p = '\0';
	return p == out ? slug_of_id(a, kind, id) : out;
}

uint64_t
text_hash(const char *s, size_t len)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)s[i]) * 0x100000001b3;
	return hash;
}
