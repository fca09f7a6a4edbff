/* SPDX-License-Identifier: ISC */
/*
 * json.c - JSON texts: one grammar, ours, and json-c takes all that it takes.
 */
#include <json-c/json.h>

#include "common/base/utf8.h"
#include "common/model/input_impl.h"
#include "tests/fuzz/fuzz.h"

/* In its strictest mode json-c must be at least as lenient as we are. */
static bool
json_c_takes(const char *s, size_t len)
{
	struct json_tokener    *t = json_tokener_new_ex(64);
	struct json_object     *o;
	enum json_tokener_error e;
	char                   *copy = malloc(len + 1);

	MUST(t != NULL && copy != NULL);
	memcpy(copy, s, len);
	copy[len] = '\0';
	json_tokener_set_flags(t,
	    JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	o = json_tokener_parse_ex(t, copy, (int)len + 1);
	e = json_tokener_get_error(t);
	json_object_put(o);
	json_tokener_free(t);
	free(copy);
	return e == json_tokener_success;
}

static bool
is_null(const char *s, size_t len)
{
	for (; len > 0 && strchr(" \t\r\n", *s) != NULL; s++)
		len--;
	return len >= 4 && memcmp(s, "null", 4) == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena       *a = arena_new(FUZZ_ARENA);
	const char         *s = (const char *)data, *text;
	struct json_object *o = json_parse(a, s, size), *again;
	bool                valid = utf8_valid(s, size) && json_valid(s, size);
	size_t              len;

	MUST((o != NULL) == (valid && !is_null(s, size)));
	if (valid)
		MUST(json_c_takes(s, size));
	if (o != NULL) {
		text = json_object_to_json_string_length(o,
		    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE,
		    &len);
		MUST(json_valid(text, len) && utf8_valid(text, len));
		again = json_parse(a, text, len);
		MUST(again != NULL && json_object_equal(o, again));
	}
	arena_free(&a);
	return 0;
}
