/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/arena.h"
#include "common/base/utf8.h"
#include "common/model/config.h"
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

/* A form of a language that writes "19,90". */
static const char *
with_point(struct arena *a, const char *text)
{
	char *comma, *copy = arena_strdup(a, text);

	if (strchr(copy, '.') == NULL && (comma = strchr(copy, ',')) != NULL)
		*comma = '.';
	return copy;
}

static void
read_text(struct reader *r, const struct field *f, const char *name,
    const char *text, void *dst)
{
	if (f->type == TYPE_JSON && !json_valid(text, strlen(text))) {
		complain(r->complaints, name, BAD_TYPE, 0);
		return;
	}
	if ((f->type == TYPE_MONEY || f->type == TYPE_DECIMAL) &&
	    r->params->decimal_comma)
		text = with_point(r->arena, text);
	reader_value(r, f, name, text, strlen(text), dst);
}

void
field_absent(struct reader *r, const struct field *f, void *dst)
{
	if (r->trusted)
		return;
	if (f->is_required && !r->in_row)
		complain(r->complaints, reader_name(r, f), BAD_REQUIRED, 0);
	else if (!f->has_default)
		return;
	else if (f->type == TYPE_INT)
		*(int64_t *)dst = f->otherwise;
	else if (f->type == TYPE_ENUM)
		*(int *)dst = (int)f->otherwise;
	else if (f->type == TYPE_MONEY)
		*(struct money *)dst = MONEY(f->otherwise,
		    config_currency()->exponent);
}

static void
read_list(struct reader *r, const struct field *f, const char *name,
    struct list *out)
{
	struct reader sub = *r;
	void         *item;

	sub.in_row = f->has_blank_rows;
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
		/*
		 * A form sends empty fields too.  When all of them are empty,
		 * the object is not given.
		 */
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
	/* A form sends empty fields too. */
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

static void
read_all(struct reader *r, struct spec *spec, struct json_object *body,
    void *out)
{
	r->prefix = "";
	if (body != NULL)
		reader_json(r, spec, body, out);
	else
		reader_params(r, spec, out);
}

void
input_read(struct arena *a, struct spec *spec, const struct params *params,
    struct json_object *body, void *out, struct complaints *cs)
{
	struct reader r = { .arena = a, .params = params, .complaints = cs };

	read_all(&r, spec, body, out);
}

void
input_read_ours(struct arena *a, struct spec *spec, const struct params *params,
    struct json_object *body, void *out, struct complaints *cs)
{
	struct reader r = { .arena = a,
		.params = params,
		.complaints = cs,
		.is_ours = true };

	read_all(&r, spec, body, out);
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

/* What an error of an amount with that many decimals is to people. */
static int
money_complaint(enum money_error e, int exponent, int64_t *bound)
{
	switch (e) {
	case MONEY_NOT_A_NUMBER: *bound = exponent; return BAD_NOT_A_NUMBER;
	case MONEY_TOO_MANY_DECIMALS:
		*bound = exponent;
		return exponent == 0 ? BAD_NO_DECIMALS : BAD_DECIMALS;
	case MONEY_OUT_OF_RANGE: return BAD_TOO_LARGE;
	case MONEY_OK: break;
	}
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
	int64_t bound;
	bool    b;
	int     code;

	switch (f->type) {
	case TYPE_BOOL: return parse_bool(s, len, dst);
	case TYPE_FLAG:
		if ((code = parse_bool(s, len, &b)) == -1)
			((struct flag *)dst)->is = b;
		return code;
	case TYPE_INT: return parse_int(s, len, dst);
	case TYPE_TEXT:
	case TYPE_JSON: *(const char **)dst = arena_dup(a, s, len); return -1;
	case TYPE_MONEY:
		return money_complaint(money_parse(s, len, dst),
		    MONEY_EXPONENT_MAX, &bound);
	case TYPE_DECIMAL:
		return money_complaint(decimal_parse(s, len, dst),
		    DECIMAL_EXPONENT, &bound);
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

static int
read_money(const char *s, size_t len, bool is_ours, struct money *dst,
    int64_t *bound)
{
	int exponent = is_ours ? MONEY_EXPONENT_MAX :
				 config_currency()->exponent;
	int code;

	*bound = MONEY_WHOLE_MAX;
	code = money_complaint(is_ours ? money_parse(s, len, dst) :
					 money_parse_as(s, len, exponent, dst),
	    exponent, bound);
	if (code != -1)
		return code;
	if (dst->minor > money_max(dst->exponent).minor)
		return BAD_TOO_LARGE;
	*bound = 0;
	return dst->minor < 0 ? BAD_TOO_SMALL : -1;
}

static int
read_decimal(const struct field *f, const char *s, size_t len,
    struct decimal *dst, int64_t *bound)
{
	int code;

	*bound = f->max / DECIMAL_WHOLE;
	code = money_complaint(decimal_parse(s, len, dst), DECIMAL_EXPONENT,
	    bound);
	return code != -1 ?
	    code :
	    check_bounds(f, dst->hundredths, DECIMAL_WHOLE, bound);
}

int
field_read_text(struct arena *a, const struct field *f, const char *s,
    size_t len, void *dst, int64_t *bound)
{
	int code;

	switch (f->type) {
	case TYPE_TEXT: return text_read(a, f, s, len, dst, bound);
	case TYPE_MONEY: return read_money(s, len, false, dst, bound);
	case TYPE_DECIMAL: return read_decimal(f, s, len, dst, bound);
	default: break;
	}
	code = field_parse(a, f, s, len, dst);
	if (f->type != TYPE_INT)
		return code;
	*bound = code == BAD_TOO_SMALL ? f->min : f->max;
	return code != -1 ? code : check_bounds(f, *(int64_t *)dst, 1, bound);
}

void
reader_value(struct reader *r, const struct field *f, const char *name,
    const char *s, size_t len, void *dst)
{
	int64_t bound = 0;
	int     code;

	code = f->type == TYPE_MONEY ?
	    read_money(s, len, r->is_ours, dst, &bound) :
	    field_read_text(r->arena, f, s, len, dst, &bound);
	if (code != -1)
		complain(r->complaints, name, (enum complaint_code)code, bound);
}
