/* SPDX-License-Identifier: ISC */
/*
 * template_label.c - what people call the fields of a form, so that what is
 * wrong with one can be said somewhere else on the page.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/sentence/sentence.h"
#include "common/template/template_parse.h"

/* The next piece of a name: _"text", "" or @argument; false at the end. */
static bool
next_piece(struct parser *p, struct tag *rest, struct tag *out)
{
	struct tag        t;
	const struct arg *a;
	const char       *end;

	*out = (struct tag){ "", 0 };
	if (rest->len == 0)
		return false;
	if (rest->len > 1 && (*rest->s == '"' || *rest->s == '_')) {
		const char *from = rest->s + (*rest->s == '_') + 1;

		end = memchr(from, '"', (size_t)(rest->s + rest->len - from));
		if (end == NULL) {
			mistake(p, "a text without an end");
			return false;
		}
		*out = (struct tag){ from, (size_t)(end - from) };
		*rest = trim(end + 1, rest->s + rest->len);
		return true;
	}
	t = word(rest);
	if (t.len < 2 || *t.s != '@')
		mistake(p, "'%.*s' is no name of a field", (int)t.len, t.s);
	else if ((a = arg_find(p, t.s + 1, t.len - 1)) != NULL && a->message)
		*out = (struct tag){ a->text, strlen(a->text) };
	return true;
}

/* {{called NAME piece…}}: without any piece it was no argument's to say. */
void
parse_label(struct parser *p, struct tag rest)
{
	struct tag   field = word(&rest), piece;
	struct label l = { .n = 0 }, *kept;
	bool         empty = tag_is(rest, "\"\"");

	while (next_piece(p, &rest, &piece)) {
		if (piece.len == 0)
			continue;
		if (l.n == LABEL_PARTS) {
			mistake(p, "a name of more than %d parts", LABEL_PARTS);
			return;
		}
		l.messages[l.n++] = message_declare(p, piece,
		    (struct tag){ "", 0 });
	}
	if (l.n == 0 && !empty)
		return;
	l.field = tag_text(p, substitute(p, field));
	kept = list_add(p->arena, &p->labels->list);
	*kept = l;
}

void
parse_problem(struct parser *p, struct node *n)
{
	n->op = OP_LABEL;
	n->ref.depth = p->context->depth;
}

void
parse_label_section(struct parser *p, struct node *n)
{
	if (p->context->spec != &complaint_spec)
		mistake(p, "only what is wrong is called something");
	parse_problem(p, n);
	n->has_ref = true;
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

/* The label of a field, and the row it has in a list. */
static const struct label *
label_find(const struct template *t, const char *field, long *row)
{
	const struct label *l = t->labels.items;

	for (size_t i = 0; i < t->labels.n; i++) {
		*row = -1;
		if (strcmp(l[i].field, field) == 0 ||
		    (*row = star_fits(l[i].field, field)) != -1)
			return &l[i];
	}
	return NULL;
}

/* A part of a name, "Variant {n}", where rows count from 1. */
static void
part_write(struct buf *b, struct message_text t, long row)
{
	const char           *at = t.s, *end = t.s + t.len;
	struct sentence_piece p;

	while (sentence_next(&at, end, &p))
		if (p.kind == PIECE_TEXT)
			buf_add(b, p.s, p.len);
		else if (p.kind == PIECE_PLACE && row >= 0)
			buf_int(b, row + 1);
}

/* One part more, as in a list of the language: "Billing address, Name". */
static void
part_add(struct buf *b, const struct language *lang, struct message_text part,
    long row)
{
	const char           *at = lang->list, *end = at + strlen(at);
	struct sentence_piece p;

	while (sentence_next(&at, end, &p))
		if (p.kind == PIECE_TEXT)
			buf_add(b, p.s, p.len);
		else if (p.len == 4 && memcmp(p.s, "next", 4) == 0)
			part_write(b, part, row);
}

bool
label_write(struct buf *b, const struct template *t,
    const struct language *lang, const char *field)
{
	long                row = 0;
	const struct label *l = label_find(t, field, &row);

	if (lang == NULL)
		lang = language_english();
	if (l == NULL)
		return false;
	for (unsigned i = 0; i < l->n; i++)
		if (i == 0)
			part_write(b, message_text(lang, l->messages[0]), row);
		else
			part_add(b, lang, message_text(lang, l->messages[i]),
			    row);
	return true;
}
