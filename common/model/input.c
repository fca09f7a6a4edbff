/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/arena.h"
#include "common/base/utf8.h"
#include "common/model/input.h"
#include "common/model/input_impl.h"

void
params_add(struct arena *a, struct params *p, const char *name,
    const char *value)
{
	struct param *item = list_add(a, p);

	*item = (struct param){ name, value };
}

const char *
params_get(const struct params *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->items[i].name, name) == 0)
			return p->items[i].value;
	return NULL;
}

/* Is there any parameter below this name, or any that is not empty? */
static bool
params_below(const struct params *p, const char *name, bool filled)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < p->n; i++)
		if (strncmp(p->items[i].name, name, n) == 0 &&
		    p->items[i].name[n] == '.' &&
		    (!filled || *p->items[i].value != '\0'))
			return true;
	return false;
}

const char *
reader_name(const struct reader *r, const struct field *f)
{
	return *r->prefix == '\0' ?
	    f->camel :
	    arena_printf(r->arena, "%s.%s", r->prefix, f->camel);
}

static void
read_text(struct reader *r, const struct field *f, const char *name,
    const char *text, void *dst)
{
	int64_t bound = 0;
	int     code;

	code = f->type == TYPE_JSON && !json_valid(text, strlen(text)) ?
	    BAD_TYPE :
	    field_read_text(r->arena, f, text, strlen(text), dst, &bound);
	if (code != -1)
		complain(r->complaints, name, (enum complaint_code)code, bound);
}

void
field_absent(struct reader *r, const struct field *f, void *dst)
{
	if (r->trusted)
		return;
	if (f->is_required)
		complain(r->complaints, reader_name(r, f), BAD_REQUIRED, 0);
	else if (!f->has_default)
		return;
	else if (f->type == TYPE_INT)
		*(int64_t *)dst = f->otherwise;
	else if (f->type == TYPE_ENUM)
		*(int *)dst = (int)f->otherwise;
	else if (f->type == TYPE_MONEY)
		((struct money *)dst)->minor = f->otherwise;
}

static void
read_list(struct reader *r, const struct field *f, const char *name,
    struct list *out)
{
	struct reader sub = *r;
	void         *item;

	for (size_t i = 0;; i++) {
		sub.prefix = arena_printf(r->arena, "%s.%zu", name, i);
		if (f->of != NULL ?
			!params_below(r->params, sub.prefix, false) :
			params_get(r->params, sub.prefix) == NULL)
			break;
		if ((int64_t)i == f->max) {
			complain(r->complaints, name, BAD_TOO_MANY, f->max);
			return;
		}
		item = list_grow(r->arena, out,
		    f->of != NULL ? f->of->size : sizeof(char *));
		if (f->of != NULL)
			reader_params(&sub, f->of, item);
		else
			*(const char **)item = params_get(r->params,
			    sub.prefix);
	}
	if ((int64_t)out->n < f->min)
		complain(r->complaints, name,
		    out->n == 0 ? BAD_REQUIRED : BAD_TOO_FEW, f->min);
}

static void
read_param(struct reader *r, const struct field *f, void *dst)
{
	const char   *name = reader_name(r, f), *text;
	struct reader sub = *r;

	switch (f->type) {
	case TYPE_LIST: read_list(r, f, name, dst); return;
	case TYPE_PTR:
		/* A form sends its empty fields too: all empty, not given. */
		if (!params_below(r->params, name, true)) {
			field_absent(r, f, dst);
			return;
		}
		*(void **)dst = arena_alloc(r->arena, f->of->size);
		dst = *(void **)dst;
		__attribute__((fallthrough));
	case TYPE_OBJ:
		if (!f->is_inline)
			sub.prefix = name;
		reader_params(&sub, f->of, dst);
		return;
	default: break;
	}
	text = params_get(r->params, name);
	/* A form sends its empty fields too. */
	if (text == NULL || (*text == '\0' && f->type != TYPE_TEXT) ||
	    (*text == '\0' && f->min > 0))
		field_absent(r, f, dst);
	else
		read_text(r, f, name, text, dst);
}

void
reader_params(struct reader *r, struct spec *spec, void *out)
{
	spec_prepare(spec);
	spec_clear(spec, out);
	for (const struct field *f = spec_fields(spec); f->name != NULL; f++)
		read_param(r, f, (char *)out + f->off);
}

void
input_read(struct arena *a, struct spec *spec, const struct params *params,
    struct json_object *body, void *out, struct complaints *cs)
{
	struct reader r = { .arena = a,
		.params = params,
		.prefix = "",
		.complaints = cs };

	if (body != NULL)
		reader_json(&r, spec, body, out);
	else
		reader_params(&r, spec, out);
}

/* ---- one text as a value ------------------------------------------------- */

static int
parse_int(const char *s, size_t len, int64_t *dst)
{
	char    digits[24], *end;
	int64_t n;

	if (len == 0 || len >= sizeof(digits) ||
	    !(isdigit((unsigned char)*s) || *s == '-'))
		return BAD_NOT_WHOLE;
	memcpy(digits, s, len);
	digits[len] = '\0';
	errno = 0;
	n = strtoll(digits, &end, 10);
	if (end == digits || *end != '\0')
		return BAD_NOT_WHOLE;
	if (errno != 0 || n == INT_NONE)
		return n < 0 ? BAD_TOO_SMALL : BAD_TOO_LARGE;
	*dst = n;
	return -1;
}

static int
parse_money(const char *s, size_t len, struct money *dst)
{
	struct money m;

	switch (money_parse(s, len, &m)) {
	case MONEY_NOT_A_NUMBER: return BAD_NOT_A_NUMBER;
	case MONEY_TOO_MANY_DECIMALS: return BAD_DECIMALS;
	case MONEY_OUT_OF_RANGE: return BAD_TOO_LARGE;
	case MONEY_OK: break;
	}
	*dst = m;
	return -1;
}

static int
parse_bool(const char *s, size_t len, bool *dst)
{
	static const char *const words[] = { "t", "true", "1", "on", "f",
		"false", "0", "off", NULL };
	int                      i = word_index(words, s, len);

	if (i == -1)
		return BAD_TYPE;
	*dst = i < 4;
	return -1;
}

static int
parse_word(const struct field *f, const char *s, size_t len, int *dst)
{
	int i = word_index(f->words, s, len);

	if (i == -1)
		return BAD_NOT_ONE_OF;
	*dst = i;
	return -1;
}

int
field_parse(struct arena *a, const struct field *f, const char *s, size_t len,
    void *dst)
{
	bool b;
	int  code;

	switch (f->type) {
	case TYPE_BOOL: return parse_bool(s, len, dst);
	case TYPE_FLAG:
		if ((code = parse_bool(s, len, &b)) == -1)
			((struct flag *)dst)->is = b;
		return code;
	case TYPE_INT: return parse_int(s, len, dst);
	case TYPE_TEXT:
	case TYPE_JSON: *(const char **)dst = arena_dup(a, s, len); return -1;
	case TYPE_MONEY: return parse_money(s, len, dst);
	case TYPE_UUID: return uuid_parse(s, len, dst) ? -1 : BAD_UUID;
	case TYPE_TIME: return timestamp_parse(s, len, dst) ? -1 : BAD_TIME;
	case TYPE_ENUM: return parse_word(f, s, len, dst);
	case TYPE_LIST:
	case TYPE_OBJ:
	case TYPE_PTR: break;
	}
	return BAD_TYPE;
}

/* "per_unit": of a number's own units in one unit of the bound's sentence. */
static int
check_bounds(const struct field *f, int64_t n, int64_t per_unit, int64_t *bound)
{
	if (f->min == 0 && f->max == 0)
		return -1;
	*bound = (n < f->min ? f->min : f->max) / per_unit;
	return n < f->min ? BAD_TOO_SMALL : n > f->max ? BAD_TOO_LARGE : -1;
}

int
field_read_text(struct arena *a, const struct field *f, const char *s,
    size_t len, void *dst, int64_t *bound)
{
	int code;

	if (f->type == TYPE_TEXT)
		return text_read(a, f, s, len, dst, bound);
	code = field_parse(a, f, s, len, dst);
	switch (f->type) {
	case TYPE_INT:
		*bound = code == BAD_TOO_SMALL ? f->min : f->max;
		return code != -1 ? code :
				    check_bounds(f, *(int64_t *)dst, 1, bound);
	case TYPE_MONEY:
		*bound = MONEY_MAX / 100;
		return code != -1 ?
		    code :
		    check_bounds(f, ((struct money *)dst)->minor, 100, bound);
	default: return code;
	}
}
