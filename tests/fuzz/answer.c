/* SPDX-License-Identifier: ISC */
/*
 * answer.c - what another service answered: a status (the first line) and a
 * body, as a struct or as the error that its problem names.
 */
#include "common/client/service_ask.c"
#include "tests/fuzz/fuzz.h"

struct told_line {
	int64_t quantity;
};
LIST_DECLARE(told_line);
struct told {
	struct uuid     id;
	const char     *name;
	struct money    amount;
	LIST(told_line) lines;
};
LIST_DECLARE(told);
SPEC_STATIC(told_line, FIELD(quantity));
SPEC_STATIC(told,
    FIELD(id),
    FIELD(name),
    FIELD(amount),
    FIELD_OF(lines, told_line));

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena      *a = arena_new(FUZZ_ARENA);
	struct input       in = input_of(data, size);
	struct http_answer answer = { .outcome = HTTP_ANSWERED };
	struct told        told;
	LIST(told)         list;
	struct text_list   texts;
	struct params      pairs = { 0 };
	enum err           e;

	answer.status = input_number(a, &in);
	answer.body_len = input_left(&in);
	answer.body = arena_dup(a, in.s, answer.body_len);
	e = problem_of(a, &answer);
	MUST(e > ERR_OK && e < ERR__COUNT);
	if (json_read(a, told, answer.body, answer.body_len, &told))
		MUST(told.lines.n == 0 || told.lines.items != NULL);
	if (json_read_list(a, told, answer.body, answer.body_len, &list))
		MUST(*answer.body != '{');
	if (json_read_texts(a, answer.body, answer.body_len, &texts))
		for (size_t i = 0; i < texts.n; i++)
			MUST(texts.items[i] != NULL);
	if (json_read_pairs(a, answer.body, answer.body_len, &pairs))
		for (size_t i = 0; i < pairs.n; i++)
			MUST(pairs.items[i].value != NULL);
	arena_free(&a);
	return 0;
}
