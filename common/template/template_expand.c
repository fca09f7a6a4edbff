/* SPDX-License-Identifier: ISC */
/*
 * template_expand.c - partials and layouts, put in where they are named.
 */
#include <ctype.h>
#include <string.h>

#include "common/template/template_parse.h"

const char *
block_end(struct parser *p, const char *name)
{
	const char *close = arena_printf(p->arena, "{{/%s}}", name);
	const char *e = memmem(p->at, (size_t)(p->end - p->at), close,
	    strlen(close));

	if (e == NULL) {
		mistake(p, "'%s' is not closed", name);
		p->at = p->end;
		return p->end;
	}
	p->at = e + strlen(close);
	return e;
}

/* "@argument": what it stands for; false when it was not given. */
static bool
arg_pass_on(struct parser *p, struct arg *a)
{
	const struct arg *outer = arg_find(p, a->text + 1,
	    strcspn(a->text + 1, "."));

	if (outer == NULL)
		return false;
	a->literal = outer->literal;
	a->message = outer->message;
	a->outer = outer->outer;
	a->text = tag_text(p,
	    substitute(p, (struct tag){ a->text, strlen(a->text) }));
	return true;
}

/* Where the text or the word at "s" ends. */
static const char *
value_end(const char *s, const char *end, bool literal)
{
	while (s < end && (literal ? *s != '"' : !isspace((unsigned char)*s)))
		s++;
	return s;
}

/* name="text", name=_"message", name=value or name=@argument. */
static struct arg *
parse_args(struct parser *p, struct tag rest)
{
	struct arg *args = NULL, *a;
	const char *eq, *e, *end = rest.s + rest.len;

	for (const char *s = rest.s; s < end;) {
		if ((eq = memchr(s, '=', (size_t)(end - s))) == NULL) {
			mistake(p, "an argument without a value");
			break;
		}
		a = arena_alloc(p->arena, sizeof(*a));
		a->name = tag_text(p, trim(s, eq));
		a->outer = p->args;
		a->message = eq + 2 < end && eq[1] == '_' && eq[2] == '"';
		a->literal = a->message || (eq + 1 < end && eq[1] == '"');
		s = eq + 1 + a->message + a->literal;
		e = value_end(s, end, a->literal);
		a->text = arena_dup(p->arena, s, (size_t)(e - s));
		s = e + (e < end && *e == '"');
		if (a->literal || *a->text != '@' || arg_pass_on(p, a)) {
			a->next = args;
			args = a;
		}
		while (s < end && isspace((unsigned char)*s))
			s++;
	}
	return args;
}

/* One file more inside of this one?  Said once: it comes in swarms. */
static bool
may_expand(struct parser *p, const struct parser *sub)
{
	if (*p->expansions > EXPANSIONS_MAX)
		return false;
	if (sub->nesting <= NESTING_MAX && ++*p->expansions <= EXPANSIONS_MAX)
		return true;
	*p->expansions = EXPANSIONS_MAX + 1;
	mistake(p, "partials too deep or too many");
	return false;
}

void
parse_partial(struct parser *p, LIST(node) *nodes, struct tag rest)
{
	struct tag    name = word(&rest);
	struct parser sub = *p;
	const char   *path;

	sub.nesting++;
	if (!may_expand(p, &sub))
		return;
	sub.args = parse_args(p, rest);
	path = memchr(name.s, '/', name.len) != NULL ?
	    tag_text(p, name) :
	    arena_printf(p->arena, "partials/%.*s%s", (int)name.len, name.s,
		p->html ? "" : ".txt");
	if (open_file(&sub, path, strlen(path)))
		parse(&sub, nodes, NULL);
}

/* {{$name}} in a layout: what the page gave, else what stands here. */
void
parse_block(struct parser *p, LIST(node) *nodes, struct tag t)
{
	const char *name = tag_text(p, trim(t.s + 1, t.s + t.len));

	for (struct block *b = p->blocks; b != NULL; b = b->next) {
		struct parser sub = *p;

		if (strcmp(b->name, name) != 0)
			continue;
		block_end(p, name);
		sub.nesting++;
		if (!may_expand(p, &sub))
			return; /* it holds itself */
		sub.file = b->file;
		sub.args = b->args;
		sub.from = sub.at = b->from;
		sub.end = b->end;
		parse(&sub, nodes, NULL);
		return;
	}
	parse(p, nodes, name);
}

/* {{<layout}}: collect the page's blocks, then parse the layout instead. */
void
parse_layout(struct parser *p, LIST(node) *nodes, struct tag t)
{
	struct tag    name = trim(t.s + 1, t.s + t.len);
	struct parser sub = *p;
	LIST(node)    unused = { 0 };
	struct block *b;
	const char   *open;
	struct tag    inner;

	while (next_tag(p, &unused, &inner, &open)) {
		if (*inner.s == '/')
			break;
		if (*inner.s != '$')
			continue;
		b = arena_alloc(p->arena, sizeof(*b));
		b->name = tag_text(p, trim(inner.s + 1, inner.s + inner.len));
		b->file = p->file;
		b->args = p->args;
		b->from = p->at;
		b->end = block_end(p, b->name);
		b->next = sub.blocks;
		sub.blocks = b;
	}
	sub.nesting++;
	if (may_expand(p, &sub) && open_file(&sub, name.s, name.len))
		parse(&sub, nodes, NULL);
}
