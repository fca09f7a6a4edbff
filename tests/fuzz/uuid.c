/* SPDX-License-Identifier: ISC */
/*
 * uuid.c - identifiers: what is accepted has one form, the lower-case one.
 */
#include <strings.h>

#include "common/base/uuid.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct uuid u = { "" }, again = { "" };

	if (!uuid_parse((const char *)data, size, &u)) {
		MUST(!uuid_given(u));
		return 0;
	}
	MUST(strlen(u.text) == UUID_LEN && size == UUID_LEN);
	MUST(strspn(u.text, "0123456789abcdef-") == UUID_LEN);
	MUST(strncasecmp(u.text, (const char *)data, UUID_LEN) == 0);
	MUST(uuid_parse(u.text, UUID_LEN, &again) && uuid_equal(u, again));
	return 0;
}
