/* SPDX-License-Identifier: ISC */
/*
 * input.c - JSON and forms into a struct that has a member of every type.
 * What is accepted keeps its bounds, and read again after it was written it
 * is the same.
 */
#include <ctype.h>

#include "common/base/utf8.h"
#include "common/http/request.h"
#include "common/model/input.h"
#include "common/model/json_write.h"
#include "tests/fuzz/fuzz.h"

static const char *const sizes[] = { "SMALL", "LARGE", NULL };

struct part {
	const char *name;
	int64_t     n;
};
LIST_DECLARE(part);
SPEC_STATIC(part, FIELD(name, REQUIRED, RANGE(1, 8)), FIELD(n, RANGE(-5, 5)));

struct thing {
	const char      *line, *block, *secret, *email, *country, *url, *slug;
	int64_t          count, rest;
	struct money     price;
	struct uuid      id;
	struct timestamp at;
	bool             on;
	struct flag      maybe;
	int              size;
	struct raw_json  extra;
	LIST(part)       parts;
	struct text_list tags;
	struct part      first, *second;
};
SPEC_STATIC(thing,
    FIELD(line, RANGE(1, 10)),
    FIELD(block, RANGE(0, 20), .format = TEXT_BLOCK),
    FIELD(secret, RANGE(2, 9), .format = TEXT_SECRET),
    FIELD(email, RANGE(3, 60), .format = TEXT_EMAIL),
    FIELD(country, RANGE(2, 2), .format = TEXT_COUNTRY),
    FIELD(url, RANGE(1, 60), .format = TEXT_URL),
    FIELD(slug, RANGE(1, 12), .format = TEXT_SLUG),
    FIELD(count, RANGE(1, 100), DEFAULT(7)),
    FIELD(rest),
    FIELD(price),
    FIELD(id),
    FIELD(at),
    FIELD(on),
    FIELD(maybe),
    FIELD_ENUM(size, sizes, DEFAULT(1)),
    FIELD(extra),
    FIELD_OF(parts, part, RANGE(0, 3)),
    FIELD_TEXTS(tags, .max = 4),
    FIELD_SUB(first, part, REQUIRED),
    FIELD_PTR(second, part));

static void
text_holds(const char *s, size_t least, size_t most, bool lines)
{
	size_t n;

	if (s == NULL)
		return;
	n = utf8_length(s, strlen(s));
	MUST(utf8_valid(s, strlen(s)));
	MUST(n >= least && n <= most);
	for (; *s != '\0'; s++)
		MUST((unsigned char)*s >= 0x20 ||
		    (lines && strchr("\n\r\t", *s) != NULL));
}

static void
part_holds(const struct part *p)
{
	MUST(p->name != NULL);
	text_holds(p->name, 1, 8, false);
	MUST(p->n == INT_NONE || (p->n >= -5 && p->n <= 5));
}

static void
email_holds(const char *s)
{
	text_holds(s, 3, 60, false);
	if (s == NULL)
		return;
	MUST(strchr(s, '@') != NULL && strpbrk(s, " <>,;:\"\\()[]") == NULL);
	for (; *s != '\0'; s++)
		MUST((unsigned char)*s < 0x7f && !isupper((unsigned char)*s));
}

static void
thing_holds(const struct thing *t)
{
	text_holds(t->line, 1, 10, false);
	text_holds(t->block, 0, 20, true);
	MUST(t->secret == NULL || utf8_valid(t->secret, strlen(t->secret)));
	email_holds(t->email);
	text_holds(t->country, 2, 2, false);
	text_holds(t->url, 1, 60, false);
	MUST(t->url == NULL || strncmp(t->url, "http", 4) == 0);
	text_holds(t->slug, 1, 12, false);
	MUST(t->count >= 1 && t->count <= 100);
	MUST(!money_given(t->price) ||
	    (t->price.minor >= 0 && t->price.minor <= CENTS_MAX));
	MUST(t->size == 0 || t->size == 1);
	MUST(t->parts.n <= 3 && t->tags.n <= 4);
	for (size_t i = 0; i < t->parts.n; i++)
		part_holds((const struct part *)t->parts.items + i);
	part_holds(&t->first);
	if (t->second != NULL)
		part_holds(t->second);
}

static bool
same(const struct buf *x, const struct buf *y)
{
	return x->len == y->len && memcmp(x->data, y->data, x->len) == 0;
}

/* Both ways to read it again: strictly, and as our own. */
static void
written_again(struct arena *a, const struct thing *t)
{
	struct buf          first = { 0 }, second = { 0 };
	struct complaints   cs = { .arena = a };
	struct json_object *body;
	struct thing        again;

	json_write(&first, thing, t);
	body = json_parse(a, first.data, first.len);
	MUST(body != NULL);
	input_read(a, &thing_spec, NULL, body, &again, &cs);
	MUST(cs.list.n == 0);
	json_write(&second, thing, &again);
	/* JSON in a form is kept as it was typed. */
	MUST(t->extra.text != NULL || same(&first, &second));
	buf_reset(&first);
	buf_add(&first, second.data, second.len);
	MUST(json_read(a, thing, first.data, first.len, &again));
	buf_reset(&second);
	json_write(&second, thing, &again);
	MUST(same(&first, &second));
	buf_free(&first);
	buf_free(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena       *a = arena_new(FUZZ_ARENA);
	struct req          rq = { .arena = a };
	struct complaints   cs = { .arena = a };
	struct json_object *body = json_parse(a, (const char *)data, size);
	struct thing        t;
	bool                read = body != NULL;

	if (!read)
		read = req_read_params(&rq, (const char *)data, size) == ERR_OK;
	if (read) {
		input_read(a, &thing_spec, &rq.params, body, &t, &cs);
		MUST(cs.list.n <= COMPLAINTS_MAX);
		if (cs.list.n == 0) {
			thing_holds(&t);
			written_again(a, &t);
		}
	}
	arena_free(&a);
	return 0;
}
