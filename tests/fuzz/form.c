/* SPDX-License-Identifier: ISC */
/*
 * form.c - queries and forms: what is read is text, and written again it is
 * read as the same.
 */
#include "common/base/text.h"
#include "common/base/utf8.h"
#include "common/http/request.h"
#include "tests/fuzz/fuzz.h"

static void
written_again(struct arena *a, const struct params *p)
{
	struct req rq = { .arena = a };
	struct buf b = { 0 };

	for (size_t i = 0; i < p->n; i++) {
		if (i > 0)
			buf_char(&b, '&');
		url_text(&b, p->items[i].name, strlen(p->items[i].name));
		buf_char(&b, '=');
		url_text(&b, p->items[i].value, strlen(p->items[i].value));
	}
	MUST(req_read_params(&rq, buf_text(&b), b.len) == ERR_OK);
	MUST(rq.params.n == p->n);
	for (size_t i = 0; i < p->n; i++) {
		MUST(strcmp(rq.params.items[i].name, p->items[i].name) == 0);
		MUST(strcmp(rq.params.items[i].value, p->items[i].value) == 0);
	}
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct req    rq = { .arena = a };
	const char   *s = size > 0 ? (const char *)data : "";
	enum err      e = req_read_params(&rq, s, size);

	MUST(e == ERR_OK || e == ERR_BAD_REQUEST || e == ERR_BAD_UTF8);
	MUST(rq.params.n <= PARAMS_MAX);
	for (size_t i = 0; i < rq.params.n; i++) {
		const struct param *p = &rq.params.items[i];

		MUST(utf8_valid(p->name, strlen(p->name)));
		MUST(utf8_valid(p->value, strlen(p->value)));
	}
	if (e == ERR_OK)
		written_again(a, &rq.params);
	req_dot_params(&rq, 0);
	for (size_t i = 0; i < rq.params.n; i++)
		MUST(strpbrk(rq.params.items[i].name, "[]") == NULL);
	arena_free(&a);
	return 0;
}
