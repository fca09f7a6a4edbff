/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/base/text.h"
#include "common/template/template_parse.h"

void
mistake(struct parser *p, const char *fmt, ...)
{
	va_list ap;
	int     line = 1;

	for (const char *s = p->from; s < p->at; s++)
		line += *s == '\n';
	fprintf(stderr, "%s:%d: ", p->file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	*p->ok = false;
}

const char *
file_read(struct arena *a, const char *path, size_t *len)
{
	struct buf  b = { 0 };
	FILE       *f = fopen(path, "re");
	const char *text;
	size_t      n;

	if (f == NULL)
		return NULL;
	while ((n = fread(buf_room(&b, 4096), 1, 4096, f)) > 0)
		b.len += n;
	fclose(f);
	text = arena_dup(a, b.data, b.len);
	*len = b.len;
	buf_free(&b);
	return text;
}

bool
open_file(struct parser *p, const char *name, size_t len)
{
	size_t      n;
	bool        dotted = len > 4 && memcmp(name + len - 4, ".txt", 4) == 0;
	const char *wrong = NULL;

	p->file = arena_printf(p->arena, "%s/%.*s%s", p->dir, (int)len, name,
	    dotted ? "" : ".html");
	p->from = p->at = file_read(p->arena, p->file, &n);
	if (p->from == NULL)
		wrong = "cannot be read";
	else if (memchr(p->from, '\0', n) != NULL ||
	    memchr(p->from, MARK_MESSAGE, n) != NULL)
		wrong = "is no text: it holds a control character";
	if (wrong != NULL) {
		fprintf(stderr, "%s: %s\n", p->file, wrong);
		*p->ok = false;
		p->from = p->at = p->end = "";
		return false;
	}
	p->end = p->from + n;
	return true;
}

/* ---- nodes --------------------------------------------------------------- */

struct node *
node_add(struct parser *p, LIST(node) *nodes, enum op op)
{
	struct node *n = list_add(p->arena, nodes);

	n->op = op;
	return n;
}

/* Text; in HTML white space with a line's end in it shrinks to that end. */
static void
add_text(struct parser *p, LIST(node) *nodes, const char *s, size_t len)
{
	char        *out = arena_alloc(p->arena, len + 1);
	struct node *n;
	size_t       o = 0;

	for (size_t i = 0; i < len; i++) {
		if (p->html && s[i] == '\n') {
			while (o > 0 &&
			    (out[o - 1] == ' ' || out[o - 1] == '\t'))
				o--;
			if (o == 0 || out[o - 1] != '\n')
				out[o++] = '\n';
			while (i + 1 < len && isspace((unsigned char)s[i + 1]))
				i++;
		} else
			out[o++] = s[i];
	}
	if (o == 0)
		return;
	n = node_add(p, nodes, OP_TEXT);
	n->text = out;
	n->len = o;
}

void
add_escaped(struct parser *p, LIST(node) *nodes, const char *s, size_t len)
{
	struct buf   b = { 0 };
	struct node *n = node_add(p, nodes, OP_TEXT);

	if (p->html)
		html_text(&b, s, len);
	else
		buf_add(&b, s, len);
	n->text = arena_dup(p->arena, b.data, b.len);
	n->len = b.len;
	buf_free(&b);
}

/* ---- tags ---------------------------------------------------------------- */

struct tag
trim(const char *s, const char *end)
{
	while (s < end && isspace((unsigned char)*s))
		s++;
	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	return (struct tag){ s, (size_t)(end - s) };
}

struct tag
word(struct tag *rest)
{
	size_t     n = 0;
	struct tag w;

	while (n < rest->len && !isspace((unsigned char)rest->s[n]))
		n++;
	w = (struct tag){ rest->s, n };
	*rest = trim(rest->s + n, rest->s + rest->len);
	return w;
}

bool
tag_is(struct tag t, const char *s)
{
	return t.len == strlen(s) && memcmp(t.s, s, t.len) == 0;
}

const char *
tag_text(struct parser *p, struct tag t)
{
	return arena_dup(p->arena, t.s, t.len);
}

void
skip_own_line(struct parser *p, const char *open, LIST(node) *nodes)
{
	const char  *s = open, *e = p->at;
	struct node *last;

	while (s > p->from && (s[-1] == ' ' || s[-1] == '\t'))
		s--;
	while (e < p->end && (*e == ' ' || *e == '\t' || *e == '\r'))
		e++;
	if ((s > p->from && s[-1] != '\n') || e == p->end || *e != '\n')
		return;
	p->at = e + 1;
	if (nodes->n == 0)
		return;
	last = (struct node *)nodes->items + nodes->n - 1;
	while (last->op == OP_TEXT && last->len > 0 &&
	    (last->text[last->len - 1] == ' ' ||
		last->text[last->len - 1] == '\t'))
		last->len--;
}

/* The "}}" of a tag, which may hold places in braces: {{_ {n} items}}. */
static const char *
tag_end(const char *s, const char *end)
{
	int depth = 0;

	for (; s < end; s++) {
		if (*s == '{')
			depth++;
		else if (*s == '}' && depth > 0)
			depth--;
		else if (*s == '}' && s + 1 < end && s[1] == '}')
			return s;
	}
	return NULL;
}

bool
next_tag(struct parser *p, LIST(node) *nodes, struct tag *out,
    const char **open)
{
	const char *s = memmem(p->at, (size_t)(p->end - p->at), "{{", 2);
	const char *e;

	add_text(p, nodes, p->at, (size_t)((s != NULL ? s : p->end) - p->at));
	if (s == NULL) {
		p->at = p->end;
		return false;
	}
	if ((e = tag_end(s + 2, p->end)) == NULL) {
		p->at = s;
		mistake(p, "a tag that does not end");
		p->at = p->end;
		return false;
	}
	*out = trim(s + 2, e);
	*open = s;
	p->at = e + 2;
	return true;
}
