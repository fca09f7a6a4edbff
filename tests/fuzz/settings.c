/* SPDX-License-Identifier: ISC */
/*
 * settings.c - what every program reads from its environment: "name=value",
 * a line each, names as JSON has them.
 */
#include "common/base/utf8.h"
#include "common/model/config.h"
#include "common/model/input.h"
#include "common/model/spec.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena     *a = arena_new(FUZZ_ARENA);
	struct input      in = input_of(data, size);
	struct params     params = { 0 };
	struct complaints cs = { .arena = a };
	struct config     out;

	while (input_left(&in) > 0) {
		struct input line = { 0 };
		const char  *text = input_line(a, &in), *name;

		line = (struct input){ text, text + strlen(text) };
		name = input_take(a, &line, "=");
		params_add(a, &params, name, arena_strdup(a, line.s));
	}
	input_read(a, &config_spec, &params, NULL, &out, &cs);
	if (cs.list.n == 0) {
		MUST(strlen(out.jwt_access_secret) >= 32);
		MUST(strlen(out.internal_key) >= 32);
		MUST(strncmp(out.public_url, "http", 4) == 0);
		MUST(utf8_length(out.currency, strlen(out.currency)) == 3);
		MUST(out.log_level >= LOG_DEBUG && out.log_level <= LOG_ERROR);
	}
	arena_free(&a);
	return 0;
}
