/* SPDX-License-Identifier: ISC */
/*
 * maildir.c - reading a file of a maildir, which may be anybody's.
 */
#include "common/client/maildir.c"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "From", "To", "Subject" };
	struct arena            *a = arena_new(FUZZ_ARENA);
	const char *text = arena_dup(a, data, size), *body, *head, *s;

	if ((body = strstr(text, "\n\n")) == NULL)
		body = text + strlen(text);
	head = arena_dup(a, text, (size_t)(body - text));
	for (size_t i = 0; i < 3; i++)
		MUST(strlen(header_decode(a, header_get(a, head, names[i]))) <=
		    size);
	s = part_get(a, body, "text/plain");
	MUST(utf8_valid(s, strlen(s)) && strlen(s) <= size);
	s = part_get(a, body, "text/html");
	MUST(utf8_valid(s, strlen(s)) && strlen(s) <= size);
	arena_free(&a);
	return 0;
}
