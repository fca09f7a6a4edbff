/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/crypto.h"
#include "common/base/uuid.h"

static const char hex[] = "0123456789abcdef";

static bool
is_dash(size_t i)
{
	return i == 8 || i == 13 || i == 18 || i == 23;
}

/*
 * 48 bits of milliseconds, 12 bits that ascend within one of them (RFC 9562,
 * 6.2, method 1), 62 random bits.
 */
struct uuid
uuid_new(void)
{
	static int64_t  last;
	static unsigned sequence;
	unsigned char   b[16];
	struct uuid     u;
	int64_t         ms = clock_now().us / 1000;

	random_bytes(b, sizeof(b));
	if (ms > last) {
		last = ms;
		sequence = (unsigned)(b[6] & 0x07) << 8 | b[7];
	} else if (++sequence > 0xfff) {
		last++;
		sequence = 0;
	}
	for (int i = 0; i < 6; i++)
		b[i] = (unsigned char)((uint64_t)last >> (40 - 8 * i));
	b[6] = (unsigned char)(0x70 | sequence >> 8);
	b[7] = (unsigned char)(sequence & 0xff);
	b[8] = (unsigned char)(0x80 | (b[8] & 0x3f));
	for (size_t i = 0, at = 0; at < UUID_LEN; at++) {
		if (is_dash(at)) {
			u.text[at] = '-';
			continue;
		}
		u.text[at] = hex[i % 2 == 0 ? b[i / 2] >> 4 : b[i / 2] & 15];
		i++;
	}
	u.text[UUID_LEN] = '\0';
	return u;
}

bool
uuid_parse(const char *s, size_t len, struct uuid *out)
{
	struct uuid u;

	if (len != UUID_LEN)
		return false;
	for (size_t i = 0; i < UUID_LEN; i++) {
		char c = s[i] >= 'A' && s[i] <= 'F' ? (char)(s[i] + 32) : s[i];

		if (is_dash(i) ? c != '-' : strchr(hex, c) == NULL || c == '\0')
			return false;
		u.text[i] = c;
	}
	u.text[UUID_LEN] = '\0';
	*out = u;
	return true;
}

bool
uuid_equal(struct uuid a, struct uuid b)
{
	return strcmp(a.text, b.text) == 0;
}
