/* SPDX-License-Identifier: ISC */
#include "common/base/utf8.h"

/* Bytes of the sequence at "s", 0 when it is not well-formed. */
static size_t
sequence(const unsigned char *s, size_t left)
{
	size_t        n = *s < 0x80        ? 1 :
		   *s >= 0xc2 && *s < 0xe0 ? 2 :
		   *s >= 0xe0 && *s < 0xf0 ? 3 :
		   *s >= 0xf0 && *s < 0xf5 ? 4 :
					     0;
	unsigned char low = 0x80, high = 0xbf;

	if (n == 0 || n > left || *s == '\0')
		return 0;
	if (*s == 0xe0)
		low = 0xa0; /* overlong */
	else if (*s == 0xed)
		high = 0x9f; /* surrogates */
	else if (*s == 0xf0)
		low = 0x90; /* overlong */
	else if (*s == 0xf4)
		high = 0x8f; /* above U+10FFFF */
	for (size_t i = 1; i < n; i++, low = 0x80, high = 0xbf)
		if (s[i] < low || s[i] > high)
			return 0;
	return n;
}

bool
utf8_valid(const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t               n;

	for (; len > 0; s += n, len -= n)
		if ((n = sequence(s, len)) == 0)
			return false;
	return true;
}

size_t
utf8_length(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}
