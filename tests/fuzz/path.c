/* SPDX-License-Identifier: ISC */
/*
 * path.c - where a page may be told to go on: "next=" leads nowhere else.
 */
#include "common/http/request.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	const char   *asked = arena_dup(a, data, size);
	const char   *path = local_path(asked);

	MUST(path == asked || strcmp(path, "/") == 0);
	MUST(path[0] == '/' && path[1] != '/' && path[1] != '\\');
	/* What browsers drop from an address, or take for a slash. */
	for (const char *s = path; *s != '\0'; s++)
		MUST((unsigned char)*s > 0x20 && *s != 0x7f && *s != '\\');
	MUST(local_path(path) == path);
	arena_free(&a);
	return 0;
}
