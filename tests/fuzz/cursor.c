/* SPDX-License-Identifier: ISC */
/*
 * cursor.c - cursors of lists.  The first character says what the list is
 * ordered by, the rest of the line is a cursor; from the second line on what
 * a cursor says before it is wrapped up.
 */
#include "common/http/paging.c"
#include "tests/fuzz/fuzz.h"

struct row {
	struct uuid      id;
	const char      *name;
	struct money     price;
	struct timestamp created_at;
};
SPEC_STATIC(row,
    FIELD(id),
    FIELD(name),
    FIELD(price),
    FIELD(created_at));

struct numbered {
	int64_t id;
};
SPEC_STATIC(numbered, FIELD(id));

static const struct paging *
paging_of(char by)
{
	static const struct paging pagings[] = {
		{ "n", &row_spec, "name", 24 },
		{ "p", &row_spec, "price", 24 },
		{ "t", &row_spec, "createdAt", 24 },
		{ "i", &numbered_spec, "id", 24 },
		{ "c", &row_spec, NULL, 24 },
	};

	for (size_t i = 0; i < sizeof(pagings) / sizeof(*pagings); i++)
		if (*pagings[i].name == by)
			return &pagings[i];
	return NULL;
}

/* The row that a slice begins after. */
static void
row_of(struct arena *a, const struct paging *p, const struct slice *s,
    char *row)
{
	const struct field *f;
	size_t              at, id_at;

	if (p->key == NULL)
		return;
	f = member(p, p->key, &at);
	MUST(field_parse(a, f, s->key, strlen(s->key), row + at) == -1);
	if (has_id(p)) {
		MUST(strlen(s->id.text) == UUID_LEN);
		member(p, "id", &id_at);
		*(struct uuid *)(void *)(row + id_at) = s->id;
	}
}

/* What was taken leads to the same place when it is written again. */
static void
cursor_try(struct arena *a, const struct paging *p, const char *text)
{
	struct slice read = { 0 }, again = { 0 };
	struct row   row = { .name = "" };

	if (!cursor_read(a, p, text, &read))
		return;
	MUST(read.offset >= 0 && read.offset <= PAGE_DEEPEST * 100);
	MUST((read.key == NULL) == (p->key == NULL));
	MUST(read.key == NULL || utf8_valid(read.key, strlen(read.key)));
	row_of(a, p, &read, (char *)&row);
	text = cursor_write(a, p, (const char *)&row, read.offset);
	MUST(cursor_read(a, p, text, &again));
	MUST(read.offset == again.offset && uuid_equal(read.id, again.id));
	MUST(read.key == NULL || strcmp(read.key, again.key) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena        *a = arena_new(FUZZ_ARENA);
	struct input         in = input_of(data, size);
	const char          *line = input_line(a, &in);
	const struct paging *p = paging_of(*line);

	if (p != NULL) {
		cursor_try(a, p, line + 1);
		cursor_try(a, p, base64url(a, in.s, input_left(&in)));
	}
	arena_free(&a);
	return 0;
}
