/* SPDX-License-Identifier: ISC */
/*
 * input_text.c - the formats a text may be asked to have.
 */
#include <ctype.h>
#include <string.h>

#include "common/base/arena.h"
#include "common/base/currency.h"
#include "common/base/utf8.h"
#include "common/model/input_impl.h"

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
has_controls(const char *s, bool lines)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == 0x7f ||
		    (c < 0x20 &&
			!(lines && (c == '\n' || c == '\r' || c == '\t'))))
			return true;
	}
	return false;
}

/*
 * One "@", something before it, a domain with a dot after it; no spaces,
 * quotes or brackets, so that it can stand in a mail header.
 */
static bool
is_email(const char *s)
{
	const char *at = strchr(s, '@'), *dot;

	if (at == NULL || at == s || at - s > 64 || strchr(at + 1, '@') != NULL)
		return false;
	for (const char *p = s; *p != '\0'; p++)
		if ((unsigned char)*p <= 0x20 || (unsigned char)*p >= 0x7f ||
		    strchr("\"(),:;<>[\\]", *p) != NULL)
			return false;
	dot = strrchr(at, '.');
	return dot != NULL && dot > at + 1 && dot[1] != '\0' && at[1] != '.' &&
	    at[-1] != '.' && *s != '.' && strstr(s, "..") == NULL;
}

static bool
is_slug(const char *s)
{
	if (*s == '-' || strstr(s, "--") != NULL)
		return false;
	for (; *s != '\0'; s++)
		if (!((*s >= 'a' && *s <= 'z') || isdigit((unsigned char)*s) ||
			(*s == '-' && s[1] != '\0')))
			return false;
	return true;
}

static void
change_case(char *s, int (*to)(int))
{
	for (; *s != '\0'; s++)
		*s = (char)to((unsigned char)*s);
}

static int
check_format(enum text_format format, char *s)
{
	switch (format) {
	case TEXT_LINE: return has_controls(s, false) ? BAD_CHARACTERS : -1;
	case TEXT_BLOCK: return has_controls(s, true) ? BAD_CHARACTERS : -1;
	case TEXT_SECRET: return -1;
	case TEXT_EMAIL:
		change_case(s, tolower);
		return is_email(s) ? -1 : BAD_EMAIL;
	case TEXT_COUNTRY:
		change_case(s, toupper);
		return strlen(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' &&
			s[1] >= 'A' && s[1] <= 'Z' ?
		    -1 :
		    BAD_COUNTRY;
	case TEXT_CURRENCY: return currency_find(s) ? -1 : BAD_CURRENCY;
	case TEXT_URL:
		return (strncmp(s, "http://", 7) == 0 && s[7] != '\0') ||
			(strncmp(s, "https://", 8) == 0 && s[8] != '\0') ?
		    has_controls(s, false) ? BAD_CHARACTERS : -1 :
		    BAD_URL;
	case TEXT_SLUG: return is_slug(s) ? -1 : BAD_SLUG;
	}
	return -1;
}

int
text_read(struct arena *a, const struct field *f, const char *s, size_t len,
    const char **dst, int64_t *bound)
{
	bool    bounded = f->min != 0 || f->max != 0;
	char   *text;
	int64_t n;

	if (bounded && f->format != TEXT_SECRET) {
		for (; len > 0 && is_space(*s); s++)
			len--;
		while (len > 0 && is_space(s[len - 1]))
			len--;
	}
	*dst = text = arena_dup(a, s, len);
	if (!bounded)
		return -1;
	n = (int64_t)utf8_length(text, len);
	*bound = n < f->min ? f->min : f->max;
	if (n < f->min)
		return n == 0 ? BAD_REQUIRED : BAD_TOO_SHORT;
	if (n > f->max)
		return BAD_TOO_LONG;
	return n == 0 ? -1 : check_format(f->format, text);
}
