/* SPDX-License-Identifier: ISC */
/*
 * isolate.c - which values of a sentence need isolates around them.
 */
#include "common/sentence/sentence.h"

/*
 * Does a character written from right to left, or one that controls the
 * direction, begin with these bytes?  Blocks are taken as a whole: an isolate
 * too many changes nothing.
 */
static bool
begins_rtl(unsigned char a, unsigned char b)
{
	switch (a) {
	case 0xe0: return b >= 0xa0 && b <= 0xa3; /* U+0800 to U+08FF */
	case 0xe2: return b == 0x80 || b == 0x81; /* U+200E to U+2069 */
	case 0xef: return b >= 0xac && b <= 0xbb; /* U+FB00 to U+FEFF */
	case 0xf0: return b == 0x90 || b == 0x9e; /* U+10000, U+1E000 */
	default: return a >= 0xd6 && a <= 0xdf;   /* U+0580 to U+07FF */
	}
}

bool
needs_isolation(const struct language *l, const char *s, size_t len)
{
	if (l != NULL && l->rtl)
		return len > 0;
	for (size_t i = 0; i + 1 < len; i++)
		if (begins_rtl((unsigned char)s[i], (unsigned char)s[i + 1]))
			return true;
	return false;
}

void
isolated_text(struct buf *b, const struct language *l, const char *s,
    size_t len)
{
	bool isolate = needs_isolation(l, s, len);

	if (isolate)
		buf_str(b, ISOLATE);
	buf_add(b, s, len);
	if (isolate)
		buf_str(b, ISOLATE_END);
}
