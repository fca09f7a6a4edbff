/* SPDX-License-Identifier: ISC */
/*
 * cookie.c - the Cookie header, plain and with the prefix "__Host-".
 */
#include "common/http/request.h"
#include "common/model/config.h"
#include "tests/fuzz/fuzz.h"

/* A pair of the header says it, whole, and none before it does. */
static void
is_first(struct arena *a, const char *header, const char *prefix,
    const char *name, const char *value)
{
	const char *pair = arena_printf(a, "%s%s=", prefix, name), *s;
	size_t      n = strlen(pair);

	for (s = header; *s != '\0'; s += strspn(s, "; ")) {
		size_t len = strcspn(s, ";");

		if (strncmp(s, pair, n) == 0 && len >= n) {
			MUST(value != NULL && strlen(value) == len - n);
			MUST(memcmp(value, s + n, len - n) == 0);
			return;
		}
		s += len;
	}
	MUST(value == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "accessToken", "refreshToken",
		"cart", "a", "" };
	struct arena            *a = arena_new(FUZZ_ARENA);
	char *header = arena_printf(a, "HTTP_COOKIE=%.*s", (int)size, data);
	char *env[] = { header, NULL };
	struct req rq = { .arena = a, .env = env };

	for (int https = 0; https < 2; https++)
		for (size_t i = 0; i < 5; i++) {
			config.public_url = https ? "https://x" : "http://x";
			is_first(a, header + strlen("HTTP_COOKIE="),
			    https ? "__Host-" : "", names[i],
			    req_cookie(&rq, names[i]));
		}
	arena_free(&a);
	return 0;
}
