/* SPDX-License-Identifier: ISC */
/*
 * input_json.c - JSON into structs.
 *
 * json-c builds the tree.  It accepts too much (NaN, 'quotes', overlong UTF-8)
 * and clamps large numbers: json_valid() refuses such a text first, and a
 * number is read from its own text.
 */
#include <json-c/json.h>
#include <string.h>

#include "common/base/arena.h"
#include "common/base/utf8.h"
#include "common/model/input_impl.h"

#define DEPTH_MAX 16

static void
object_put(void *o)
{
	json_object_put(o);
}

struct json_object *
json_parse(struct arena *a, const char *s, size_t len)
{
	static struct json_tokener *tok; /* lives as long as the program */
	struct json_object         *o;

	if (len > INT32_MAX - 1 || !utf8_valid(s, len) || !json_valid(s, len))
		return NULL;
	if (tok == NULL && (tok = json_tokener_new_ex(DEPTH_MAX + 1)) == NULL)
		return NULL;
	json_tokener_reset(tok);
	/*
	 * Include the NUL: without it a number at the end would wait for more.
	 */
	o = json_tokener_parse_ex(tok, arena_dup(a, s, len), (int)len + 1);
	if (json_tokener_get_error(tok) != json_tokener_success) {
		json_object_put(o);
		o = NULL;
	}
	if (o != NULL)
		arena_defer(a, object_put, o);
	return o;
}

static void
complain_about(struct reader *r, const struct field *f,
    enum complaint_code code, int64_t bound)
{
	complain(r->complaints, reader_name(r, f), code, bound);
}

static bool
type_fits(const struct field *f, enum json_type t)
{
	switch (f->type) {
	case TYPE_BOOL:
	case TYPE_FLAG: return t == json_type_boolean;
	case TYPE_INT: return t == json_type_int || t == json_type_double;
	case TYPE_MONEY:
	case TYPE_DECIMAL:
		return t == json_type_int || t == json_type_double ||
		    t == json_type_string;
	default: return t == json_type_string;
	}
}

/*
 * Read a scalar from its own text.  json-c keeps the text of a double; it
 * clamps only integers beyond 64 bits.
 */
static void
read_scalar(struct reader *r, const struct field *f, struct json_object *v,
    void *dst)
{
	enum json_type t = json_object_get_type(v);
	const char    *s;
	size_t         len;
	int            code;

	if (f->type == TYPE_JSON) {
		s = json_object_to_json_string_length(v,
		    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE,
		    &len);
		*(const char **)dst = arena_dup(r->arena, s, len);
		return;
	}
	if (!type_fits(f, t)) {
		complain_about(r, f, BAD_TYPE, 0);
		return;
	}
	s = json_object_get_string(v);
	len = t == json_type_string ? (size_t)json_object_get_string_len(v) :
				      strlen(s);
	if (!r->trusted && f->type == TYPE_TEXT && len == 0 && f->min > 0)
		field_absent(r, f, dst);
	else if (!r->trusted)
		reader_value(r, f, reader_name(r, f), s, len, dst);
	else if ((code = field_parse(r->arena, f, s, len, dst)) != -1)
		complain_about(r, f, (enum complaint_code)code, 0);
}

static void
read_texts(struct reader *r, const struct field *f, struct json_object *v,
    struct list *out)
{
	size_t n = out->n;

	out->items = arena_array(r->arena, n, sizeof(char *));
	for (size_t i = 0; i < n; i++) {
		struct json_object *o = json_object_array_get_idx(v, i);

		if (json_object_get_type(o) != json_type_string) {
			complain_about(r, f, BAD_TYPE, 0);
			((const char **)out->items)[i] = "";
		} else
			((const char **)out->items)[i] = arena_strdup(r->arena,
			    json_object_get_string(o));
	}
}

static void
read_list(struct reader *r, const struct field *f, struct json_object *v,
    struct list *out)
{
	struct reader sub = *r;
	size_t        n;

	if (json_object_get_type(v) != json_type_array) {
		complain_about(r, f, BAD_TYPE, 0);
		return;
	}
	n = json_object_array_length(v);
	if (!r->trusted && ((int64_t)n > f->max || (int64_t)n < f->min)) {
		complain_about(r, f,
		    (int64_t)n > f->max ? BAD_TOO_MANY : BAD_TOO_FEW,
		    (int64_t)n > f->max ? f->max : f->min);
		return;
	}
	out->n = n;
	if (f->of == NULL) {
		read_texts(r, f, v, out);
		return;
	}
	out->items = arena_array(r->arena, n, f->of->size);
	for (size_t i = 0; i < n; i++) {
		sub.prefix = arena_printf(r->arena, "%s.%zu", reader_name(r, f),
		    i);
		reader_json(&sub, f->of, json_object_array_get_idx(v, i),
		    (char *)out->items + i * f->of->size);
	}
}

static void
read_member(struct reader *r, const struct field *f, struct json_object *o,
    void *dst)
{
	struct json_object *v = NULL;
	struct reader       sub = *r;
	const char         *captured;

	if (f->is_inline) {
		reader_json(r, f->of, o, dst);
		return;
	}
	/* The path wins over the body. */
	captured = r->params != NULL && *r->prefix == '\0' ?
	    params_get(r->params, f->camel) :
	    NULL;
	if (captured != NULL) {
		reader_value(r, f, f->camel, captured, strlen(captured), dst);
		return;
	}
	/* Members for forms mean nothing in JSON. */
	if (f->is_page_only && !r->trusted)
		return;
	if (!json_object_object_get_ex(o, f->camel, &v) || v == NULL) {
		field_absent(r, f, dst);
		return;
	}
	switch (f->type) {
	case TYPE_LIST: read_list(r, f, v, dst); break;
	case TYPE_PTR:
		if (json_object_get_type(v) != json_type_object) {
			complain_about(r, f, BAD_TYPE, 0);
			return;
		}
		*(void **)dst = arena_alloc(r->arena, f->of->size);
		dst = *(void **)dst;
		__attribute__((fallthrough));
	case TYPE_OBJ:
		sub.prefix = reader_name(r, f);
		reader_json(&sub, f->of, v, dst);
		break;
	default: read_scalar(r, f, v, dst);
	}
}

void
reader_json(struct reader *r, struct spec *spec, struct json_object *o,
    void *out)
{
	spec_prepare(spec);
	spec_clear(spec, out);
	if (json_object_get_type(o) != json_type_object) {
		complain(r->complaints, r->prefix, BAD_TYPE, 0);
		return;
	}
	for (const struct field *f = spec_fields(spec); f->name != NULL; f++)
		read_member(r, f, o, (char *)out + f->off);
}

/* ---- JSON of our own ----------------------------------------------------- */

static bool
read_object(struct arena *a, struct spec *spec, struct json_object *o,
    void *out)
{
	struct complaints cs = { .arena = a };
	struct reader     r = { .arena = a,
		    .prefix = "",
		    .complaints = &cs,
		    .trusted = true };

	reader_json(&r, spec, o, out);
	return cs.list.n == 0;
}

bool
json_read_spec(struct arena *a, struct spec *spec, const char *s, size_t len,
    void *out)
{
	return read_object(a, spec, json_parse(a, s, len), out);
}

bool
json_read_new(struct arena *a, struct spec *spec, const char *s, size_t len,
    void **out)
{
	struct json_object *o = json_parse(a, s, len);

	*out = NULL;
	if (json_object_get_type(o) != json_type_object)
		return false;
	*out = arena_alloc(a, spec->size);
	return read_object(a, spec, o, *out);
}

static bool
read_array(struct arena *a, struct spec *of, const char *s, size_t len,
    struct list *out)
{
	struct complaints cs = { .arena = a };
	struct reader     r = { .arena = a,
		    .prefix = "",
		    .complaints = &cs,
		    .trusted = true };
	struct field      f = { .name = "list",
		     .camel = "list",
		     .type = TYPE_LIST,
		     .of = of };

	*out = (struct list){ 0 };
	if (len == 2 && memcmp(s, "[]", 2) == 0)
		return true;
	read_list(&r, &f, json_parse(a, s, len), out);
	return cs.list.n == 0;
}

bool
json_read_list_spec(struct arena *a, struct spec *spec, const char *s,
    size_t len, struct list *out)
{
	return read_array(a, spec, s, len, out);
}

bool
json_read_texts(struct arena *a, const char *s, size_t len,
    struct text_list *out)
{
	return read_array(a, NULL, s, len, LIST_ANY(out));
}

bool
json_read_pairs(struct arena *a, const char *s, size_t len, struct params *out)
{
	struct json_object *o = json_parse(a, s, len);

	if (json_object_get_type(o) != json_type_object)
		return false;
	json_object_object_foreach(o, name, value)
	{
		if (json_object_get_type(value) != json_type_string)
			return false;
		params_add(a, out, arena_strdup(a, name),
		    arena_strdup(a, json_object_get_string(value)));
	}
	return true;
}

bool
json_says_null(struct json_object *object, const char *name)
{
	struct json_object *value;

	return object != NULL &&
	    json_object_object_get_ex(object, name, &value) && value == NULL;
}
