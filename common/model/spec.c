/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/arena.h"
#include "common/base/text.h"
#include "common/model/spec.h"

#define NAMES_MAX ((size_t)1024 * 1024)

/* Derived names live as long as the program. */
static struct arena *names;

SPEC(none, FIELD(none));

/* The EDIT_VERSION of a spec, where it or what it inlines has one. */
static void
version_find(struct spec *spec)
{
	for (const struct field *f = spec->fields; f->name != NULL; f++)
		if (f->is_version) {
			spec->version = f;
			spec->version_off = f->off;
		} else if (f->is_inline && f->of->version != NULL &&
		    spec->version == NULL) {
			spec->version = f->of->version;
			spec->version_off = f->off + f->of->version_off;
		}
}

void
spec_prepare(struct spec *spec)
{
	if (spec->fields != NULL)
		return;
	spec->fields = spec->describe();
	if (names == NULL)
		names = arena_new(NAMES_MAX);
	for (struct field *f = spec->fields; f->name != NULL; f++) {
		f->camel = spec->verbatim ? f->name : camel_of(names, f->name);
		f->key = arena_printf(names, "\"%s\":", f->camel);
		f->key_len = strlen(f->key);
		if (f->of != NULL)
			spec_prepare(f->of);
	}
	version_find(spec);
}

int64_t
spec_version(struct spec *spec, const void *obj)
{
	int64_t version;

	spec_prepare(spec);
	if (spec->version == NULL)
		return INT_NONE;
	memcpy(&version, (const char *)obj + spec->version_off,
	    sizeof(version));
	return version;
}

static void
field_clear(const struct field *f, char *dst)
{
	switch (f->type) {
	case TYPE_BOOL: *(bool *)dst = false; break;
	case TYPE_FLAG: *(struct flag *)dst = FLAG_NONE; break;
	case TYPE_INT: *(int64_t *)dst = INT_NONE; break;
	case TYPE_TEXT:
	case TYPE_JSON:
	case TYPE_PTR: memset(dst, 0, sizeof(void *)); break;
	case TYPE_MONEY: *(struct money *)dst = MONEY_NONE; break;
	case TYPE_DECIMAL: *(struct decimal *)dst = DECIMAL_NONE; break;
	case TYPE_UUID: *dst = '\0'; break;
	case TYPE_TIME: *(struct timestamp *)dst = TIMESTAMP_NONE; break;
	case TYPE_ENUM: *(int *)dst = -1; break;
	case TYPE_LIST: *(struct list *)dst = (struct list){ 0 }; break;
	case TYPE_OBJ: spec_clear(f->of, dst); break;
	}
}

void
spec_clear(const struct spec *spec, void *obj)
{
	for (const struct field *f = spec_fields(spec); f->name != NULL; f++)
		field_clear(f, (char *)obj + f->off);
}

bool
object_given(const struct field *f, const void *p)
{
	const struct field *id = spec_fields(f->of);

	return !f->is_nullable ||
	    uuid_given(*(const struct uuid *)((const char *)p + id->off));
}

const char *
field_word(const struct field *f, const void *member)
{
	int i = *(const int *)member;

	return i < 0 ? NULL : f->words[i];
}

int
word_index(const char *const *words, const char *s, size_t len)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strlen(words[i]) == len && memcmp(words[i], s, len) == 0)
			return i;
	return -1;
}

const struct field *
spec_find(struct spec *spec, const char *camel, size_t len, size_t *off)
{
	const char         *dot = memchr(camel, '.', len);
	size_t              n = dot != NULL ? (size_t)(dot - camel) : len;
	const struct field *found;
	size_t              inner;

	spec_prepare(spec);
	for (const struct field *f = spec->fields; f->name != NULL; f++) {
		inner = *off + f->off;
		if (f->is_inline) {
			found = spec_find(f->of, camel, len, &inner);
		} else {
			if (strlen(f->camel) != n ||
			    memcmp(f->camel, camel, n) != 0)
				continue;
			if (dot == NULL)
				found = f;
			else if (f->type == TYPE_OBJ)
				found = spec_find(f->of, dot + 1, len - n - 1,
				    &inner);
			else
				return NULL;
		}
		if (found != NULL) {
			*off = inner;
			return found;
		}
	}
	return NULL;
}

void *
list_grow(struct arena *a, struct list *l, size_t size)
{
	void *items;

	if (l->n >= l->cap) {
		l->cap = l->n == 0 ? 8 : l->n * 2;
		items = arena_array(a, l->cap, size);
		if (l->n > 0)
			memcpy(items, l->items, l->n * size);
		l->items = items;
	}
	return (char *)l->items + l->n++ * size;
}
