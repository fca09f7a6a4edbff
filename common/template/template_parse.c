/* SPDX-License-Identifier: ISC */
/*
 * template_parse.c - from the text of a template to nodes.
 *
 * Partials and layouts are expanded here, so that every name is looked up
 * once, where it stands, against the spec that holds there.
 */
#include <stdio.h>
#include <string.h>

#include "common/base/crypto.h"
#include "common/template/template_parse.h"

#define TEMPLATE_MAX ((size_t)32 * 1024 * 1024) /* while it is parsed */

SPEC(page_language, FIELD(code), FIELD(name), FIELD(is_chosen));

SPEC(page_globals,
    FIELD(lang),
    FIELD(rtl),
    FIELD_OF(languages, page_language),
    FIELD(has_languages),
    FIELD(path),
    FIELD(here),
    FIELD(url),
    FIELD(request_id),
    FIELD(key),
    FIELD(notice),
    FIELD(shop),
    FIELD(currency),
    FIELD(theme),
    FIELD(signed_in),
    FIELD(has_cart),
    FIELD(refused),
    FIELD(edited),
    FIELD_OF(errors, complaint));

static void
parse_inside(struct parser *p, struct spec *spec, struct node *n,
    const char *until)
{
	struct context c = { spec, p->context->depth + 1, p->context };

	if (c.depth >= CONTEXTS_MAX) {
		mistake(p, "sections too deep");
		return;
	}
	p->context = &c;
	parse(p, &n->children, until);
	p->context = c.up;
}

/* The second operand of {{#is}} and {{#chosen}}: a literal or a name. */
static void
operand(struct parser *p, struct tag t, struct node *n)
{
	struct arg *a;

	if (t.len >= 2 && *t.s == '"' && t.s[t.len - 1] == '"') {
		n->text = arena_dup(p->arena, t.s + 1, t.len - 2);
		n->len = t.len - 2;
	} else if (t.len > 1 && *t.s == '@' &&
	    (a = arg_find(p, t.s + 1, t.len - 1)) != NULL && a->literal) {
		n->text = a->text;
		n->len = strlen(a->text);
	} else
		n->has_other = resolve(p, t, &n->other);
}

/* "variants.*.name" is the name of a field in row "n" of a list. */
static void
find_row(struct parser *p, struct node *n)
{
	if (strchr(n->text, '*') != NULL)
		n->has_other = resolve(p, (struct tag){ "n", 1 }, &n->other);
}

static void
parse_chosen(struct parser *p, struct node *n, struct tag rest)
{
	struct tag name = substitute(p, word(&rest));

	n->op = OP_CHOSEN;
	n->name = tag_text(p, name);
	n->has_ref = name_find(p, name, &n->ref);
	operand(p, rest, n);
	parse(p, &n->children, "chosen");
}

/* Can somebody edit what this page shows while a form is open? */
static bool
has_version(const struct parser *p)
{
	const struct context *c = p->context;

	while (c->up != NULL)
		c = c->up;
	return c->spec != NULL && c->spec->version != NULL;
}

SPEC(present, FIELD(present_value));

/* {{#now name}}, or {{#now variants.*.name name}} in a row. */
static void
parse_now(struct parser *p, LIST(node) *nodes, struct tag rest)
{
	struct tag   name = substitute(p, word(&rest));
	struct ref   ref;
	struct node *n;

	if (!name_find(p, rest.len > 0 ? substitute(p, rest) : name, &ref) ||
	    ref.field == NULL || ref.field->type >= TYPE_LIST ||
	    !has_version(p)) {
		block_end(p, "now");
		return;
	}
	n = node_add(p, nodes, OP_NOW);
	n->ref = ref;
	n->text = tag_text(p, name);
	find_row(p, n);
	parse_inside(p, &present_spec, n, "now");
}

/* {{#@hint}}: decided now, by whether the argument was given. */
static void
parse_given(struct parser *p, LIST(node) *nodes, struct tag t, bool inverse)
{
	bool given = arg_find(p, t.s + 1, t.len - 1) != NULL;

	if (given != inverse) {
		parse(p, nodes, tag_text(p, t));
		return;
	}
	/* Names in the part that is not shown may not exist: skip its text. */
	block_end(p, tag_text(p, t));
}

static void
parse_section(struct parser *p, LIST(node) *nodes, struct tag t)
{
	bool         inverse = *t.s == '^';
	struct tag   rest = trim(t.s + 1, t.s + t.len), name = word(&rest);
	struct node *n;

	if (name.len > 1 && *name.s == '@' && rest.len == 0 &&
	    memchr(name.s, '.', name.len) == NULL) {
		struct arg *a = arg_find(p, name.s + 1, name.len - 1);

		if (a == NULL || a->literal) {
			parse_given(p, nodes, name, inverse);
			return;
		}
	}
	if (!inverse && (tag_is(name, "_") || tag_is(name, "_n"))) {
		parse_message_section(p, nodes, rest, name.len == 2);
		return;
	}
	if (tag_is(name, "now") && !inverse) {
		parse_now(p, nodes, rest);
		return;
	}
	n = node_add(p, nodes, OP_SECTION);
	n->inverse = inverse;
	if (tag_is(name, "called") && rest.len == 0) {
		parse_label_section(p, n);
	} else if (tag_is(name, "is")) {
		n->op = OP_IS;
		resolve(p, word(&rest), &n->ref);
		operand(p, rest, n);
		parse(p, &n->children, "is");
	} else if (tag_is(name, "chosen")) {
		parse_chosen(p, n, rest);
	} else if (tag_is(name, "error")) {
		n->op = OP_ERROR;
		n->text = tag_text(p, substitute(p, rest));
		find_row(p, n);
		if (inverse)
			parse(p, &n->children, "error");
		else
			parse_inside(p, NULL, n, "error");
	} else if (!resolve(p, name, &n->ref) || n->ref.field == NULL) {
		mistake(p, "'%.*s' cannot be a section", (int)name.len, name.s);
	} else if (!inverse &&
	    (n->ref.field->type == TYPE_LIST ||
		n->ref.field->type == TYPE_OBJ ||
		n->ref.field->type == TYPE_PTR)) {
		parse_inside(p, n->ref.field->of, n, tag_text(p, name));
	} else
		parse(p, &n->children, tag_text(p, name));
}

/* "/static/<hash of the content>/name": cached for ever, never stale. */
static void
parse_static(struct parser *p, LIST(node) *nodes, struct tag rest)
{
	char        hex[SHA256_HEX_SIZE];
	size_t      len;
	const char *path = arena_printf(p->arena, "%s/static/%.*s", p->dir,
	    (int)rest.len, rest.s);
	const char *text = file_read(p->arena, path, &len);

	if (text == NULL) {
		mistake(p, "no file '%s'", path);
		return;
	}
	sha256_hex(text, len, hex);
	path = arena_printf(p->arena, "/static/%.8s/%.*s", hex, (int)rest.len,
	    rest.s);
	add_escaped(p, nodes, path, strlen(path));
}

/* An amount is in the currency beside it, or else in that of the shop. */
static void
find_currency(struct parser *p, struct node *n)
{
	static const char name[] = "currency";

	n->has_other = name_find(p, (struct tag){ name, strlen(name) },
			   &n->other) &&
	    n->other.field->type == TYPE_TEXT;
}

void
parse_value_into(struct parser *p, struct node *n, struct tag name,
    struct tag format)
{
	n->format = format_find(format.s, format.len);
	if (n->format == NULL)
		mistake(p, "no format '%.*s'", (int)format.len, format.s);
	if (resolve(p, name, &n->ref) && n->ref.field != NULL &&
	    !format_fits(n->format, n->ref.field))
		mistake(p, "'%.*s' is not a value", (int)name.len, name.s);
	if (tag_is(format, "money"))
		find_currency(p, n);
}

static void
parse_value(struct parser *p, LIST(node) *nodes, struct tag t)
{
	const char *bar = memchr(t.s, '|', t.len);
	struct tag  name = trim(t.s, bar != NULL ? bar : t.s + t.len);
	struct tag  format = bar != NULL ? trim(bar + 1, t.s + t.len) :
					   (struct tag){ "", 0 };
	struct arg *a = *name.s == '@' ? arg_find(p, name.s + 1, name.len - 1) :
					 NULL;

	if (a != NULL && a->message)
		parse_message_arg(p, nodes, a);
	else if (a != NULL && a->literal)
		add_escaped(p, nodes, a->text, strlen(a->text));
	else if (tag_is(t, ".") && p->inner != NULL && p->inner == p->context)
		node_add(p, nodes, OP_INNER);
	else
		parse_value_into(p, node_add(p, nodes, OP_VALUE), name, format);
}

static void
parse_input(struct parser *p, LIST(node) *nodes, struct tag rest)
{
	struct tag   name = substitute(p, word(&rest));
	struct node *n = node_add(p, nodes, OP_INPUT);

	n->text = tag_text(p, name);
	find_row(p, n);
	n->has_ref = rest.len > 0 ? resolve(p, rest, &n->ref) :
				    name_find(p, name, &n->ref);
}

/* One tag that is neither a comment nor the end of a section. */
static void
parse_tag(struct parser *p, LIST(node) *nodes, struct tag t)
{
	struct tag rest = t, first = word(&rest);

	switch (*t.s) {
	case '#':
	case '^': parse_section(p, nodes, t); return;
	case '>': parse_partial(p, nodes, trim(t.s + 1, t.s + t.len)); return;
	case '<': parse_layout(p, nodes, t); return;
	case '$': parse_block(p, nodes, t); return;
	default: break;
	}
	if (tag_is(first, "_") || tag_is(first, "_n")) {
		parse_message(p, nodes, rest, first.len == 2);
	} else if (tag_is(first, "static")) {
		parse_static(p, nodes, rest);
	} else if (tag_is(first, "called")) {
		parse_label(p, rest);
	} else if (tag_is(t, "problem") &&
	    p->context->spec == &complaint_spec) {
		parse_problem(p, node_add(p, nodes, OP_LABEL));
	} else if (tag_is(first, "input")) {
		parse_input(p, nodes, rest);
	} else
		parse_value(p, nodes, t);
}

void
parse(struct parser *p, LIST(node) *nodes, const char *until)
{
	const char *open;
	struct tag  t;

	while (next_tag(p, nodes, &t, &open)) {
		if (t.len == 0) {
			mistake(p, "an empty tag");
			continue;
		}
		if (strchr("#^/!>$<", *t.s) != NULL)
			skip_own_line(p, open, nodes);
		if (*t.s == '!')
			continue;
		if (*t.s == '/') {
			t = trim(t.s + 1, t.s + t.len);
			if (until != NULL && tag_is(t, until))
				return;
			mistake(p, "'%.*s' closes nothing", (int)t.len, t.s);
			continue;
		}
		parse_tag(p, nodes, t);
	}
	if (until != NULL)
		mistake(p, "'%s' is not closed", until);
}

/* ---- a whole template ---------------------------------------------------- */

struct template *
template_load(const char *dir, const char *name, struct spec *model)
{
	struct context   c = { model, 0, NULL };
	bool             ok = true;
	struct labels    labels = { 0 };
	int              expansions = 0;
	struct parser    p = { .dir = dir,
		   .context = &c,
		   .labels = &labels,
		   .expansions = &expansions,
		   .ok = &ok };
	LIST(node)       nodes = { 0 };
	struct template *t;
	size_t           n = strlen(name);

	spec_prepare(model);
	p.arena = arena_new(TEMPLATE_MAX);
	p.html = n < 4 || strcmp(name + n - 4, ".txt") != 0;
	if (open_file(&p, name, n))
		parse(&p, &nodes, NULL);
	t = template_pack(name, p.html, &nodes, &labels.list);
	arena_free(&p.arena);
	return ok ? t : NULL;
}
