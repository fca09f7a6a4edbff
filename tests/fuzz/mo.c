/* SPDX-License-Identifier: ISC */
/*
 * mo.c - common/sentence: any bytes are a catalogue or refused, and what is
 * in a catalogue can be read, chosen by a number and cut into pieces.
 */
#include "common/sentence/sentence.h"
#include "tests/fuzz/fuzz.h"

/* Every piece lies in the text, and together they are all of it. */
static void
pieces_fit(const char *text)
{
	const char           *at = text, *end = text + strlen(text), *from;
	struct sentence_piece p;

	for (from = at; sentence_next(&at, end, &p); from = at) {
		MUST(at > from && at <= end);
		MUST(p.s >= from && p.s + p.len <= at);
	}
	MUST(at == end);
}

static void
forms_fit(const struct mo *m, uint32_t message)
{
	unsigned forms = mo_forms(m, message);
	size_t   len, all;

	mo_text(m, message, &all);
	for (unsigned form = 0; form < forms + 2; form++) {
		const char *s = mo_form(m, message, form, &len);

		MUST(s >= m->data && s + len < m->data + m->size);
		MUST(strlen(s) == len && len <= all);
		pieces_fit(s);
	}
}

static void
plural_fits(const struct plural *p)
{
	static const uint64_t numbers[] = { 0, 1, 2, 5, 127, 128, 1000, 1000001,
		UINT32_MAX, UINT64_MAX };

	MUST(p->forms >= 1 && p->forms <= PLURAL_FORMS_MAX);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		MUST(plural_form(p, numbers[i]) < p->forms ||
		    p->expression == NULL);
}

/* The key of a sentence is its own key, unless it has a context. */
static void
key_fits(struct arena *a, const char *text)
{
	char *key = sentence_key(a, text, strlen(text));

	MUST(strlen(key) <= strlen(text));
	pieces_fit(key);
	if (strchr(key, MO_CONTEXT) == NULL)
		MUST(strcmp(sentence_key(a, key, strlen(key)), key) == 0 ||
		    strstr(key, "::") != NULL);
	sentence_compare(a, key, text, false);
	sentence_compare(a, text, key, true);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	char         *copy = arena_alloc(a, size + 1); /* aligned */
	struct mo     m;
	struct plural plural;

	if (size > 0)
		memcpy(copy, data, size);
	if (mo_read(&m, copy, size) == NULL) {
		plural_fits(&m.plural);
		for (uint32_t i = 0; i < m.count; i++) {
			const char *key = m.data + m.keys[2 * i + 1];

			MUST(mo_find(&m, key) == i);
			forms_fit(&m, i);
			key_fits(a, key);
		}
	}
	/* The bytes as a text, too. */
	if (memchr(copy, '\0', size) == NULL) {
		pieces_fit(copy);
		key_fits(a, copy);
		if (plural_read(copy, &plural))
			plural_fits(&plural);
	}
	arena_free(&a);
	return 0;
}
