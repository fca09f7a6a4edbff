/* SPDX-License-Identifier: ISC */
#include "common/model/json_write.h"
#include "common/base/text.h"

static void write_members(struct buf *, struct spec *, const char *,
    bool *first);

static void
write_text(struct buf *b, const char *s)
{
	if (s == NULL)
		buf_str(b, "null");
	else
		json_text(b, s, strlen(s));
}

/* Write JSON as it is, with "<" and ">" escaped as json_text() does. */
static void
write_json(struct buf *b, const char *s)
{
	size_t n;

	if (s == NULL)
		s = "null";
	for (; s[n = strcspn(s, "<>")] != '\0'; s += n + 1) {
		buf_add(b, s, n);
		buf_str(b, s[n] == '<' ? "\\u003c" : "\\u003e");
	}
	buf_add(b, s, n);
}

static void
write_money(struct buf *b, struct money m)
{
	char text[MONEY_SIZE];

	if (!money_given(m))
		buf_str(b, "null");
	else
		buf_add(b, text, money_format(m, text));
}

static void
write_decimal(struct buf *b, struct decimal d)
{
	char text[DECIMAL_SIZE];

	if (!decimal_given(d))
		buf_str(b, "null");
	else
		buf_add(b, text, decimal_format(d, text));
}

static void
write_time(struct buf *b, struct timestamp t)
{
	char text[TIMESTAMP_SIZE];

	if (!timestamp_given(t)) {
		buf_str(b, "null");
		return;
	}
	buf_char(b, '"');
	buf_add(b, text, timestamp_format(t, text));
	buf_char(b, '"');
}

static void
write_int(struct buf *b, int64_t v)
{
	if (v == INT_NONE)
		buf_str(b, "null");
	else
		buf_int(b, v);
}

static void
write_texts(struct buf *b, const struct text_list *l)
{
	buf_char(b, '[');
	for (size_t i = 0; i < l->n; i++) {
		if (i > 0)
			buf_char(b, ',');
		write_text(b, l->items[i]);
	}
	buf_char(b, ']');
}

static void
write_value(struct buf *b, const struct field *f, const char *p)
{
	switch (f->type) {
	case TYPE_BOOL: buf_str(b, *(const bool *)p ? "true" : "false"); break;
	case TYPE_FLAG:
		buf_str(b, *p < 0 ? "null" : *p ? "true" : "false");
		break;
	case TYPE_INT: write_int(b, *(const int64_t *)p); break;
	case TYPE_TEXT: write_text(b, *(const char *const *)p); break;
	case TYPE_MONEY: write_money(b, *(const struct money *)p); break;
	case TYPE_DECIMAL: write_decimal(b, *(const struct decimal *)p); break;
	case TYPE_UUID: write_text(b, *p != '\0' ? p : NULL); break;
	case TYPE_TIME: write_time(b, *(const struct timestamp *)p); break;
	case TYPE_ENUM: write_text(b, field_word(f, p)); break;
	case TYPE_JSON: write_json(b, *(const char *const *)p); break;
	case TYPE_LIST:
		if (f->of != NULL)
			json_write_list_spec(b, f->of, (const struct list *)p);
		else
			write_texts(b, (const struct text_list *)p);
		break;
	case TYPE_OBJ:
		if (object_given(f, p))
			json_write_spec(b, f->of, p);
		else
			buf_str(b, "null");
		break;
	case TYPE_PTR:
		if (*(const void *const *)p != NULL)
			json_write_spec(b, f->of, *(const void *const *)p);
		else
			buf_str(b, "null");
		break;
	}
}

static void
write_members(struct buf *b, struct spec *spec, const char *obj, bool *first)
{
	for (const struct field *f = spec_fields(spec); f->name != NULL; f++) {
		if (f->is_page_only)
			continue;
		if (f->is_inline) {
			write_members(b, f->of, obj + f->off, first);
			continue;
		}
		if (!*first)
			buf_char(b, ',');
		*first = false;
		buf_add(b, f->key, f->key_len);
		write_value(b, f, obj + f->off);
	}
}

void
json_write_spec(struct buf *b, struct spec *spec, const void *obj)
{
	bool first = true;

	spec_prepare(spec);
	buf_char(b, '{');
	write_members(b, spec, obj, &first);
	buf_char(b, '}');
}

void
json_write_list_spec(struct buf *b, struct spec *spec, const struct list *l)
{
	buf_char(b, '[');
	for (size_t i = 0; i < l->n; i++) {
		if (i > 0)
			buf_char(b, ',');
		json_write_spec(b, spec,
		    (const char *)l->items + i * spec->size);
	}
	buf_char(b, ']');
}

const char *
json_object_text_spec(struct arena *a, struct spec *spec, const void *obj)
{
	struct buf b = { 0 };

	json_write_spec(&b, spec, obj);
	return buf_keep(&b, a);
}

const char *
json_list_text_spec(struct arena *a, struct spec *spec, const struct list *l)
{
	struct buf b = { 0 };

	json_write_list_spec(&b, spec, l);
	return buf_keep(&b, a);
}

const char *
json_texts_text(struct arena *a, const struct text_list *l)
{
	struct buf b = { 0 };

	write_texts(&b, l);
	return buf_keep(&b, a);
}
