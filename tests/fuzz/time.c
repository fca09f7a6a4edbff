/* SPDX-License-Identifier: ISC */
/*
 * time.c - points in time: RFC 3339 and PostgreSQL's text, and back.
 */
#include "common/base/clock.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct timestamp t = TIMESTAMP_NONE, again = TIMESTAMP_NONE;
	char             text[TIMESTAMP_SIZE];
	size_t           n;

	if (!timestamp_parse((const char *)data, size, &t))
		return 0;
	MUST(timestamp_given(t));
	n = timestamp_format(t, text);
	MUST(n == strlen("2026-11-22T14:23:00.123Z") && n == strlen(text));
	MUST(timestamp_parse(text, n, &again));
	/* Written to the millisecond, never rounded up. */
	MUST(again.us <= t.us && t.us - again.us < 1000);
	MUST(timestamp_http(t, text) ==
	    strlen("Sun, 22 Nov 2026 14:23:00 GMT"));
	return 0;
}
