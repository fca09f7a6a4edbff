/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "common/base/text.h"
#include "common/model/json_schema.h"

/* "order_item" is OrderItem; "checkout_in" is CheckoutInput. */
static const char *
name_of(struct arena *a, const struct spec *spec, enum schema_use use)
{
	size_t      n = strlen(spec->name);
	bool        suffix = n > 3 && strcmp(spec->name + n - 3, "_in") == 0;
	const char *stem = arena_dup(a, spec->name, suffix ? n - 3 : n);
	char       *camel = camel_of(a, stem);

	*camel = (char)toupper((unsigned char)*camel);
	return arena_printf(a, "%s%s", camel,
	    use == SCHEMA_INPUT ? "Input" : "");
}

const char *
schema_name(struct arena *a, LIST(schema) *all, struct spec *spec,
    enum schema_use use, const char *path)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].spec == spec && all->items[i].use == use)
			return all->items[i].name;
	spec_prepare(spec);
	*list_add(a, all) = (struct schema){ spec, use, name_of(a, spec, use),
		path };
	return all->items[all->n - 1].name;
}

/* ---- types --------------------------------------------------------------- */

static bool
may_be_null(const struct field *f, enum schema_use use)
{
	if (use == SCHEMA_INPUT)
		return !f->is_required;
	switch (f->type) {
	case TYPE_BOOL:
	case TYPE_LIST: return false;
	case TYPE_OBJ: return f->is_nullable;
	default: return !f->is_given;
	}
}

static void
write_type(struct buf *b, const char *type, bool null)
{
	buf_printf(b, null ? "\"type\":[\"%s\",\"null\"]" : "\"type\":\"%s\"",
	    type);
}

static void
write_ref(struct buf *b, const char *name, bool null)
{
	buf_printf(b,
	    null ? "\"anyOf\":[{\"$ref\":\"#/components/schemas/%s\"},"
		   "{\"type\":\"null\"}]" :
		   "\"$ref\":\"#/components/schemas/%s\"",
	    name);
}

static void
write_bound(struct buf *b, const char *name, int64_t bound)
{
	buf_printf(b, ",\"%s\":%" PRId64, name, bound);
}

static void
write_text_type(struct buf *b, const struct field *f, bool null, bool input)
{
	static const char *const formats[TEXT_SLUG + 1] = {
		[TEXT_EMAIL] = "email",
		[TEXT_URL] = "uri",
	};
	static const char *const patterns[TEXT_SLUG + 1] = {
		[TEXT_COUNTRY] = "^[A-Za-z]{2}$",
		[TEXT_SLUG] = "^([a-z0-9]+(-[a-z0-9]+)*)?$",
	};

	write_type(b, "string", null);
	if (!input)
		return;
	if (f->min > 0)
		write_bound(b, "minLength", f->min);
	if (f->max > 0)
		write_bound(b, "maxLength", f->max);
	if (formats[f->format] != NULL)
		buf_printf(b, ",\"format\":\"%s\"", formats[f->format]);
	if (patterns[f->format] != NULL)
		buf_printf(b, ",\"pattern\":\"%s\"", patterns[f->format]);
}

static void
write_words(struct buf *b, const struct field *f, bool null)
{
	write_type(b, "string", null);
	buf_str(b, ",\"enum\":[");
	for (int i = 0; f->words[i] != NULL; i++)
		buf_printf(b, "%s\"%s\"", i > 0 ? "," : "", f->words[i]);
	buf_str(b, null ? ",null]" : "]");
}

/* Any UUID may be read.  The ones that are written are our own. */
static void
write_id(struct buf *b, bool null, bool input)
{
	if (!input) {
		write_ref(b, "Id", null);
		return;
	}
	write_type(b, "string", null);
	buf_str(b, ",\"format\":\"uuid\"");
}

static void
write_int_type(struct buf *b, const struct field *f, bool null, bool input)
{
	write_type(b, "integer", null);
	if (!input || (f->min == 0 && f->max == 0))
		return;
	write_bound(b, "minimum", f->min);
	if (f->max != INT64_MAX)
		write_bound(b, "maximum", f->max);
}

static void
write_list(struct arena *a, struct buf *b, LIST(schema) *all,
    const struct field *f, bool null, enum schema_use use)
{
	write_type(b, "array", null);
	if (use == SCHEMA_INPUT && f->min > 0)
		write_bound(b, "minItems", f->min);
	if (use == SCHEMA_INPUT && f->max > 0)
		write_bound(b, "maxItems", f->max);
	buf_str(b, ",\"items\":{");
	if (f->of == NULL)
		buf_str(b, "\"type\":\"string\"");
	else
		write_ref(b, schema_name(a, all, f->of, use, NULL), false);
	buf_char(b, '}');
}

void
schema_write_field(struct arena *a, struct buf *b, LIST(schema) *all,
    const struct field *f, enum schema_use use)
{
	bool null = may_be_null(f, use), input = use == SCHEMA_INPUT;

	buf_char(b, '{');
	switch (f->type) {
	case TYPE_BOOL:
	case TYPE_FLAG: write_type(b, "boolean", null); break;
	case TYPE_INT: write_int_type(b, f, null, input); break;
	case TYPE_TEXT: write_text_type(b, f, null, input); break;
	case TYPE_MONEY:
		write_ref(b, input ? "MoneyInput" : "Money", null);
		break;
	case TYPE_DECIMAL: write_type(b, "number", null); break;
	case TYPE_UUID: write_id(b, null, input); break;
	case TYPE_TIME: write_ref(b, "Time", null); break;
	case TYPE_ENUM: write_words(b, f, null); break;
	case TYPE_JSON: break;
	case TYPE_LIST: write_list(a, b, all, f, null, use); break;
	case TYPE_OBJ:
	case TYPE_PTR:
		write_ref(b, schema_name(a, all, f->of, use, NULL), null);
		break;
	}
	if (input && f->has_default && f->type == TYPE_INT)
		write_bound(b, "default", f->otherwise);
	if (input && f->has_default && f->type == TYPE_ENUM)
		buf_printf(b, ",\"default\":\"%s\"", f->words[f->otherwise]);
	buf_char(b, '}');
}

/* A parameter that is not given is left out, so none is null. */
void
schema_write_parameter(struct arena *a, struct buf *b, LIST(schema) *all,
    const struct field *f)
{
	struct field given = *f;

	given.is_required = true;
	if (f->type == TYPE_MONEY)
		buf_str(b, "{\"$ref\":\"#/components/schemas/MoneyText\"}");
	else
		schema_write_field(a, b, all, &given, SCHEMA_INPUT);
}

/* ---- objects ------------------------------------------------------------- */

/* Is there a ":name" in the path? */
static bool
is_captured(const char *path, const char *name)
{
	size_t n = strlen(name);

	for (; path != NULL && (path = strchr(path, ':')) != NULL; path++)
		if (strncmp(path + 1, name, n) == 0 &&
		    (path[n + 1] == '/' || path[n + 1] == '\0'))
			return true;
	return false;
}

static bool
is_shown(const struct schema *s, const struct field *f)
{
	return !f->is_page_only && !is_captured(s->path, f->camel);
}

static void
write_members(struct arena *a, struct buf *b, LIST(schema) *all,
    const struct schema *s, const struct spec *spec, bool *first)
{
	for (const struct field *f = spec_fields(spec); f->name != NULL; f++) {
		if (!is_shown(s, f))
			continue;
		if (f->is_inline) {
			write_members(a, b, all, s, f->of, first);
			continue;
		}
		buf_printf(b, "%s\"%s\":", *first ? "" : ",", f->camel);
		schema_write_field(a, b, all, f, s->use);
		*first = false;
	}
}

static void
write_required(struct buf *b, const struct schema *s, const struct spec *spec,
    bool *first)
{
	for (const struct field *f = spec_fields(spec); f->name != NULL; f++) {
		if (!is_shown(s, f))
			continue;
		if (f->is_inline) {
			write_required(b, s, f->of, first);
			continue;
		}
		if (s->use == SCHEMA_INPUT && !f->is_required)
			continue;
		buf_printf(b, "%s\"%s\"", *first ? "" : ",", f->camel);
		*first = false;
	}
}

static void
write_object(struct arena *a, struct buf *b, LIST(schema) *all,
    const struct schema *s)
{
	bool   first = true;
	size_t before;

	buf_printf(b,
	    "\"%s\":{\"type\":\"object\",\"additionalProperties\":false,"
	    "\"properties\":{",
	    s->name);
	write_members(a, b, all, s, s->spec, &first);
	buf_char(b, '}');
	before = b->len;
	buf_str(b, ",\"required\":[");
	first = true;
	write_required(b, s, s->spec, &first);
	if (first)
		b->len = before; /* nothing is */
	else
		buf_char(b, ']');
	buf_char(b, '}');
}

void
schemas_write(struct arena *a, struct buf *b, LIST(schema) *all)
{
	/* The list grows during the loop. */
	for (size_t i = 0; i < all->n; i++) {
		struct schema s = all->items[i];

		if (i > 0)
			buf_char(b, ',');
		write_object(a, b, all, &s);
	}
}
