/* SPDX-License-Identifier: ISC */
/*
 * utf8.c - common/base/utf8.c against a decoder written the other way round:
 * decode, encode again, and compare.
 */
#include "common/base/utf8.h"
#include "tests/fuzz/fuzz.h"

static size_t
encode(uint32_t c, unsigned char out[4])
{
	if (c < 0x80) {
		out[0] = (unsigned char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (unsigned char)(0xc0 | c >> 6);
		out[1] = (unsigned char)(0x80 | (c & 63));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (unsigned char)(0xe0 | c >> 12);
		out[1] = (unsigned char)(0x80 | (c >> 6 & 63));
		out[2] = (unsigned char)(0x80 | (c & 63));
		return 3;
	}
	out[0] = (unsigned char)(0xf0 | c >> 18);
	out[1] = (unsigned char)(0x80 | (c >> 12 & 63));
	out[2] = (unsigned char)(0x80 | (c >> 6 & 63));
	out[3] = (unsigned char)(0x80 | (c & 63));
	return 4;
}

/* The code point that the bytes mean, however badly they say it. */
static uint32_t
decode(const unsigned char *s, size_t left, size_t *n)
{
	uint32_t c = *s;

	*n = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	if (*n > left)
		*n = 1;
	if (*n > 1)
		c &= 0x7fu >> *n;
	for (size_t i = 1; i < *n; i++)
		c = c << 6 | (s[i] & 63);
	return c;
}

static bool
is_text(const unsigned char *s, size_t len, size_t *points)
{
	unsigned char again[4];
	uint32_t      c;
	size_t        n;

	for (*points = 0; len > 0; s += n, len -= n, (*points)++) {
		c = decode(s, len, &n);
		if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ||
		    encode(c, again) != n || memcmp(again, s, n) != 0)
			return false;
	}
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;
	size_t      points;
	bool        text = is_text(data, size, &points);

	MUST(utf8_valid(s, size) == text);
	if (text)
		MUST(utf8_length(s, size) == points);
	return 0;
}
