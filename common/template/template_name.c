/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/template/template_parse.h"

struct arg *
arg_find(const struct parser *p, const char *name, size_t len)
{
	for (struct arg *a = p->args; a != NULL; a = a->next)
		if (strlen(a->name) == len && memcmp(a->name, name, len) == 0)
			return a;
	return NULL;
}

struct tag
substitute(struct parser *p, struct tag t)
{
	const char *dot;
	struct arg *a;
	size_t      n;

	if (t.len == 0 || *t.s != '@')
		return t;
	dot = memchr(t.s, '.', t.len);
	n = dot != NULL ? (size_t)(dot - t.s) : t.len;
	if ((a = arg_find(p, t.s + 1, n - 1)) == NULL) {
		mistake(p, "no argument '%.*s'", (int)n, t.s);
		return (struct tag){ ".", 1 };
	}
	t.s = arena_printf(p->arena, "%s%.*s", a->text, (int)(t.len - n),
	    t.s + n);
	t.len = strlen(t.s);
	return t;
}

static bool
member_find(struct spec *spec, struct tag t, struct ref *out)
{
	size_t off = 0;

	out->field = spec_find(spec, t.s, t.len, &off);
	out->off = (unsigned)off;
	return out->field != NULL;
}

bool
name_find(struct parser *p, struct tag t, struct ref *out)
{
	*out = (struct ref){ 0 };
	if (t.len > 5 && memcmp(t.s, "page.", 5) == 0) {
		out->depth = GLOBALS;
		return member_find(&page_globals_spec,
		    (struct tag){ t.s + 5, t.len - 5 }, out);
	}
	for (struct context *c = p->context; c != NULL; c = c->up) {
		out->depth = c->depth;
		if (c->spec == NULL) {
			if (t.len == 1 && *t.s == '.')
				return true;
			continue;
		}
		if (member_find(c->spec, t, out))
			return true;
	}
	return false;
}

bool
resolve(struct parser *p, struct tag t, struct ref *out)
{
	t = substitute(p, t);
	if (name_find(p, t, out))
		return true;
	mistake(p, "no value '%.*s'", (int)t.len, t.s);
	return false;
}
