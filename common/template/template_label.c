/* SPDX-License-Identifier: ISC */
/*
 * template_label.c - what people call the fields of a form, so that what is
 * wrong with one can be said somewhere else on the page.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/template/template_parse.h"

#define LABEL_MAX 200

/* The next piece of a name: "text" or @argument; false at the end. */
static bool
next_piece(struct parser *p, struct tag *rest, const char **out)
{
	struct tag  t;
	struct arg *a;
	const char *end;

	*out = NULL;
	if (rest->len == 0)
		return false;
	if (*rest->s == '"') {
		end = memchr(rest->s + 1, '"', rest->len - 1);
		if (end == NULL) {
			mistake(p, "a text without an end");
			return false;
		}
		t = (struct tag){ rest->s + 1, (size_t)(end - rest->s) - 1 };
		*out = tag_text(p, t);
		*rest = trim(end + 1, rest->s + rest->len);
		return true;
	}
	t = word(rest);
	if (t.len < 2 || *t.s != '@')
		mistake(p, "'%.*s' is no name of a field", (int)t.len, t.s);
	else if ((a = arg_find(p, t.s + 1, t.len - 1)) != NULL && a->literal)
		*out = a->text;
	return true;
}

static void
declare(struct parser *p, struct tag field, struct tag rest)
{
	const char   *text = NULL, *piece;
	struct label *l;

	while (next_piece(p, &rest, &piece))
		if (piece != NULL)
			text = text == NULL ? translate(piece) :
					      arena_printf(p->arena, "%s, %s",
						  text, translate(piece));
	if (text == NULL)
		return;
	l = list_add(p->arena, &p->labels->list);
	l->field = tag_text(p, substitute(p, field));
	l->text = text;
}

static void
of_complaint(struct parser *p, struct node *n)
{
	if (p->context->spec != &complaint_spec)
		mistake(p, "only what is wrong is called something");
	n->ref.depth = p->context->depth;
}

void
parse_label(struct parser *p, LIST(node) *nodes, struct tag rest)
{
	struct tag field = word(&rest);

	if (field.len > 0)
		declare(p, field, rest);
	else
		of_complaint(p, node_add(p, nodes, OP_LABEL));
}

void
parse_label_section(struct parser *p, struct node *n)
{
	n->op = OP_LABEL;
	n->has_ref = true;
	of_complaint(p, n);
	parse(p, &n->children, "called");
}

/* ---- while rendering ----------------------------------------------------- */

/* The number in the place of the star; -1 when the name is another one. */
static long
star_fits(const char *pattern, const char *name)
{
	const char *star = strchr(pattern, '*');
	size_t      n = star == NULL ? 0 : (size_t)(star - pattern);
	char       *end;
	long        row;

	if (star == NULL || strncmp(pattern, name, n) != 0 || name[n] < '0' ||
	    name[n] > '9')
		return -1;
	row = strtol(name + n, &end, 10);
	return strcmp(end, star + 1) == 0 ? row : -1;
}

const char *
label_of(const struct template *t, const char *field)
{
	static char         text[LABEL_MAX];
	const struct label *l = t->labels.items;
	const char         *star;
	long                row;

	for (size_t i = 0; i < t->labels.n; i++) {
		if (strcmp(l[i].field, field) == 0)
			return l[i].text;
		if ((row = star_fits(l[i].field, field)) == -1)
			continue;
		if ((star = strchr(l[i].text, '*')) == NULL)
			return l[i].text;
		snprintf(text, sizeof(text), "%.*s%ld%s",
		    (int)(star - l[i].text), l[i].text, row + 1, star + 1);
		return text;
	}
	return NULL;
}
