/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "common/http/api.h"
#include "common/http/match.h"
#include "common/model/json_schema.h"

#define DESCRIPTION_MAX ((size_t)16 * 1024 * 1024)

struct description {
	struct arena *arena;
	struct buf    out;
	LIST(schema)  schemas;
};

static bool
is_api(const struct route *r)
{
	return r->shape == AS_JSON ||
	    (r->who != SERVICE && route_face(r) != PAGE_ONLY &&
		strncmp(r->path, "/_part/", 7) != 0);
}

/* "/products/:id" is "/api/products/{id}". */
static void
path_write(struct buf *b, const struct route *r)
{
	const char *prefix = r->shape == AS_JSON ? "" : "/api";

	buf_str(b, prefix);
	for (const char *s = r->path; *s != '\0';) {
		size_t n = strcspn(s, ":");

		buf_add(b, s, n);
		s += n;
		if (*s != ':')
			continue;
		n = strcspn(++s, "/");
		buf_char(b, '{');
		buf_add(b, s, n);
		buf_char(b, '}');
		s += n;
	}
}

/* Where a member of the input stands: in the path, the query or the body. */
static const char *
place_of(const struct route *r, const struct field *f)
{
	size_t n = strlen(f->camel);

	for (const char *s = r->path; (s = strchr(s, ':')) != NULL; s++)
		if (strncmp(s + 1, f->camel, n) == 0 &&
		    (s[n + 1] == '/' || s[n + 1] == '\0'))
			return "path";
	return r->method == GET ? "query" : NULL;
}

static void
parameters_write(struct description *d, const struct route *r,
    const struct spec *spec, bool *first)
{
	for (const struct field *f = spec_fields(spec); f->name != NULL; f++) {
		const char *place = place_of(r, f);

		if (f->is_inline)
			parameters_write(d, r, f->of, first);
		if (f->is_inline || f->is_page_only || place == NULL)
			continue;
		buf_printf(&d->out,
		    "%s{\"name\":\"%s\",\"in\":\"%s\","
		    "\"required\":%s,\"schema\":",
		    *first ? "" : ",", f->camel, place,
		    f->is_required ? "true" : "false");
		schema_write_parameter(d->arena, &d->out, &d->schemas, f);
		buf_char(&d->out, '}');
		*first = false;
	}
}

/* Is there a member that the body holds? */
static bool
has_body(const struct route *r, const struct spec *spec)
{
	for (const struct field *f = spec_fields(spec); f->name != NULL; f++)
		if (f->is_inline ? has_body(r, f->of) :
				   !f->is_page_only && place_of(r, f) == NULL)
			return true;
	return false;
}

static void
body_write(struct description *d, const struct route *r)
{
	if (r->method == GET || r->raw || r->handler->in == &none_spec ||
	    !has_body(r, r->handler->in))
		return;
	buf_printf(&d->out, ",\"body\":\"%s\"",
	    schema_name(d->arena, &d->schemas, r->handler->in, SCHEMA_INPUT,
		r->path));
}

/* A model, or the first list of it alone. */
static void
answer_write(struct description *d, const struct route *r)
{
	const struct field *f;

	if (r->handler->out == &none_spec || r->shape >= AS_WRITTEN)
		return;
	if (!r->array) {
		buf_printf(&d->out, ",\"answer\":\"%s\"",
		    schema_name(d->arena, &d->schemas, r->handler->out,
			SCHEMA_OUTPUT, NULL));
		return;
	}
	f = spec_fields(r->handler->out);
	while (f->type != TYPE_LIST)
		f++;
	buf_printf(&d->out, ",\"items\":\"%s\"",
	    schema_name(d->arena, &d->schemas, f->of, SCHEMA_OUTPUT, NULL));
}

static void
operation_write(struct description *d, const struct route *r)
{
	bool first = true;

	spec_prepare(r->handler->in);
	spec_prepare(r->handler->out);
	buf_printf(&d->out, "{\"method\":\"%s\",\"path\":\"",
	    method_words[r->method]);
	path_write(&d->out, r);
	buf_printf(&d->out,
	    "\",\"who\":\"%s\",\"status\":%d,\"once\":%s,\"version\":%s,"
	    "\"parameters\":[",
	    who_words[r->who], r->status != 0 ? r->status : 200,
	    r->once ? "true" : "false",
	    r->handler->in->version != NULL ? "true" : "false");
	if (r->handler->in != &none_spec)
		parameters_write(d, r, r->handler->in, &first);
	buf_char(&d->out, ']');
	body_write(d, r);
	answer_write(d, r);
	buf_char(&d->out, '}');
}

void
api_describe(const struct service *service)
{
	struct description d = { .arena = arena_new(DESCRIPTION_MAX) };
	bool               first = true;

	buf_printf(&d.out, "{\"service\":\"%s\",\"operations\":[",
	    service->name);
	for (size_t i = 0; i < service->nrows; i++) {
		if (!is_api(service->rows[i]))
			continue;
		buf_str(&d.out, first ? "\n" : ",\n");
		operation_write(&d, service->rows[i]);
		first = false;
	}
	buf_str(&d.out, "],\n\"schemas\":{");
	schemas_write(d.arena, &d.out, &d.schemas);
	buf_str(&d.out, "}}\n");
	fwrite(d.out.data, 1, d.out.len, stdout);
	buf_free(&d.out);
	arena_free(&d.arena);
}
