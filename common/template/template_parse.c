/* SPDX-License-Identifier: ISC */
/*
 * template_parse.c - from the text of a template to nodes.
 *
 * Partials and layouts are expanded here, so that every name is looked up
 * once, where it stands, against the spec that holds there.
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/crypto.h"
#include "common/base/text.h"
#include "common/template/template_impl.h"

#define TEMPLATES_MAX	((size_t)32 * 1024 * 1024)
#define NESTING_MAX	24	/* partials in partials */

SPEC(page_globals,
    FIELD(page_globals, lang),
    FIELD(page_globals, path),
    FIELD(page_globals, url),
    FIELD(page_globals, request_id),
    FIELD(page_globals, key),
    FIELD(page_globals, notice),
    FIELD(page_globals, shop),
    FIELD(page_globals, currency),
    FIELD(page_globals, refused),
    FIELD_OF(page_globals, errors, complaint));

static struct arena	*arena;		/* templates live for ever */

/* name="text" given to a partial, or name=path.of.a.value. */
struct arg { const char *name, *text; bool literal; struct arg *next; };

/* {{$name}}: what a page puts in place of a layout's block. */
struct block {
	const char	*name, *from, *end, *file;
	struct arg	*args;
	struct block	*next;
};

/* What names mean: the specs of the sections around, innermost first. */
struct context {
	struct spec	*spec;		/* NULL: items of a list of texts */
	int		 depth;
	struct context	*up;
};

struct parser {
	const char	*dir, *file;
	const char	*from, *at, *end;	/* of the text */
	struct arg	*args;
	struct block	*blocks;
	struct context	*context;
	bool		 html;
	int		 nesting;
	bool		*ok;
};

struct tag { const char *s; size_t len; };	/* between the braces, trimmed */

static void	parse(struct parser *, struct list *, const char *until);

static void
mistake(struct parser *p, const char *fmt, ...)
{
	va_list	 ap;
	int	 line = 1;

	for (const char *s = p->from; s < p->at; s++)
		line += *s == '\n';
	fprintf(stderr, "%s:%d: ", p->file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	*p->ok = false;
}

/* ---- files ------------------------------------------------------------------- */

static const char *
file_read(const char *path, size_t *len)
{
	struct buf	 b = { 0 };
	FILE		*f = fopen(path, "re");
	const char	*text;
	size_t		 n;

	if (f == NULL)
		return NULL;
	while ((n = fread(buf_room(&b, 4096), 1, 4096, f)) > 0)
		b.len += n;
	fclose(f);
	text = arena_dup(arena, b.data, b.len);
	*len = b.len;
	buf_free(&b);
	return text;
}

/* Begin to read a file of the directory in place of the present text. */
static bool
open_file(struct parser *p, const char *name, size_t len)
{
	size_t	 n;
	bool	 dotted = len > 4 && memcmp(name + len - 4, ".txt", 4) == 0;

	p->file = arena_printf(arena, "%s/%.*s%s", p->dir, (int)len, name,
	    dotted ? "" : ".html");
	p->from = p->at = file_read(p->file, &n);
	if (p->from == NULL) {
		fprintf(stderr, "%s: cannot be read\n", p->file);
		*p->ok = false;
		p->from = p->at = p->end = "";
		return false;
	}
	p->end = p->from + n;
	return true;
}

/* ---- nodes --------------------------------------------------------------------- */

static struct node *
node_add(struct list *nodes, enum op op)
{
	size_t		 cap = nodes->n == 0 ? 0 : 8;
	struct node	*n;

	while (cap < nodes->n)
		cap *= 2;	/* as list_add() grew it */
	n = list_add(arena, nodes, &cap, sizeof(*n));
	n->op = op;
	return n;
}

/* Text; in HTML white space with a line's end in it shrinks to that end. */
static void
add_text(struct parser *p, struct list *nodes, const char *s, size_t len)
{
	char		*out = arena_alloc(arena, len + 1);
	struct node	*n;
	size_t		 o = 0;

	for (size_t i = 0; i < len; i++) {
		if (p->html && s[i] == '\n') {
			while (o > 0 && (out[o - 1] == ' ' ||
			    out[o - 1] == '\t'))
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
	n = node_add(nodes, OP_TEXT);
	n->text = out;
	n->len = o;
}

static void
add_escaped(struct parser *p, struct list *nodes, const char *s, size_t len)
{
	struct buf	 b = { 0 };
	struct node	*n = node_add(nodes, OP_TEXT);

	if (p->html)
		html_text(&b, s, len);
	else
		buf_add(&b, s, len);
	n->text = arena_dup(arena, b.data, b.len);
	n->len = b.len;
	buf_free(&b);
}

/*
 * The text in the page's language.  There is one language so far; catalogues
 * are looked up here.
 */
static const char *
translate(const char *text)
{
	return text;
}

/* ---- names ----------------------------------------------------------------------- */

static struct arg *
arg_find(const struct parser *p, const char *name, size_t len)
{
	for (struct arg *a = p->args; a != NULL; a = a->next)
		if (strlen(a->name) == len && memcmp(a->name, name, len) == 0)
			return a;
	return NULL;
}

/* "@prefix.city" with prefix="address" is "address.city". */
static struct tag
substitute(struct parser *p, struct tag t)
{
	const char	*dot;
	struct arg	*a;
	size_t		 n;

	if (t.len == 0 || *t.s != '@')
		return t;
	dot = memchr(t.s, '.', t.len);
	n = dot != NULL ? (size_t)(dot - t.s) : t.len;
	if ((a = arg_find(p, t.s + 1, n - 1)) == NULL) {
		mistake(p, "no argument '%.*s'", (int)n, t.s);
		return (struct tag){ ".", 1 };
	}
	t.s = arena_printf(arena, "%s%.*s", a->text, (int)(t.len - n),
	    t.s + n);
	t.len = strlen(t.s);
	return t;
}

static bool
name_find(struct parser *p, struct tag t, struct ref *out)
{
	*out = (struct ref){ 0 };
	if (t.len > 5 && memcmp(t.s, "page.", 5) == 0) {
		out->depth = GLOBALS;
		out->field = spec_find(&page_globals_spec, t.s + 5, t.len - 5,
		    &out->off);
		return out->field != NULL;
	}
	for (struct context *c = p->context; c != NULL; c = c->up) {
		out->depth = c->depth;
		out->off = 0;
		if (c->spec == NULL) {
			if (t.len == 1 && *t.s == '.')
				return true;
			continue;
		}
		out->field = spec_find(c->spec, t.s, t.len, &out->off);
		if (out->field != NULL)
			return true;
	}
	return false;
}

static bool
resolve(struct parser *p, struct tag t, struct ref *out)
{
	t = substitute(p, t);
	if (name_find(p, t, out))
		return true;
	mistake(p, "no value '%.*s'", (int)t.len, t.s);
	return false;
}

/* ---- tags ------------------------------------------------------------------------- */

static struct tag
trim(const char *s, const char *end)
{
	while (s < end && isspace((unsigned char)*s))
		s++;
	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	return (struct tag){ s, (size_t)(end - s) };
}

/* Take the next word of a tag. */
static struct tag
word(struct tag *rest)
{
	size_t		 n = 0;
	struct tag	 w;

	while (n < rest->len && !isspace((unsigned char)rest->s[n]))
		n++;
	w = (struct tag){ rest->s, n };
	*rest = trim(rest->s + n, rest->s + rest->len);
	return w;
}

static bool
tag_is(struct tag t, const char *s)
{
	return t.len == strlen(s) && memcmp(t.s, s, t.len) == 0;
}

static const char *
tag_text(struct tag t)
{
	return arena_dup(arena, t.s, t.len);
}

/* Step over a line that holds nothing but the tag just read. */
static void
skip_own_line(struct parser *p, const char *open, struct list *nodes)
{
	const char	*s = open, *e = p->at;
	struct node	*last;

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

/* The next {{tag}}; the text before it becomes a node.  False at the end. */
static bool
next_tag(struct parser *p, struct list *nodes, struct tag *out,
    const char **open)
{
	const char	*s = memmem(p->at, (size_t)(p->end - p->at), "{{", 2);
	const char	*e;

	add_text(p, nodes, p->at, (size_t)((s != NULL ? s : p->end) - p->at));
	if (s == NULL) {
		p->at = p->end;
		return false;
	}
	e = memmem(s, (size_t)(p->end - s), "}}", 2);
	if (e == NULL) {
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

static void
parse_inside(struct parser *p, struct spec *spec, struct node *n,
    const char *until)
{
	struct context	 c = { spec, p->context->depth + 1, p->context };

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
	struct arg	*a;

	if (t.len >= 2 && *t.s == '"' && t.s[t.len - 1] == '"') {
		n->text = arena_dup(arena, t.s + 1, t.len - 2);
		n->len = t.len - 2;
	} else if (t.len > 1 && *t.s == '@' && (a = arg_find(p, t.s + 1,
	    t.len - 1)) != NULL && a->literal) {
		n->text = a->text;
		n->len = strlen(a->text);
	} else
		n->has_other = resolve(p, t, &n->other);
}

static void
parse_chosen(struct parser *p, struct node *n, struct tag rest)
{
	struct tag	 name = substitute(p, word(&rest));

	n->op = OP_CHOSEN;
	n->name = tag_text(name);
	n->has_ref = name_find(p, name, &n->ref);
	operand(p, rest, n);
	parse(p, &n->children, "chosen");
}

/* Step to the end of a block; its text is from the present place to there. */
static const char *
block_end(struct parser *p, const char *name)
{
	const char	*close = arena_printf(arena, "{{/%s}}", name);
	const char	*e = memmem(p->at, (size_t)(p->end - p->at), close,
			    strlen(close));

	if (e == NULL) {
		mistake(p, "'%s' is not closed", name);
		p->at = p->end;
		return p->end;
	}
	p->at = e + strlen(close);
	return e;
}

/* {{#@hint}}: decided now, by whether the argument was given. */
static void
parse_given(struct parser *p, struct list *nodes, struct tag t, bool inverse)
{
	bool		 given = arg_find(p, t.s + 1, t.len - 1) != NULL;

	if (given != inverse) {
		parse(p, nodes, tag_text(t));
		return;
	}
	/* Names in the part that is not shown may not exist: skip its text. */
	block_end(p, tag_text(t));
}

static void
parse_section(struct parser *p, struct list *nodes, struct tag t)
{
	bool		 inverse = *t.s == '^';
	struct tag	 rest = trim(t.s + 1, t.s + t.len), name = word(&rest);
	struct node	*n;

	if (name.len > 1 && *name.s == '@' && rest.len == 0 &&
	    memchr(name.s, '.', name.len) == NULL) {
		struct arg *a = arg_find(p, name.s + 1, name.len - 1);

		if (a == NULL || a->literal) {
			parse_given(p, nodes, name, inverse);
			return;
		}
	}
	n = node_add(nodes, OP_SECTION);
	n->inverse = inverse;
	if (tag_is(name, "is")) {
		n->op = OP_IS;
		resolve(p, word(&rest), &n->ref);
		operand(p, rest, n);
		parse(p, &n->children, "is");
	} else if (tag_is(name, "chosen")) {
		parse_chosen(p, n, rest);
	} else if (tag_is(name, "error")) {
		n->op = OP_ERROR;
		n->text = tag_text(substitute(p, rest));
		if (inverse)
			parse(p, &n->children, "error");
		else
			parse_inside(p, NULL, n, "error");
	} else if (!resolve(p, name, &n->ref) || n->ref.field == NULL) {
		mistake(p, "'%.*s' cannot be a section", (int)name.len,
		    name.s);
	} else if (!inverse && (n->ref.field->type == TYPE_LIST ||
	    n->ref.field->type == TYPE_OBJ || n->ref.field->type == TYPE_PTR)) {
		parse_inside(p, n->ref.field->of, n, tag_text(name));
	} else
		parse(p, &n->children, tag_text(name));
}

/* name="text" or name=value or name=@argument, of a partial's tag. */
static struct arg *
parse_args(struct parser *p, struct tag rest)
{
	struct arg	*args = NULL, *a, *outer;
	const char	*eq, *e, *end = rest.s + rest.len;

	for (const char *s = rest.s; s < end;) {
		if ((eq = memchr(s, '=', (size_t)(end - s))) == NULL) {
			mistake(p, "an argument without a value");
			break;
		}
		a = arena_alloc(arena, sizeof(*a));
		a->name = tag_text(trim(s, eq));
		a->literal = eq + 1 < end && eq[1] == '"';
		s = eq + 1 + a->literal;
		for (e = s; e < end && (a->literal ? *e != '"' :
		    !isspace((unsigned char)*e)); e++)
			continue;
		a->text = arena_dup(arena, s, (size_t)(e - s));
		if (!a->literal && *a->text == '@') {
			outer = arg_find(p, a->text + 1,
			    strcspn(a->text + 1, "."));
			if (outer == NULL) {
				s = e;	/* not given: not given on */
				continue;
			}
			a->literal = outer->literal;
			a->text = tag_text(substitute(p, (struct tag){
			    a->text, strlen(a->text) }));
		}
		a->next = args;
		args = a;
		s = e + (e < end && *e == '"');
		while (s < end && isspace((unsigned char)*s))
			s++;
	}
	return args;
}

static void
parse_partial(struct parser *p, struct list *nodes, struct tag rest)
{
	struct tag	 name = word(&rest);
	struct parser	 sub = *p;
	const char	*path;

	if (++sub.nesting > NESTING_MAX) {
		mistake(p, "partials too deep");
		return;
	}
	sub.args = parse_args(p, rest);
	path = memchr(name.s, '/', name.len) != NULL ? tag_text(name) :
	    arena_printf(arena, "partials/%.*s%s", (int)name.len, name.s,
	    p->html ? "" : ".txt");
	if (open_file(&sub, path, strlen(path)))
		parse(&sub, nodes, NULL);
}

/* {{$name}} in a layout: what the page gave, else what stands here. */
static void
parse_block(struct parser *p, struct list *nodes, struct tag t)
{
	const char	*name = tag_text(trim(t.s + 1, t.s + t.len));

	for (struct block *b = p->blocks; b != NULL; b = b->next) {
		struct parser sub = *p;

		if (strcmp(b->name, name) != 0)
			continue;
		block_end(p, name);
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
static void
parse_layout(struct parser *p, struct list *nodes, struct tag t)
{
	struct tag	 name = trim(t.s + 1, t.s + t.len);
	struct parser	 sub = *p;
	struct list	 unused = { NULL, 0 };
	struct block	*b;
	const char	*open;
	struct tag	 inner;

	while (next_tag(p, &unused, &inner, &open)) {
		if (*inner.s == '/')
			break;
		if (*inner.s != '$')
			continue;
		b = arena_alloc(arena, sizeof(*b));
		b->name = tag_text(trim(inner.s + 1, inner.s + inner.len));
		b->file = p->file;
		b->args = p->args;
		b->from = p->at;
		b->end = block_end(p, b->name);
		b->next = sub.blocks;
		sub.blocks = b;
	}
	if (++sub.nesting <= NESTING_MAX &&
	    open_file(&sub, name.s, name.len))
		parse(&sub, nodes, NULL);
}

/* "/static/<hash of the content>/name": cached for ever, never stale. */
static void
parse_static(struct parser *p, struct list *nodes, struct tag rest)
{
	char		 hex[SHA256_HEX_SIZE];
	size_t		 len;
	const char	*path = arena_printf(arena, "%s/static/%.*s", p->dir,
			    (int)rest.len, rest.s);
	const char	*text = file_read(path, &len);

	if (text == NULL) {
		mistake(p, "no file '%s'", path);
		return;
	}
	sha256_hex(text, len, hex);
	path = arena_printf(arena, "/static/%.8s/%.*s", hex, (int)rest.len,
	    rest.s);
	add_escaped(p, nodes, path, strlen(path));
}

static void
parse_value(struct parser *p, struct list *nodes, struct tag t)
{
	const char	*bar = memchr(t.s, '|', t.len);
	struct tag	 name = trim(t.s, bar != NULL ? bar : t.s + t.len);
	struct tag	 format = bar != NULL ? trim(bar + 1, t.s + t.len) :
			    (struct tag){ "", 0 };
	struct arg	*a = *name.s == '@' ? arg_find(p, name.s + 1,
			    name.len - 1) : NULL;
	struct node	*n;
	const char	*text;

	if (a != NULL && a->literal) {
		text = translate(a->text);
		add_escaped(p, nodes, text, strlen(text));
		return;
	}
	n = node_add(nodes, OP_VALUE);
	n->format = format_find(format.s, format.len);
	if (n->format == NULL)
		mistake(p, "no format '%.*s'", (int)format.len, format.s);
	if (resolve(p, name, &n->ref) && n->ref.field != NULL &&
	    n->ref.field->type >= TYPE_LIST)
		mistake(p, "'%.*s' is not a value", (int)name.len, name.s);
}

static void
parse_input(struct parser *p, struct list *nodes, struct tag rest)
{
	struct tag	 name = substitute(p, rest);
	struct node	*n = node_add(nodes, OP_INPUT);

	n->text = tag_text(name);
	n->has_ref = name_find(p, name, &n->ref);
}

/* One tag that is neither a comment nor the end of a section. */
static void
parse_tag(struct parser *p, struct list *nodes, struct tag t)
{
	struct tag	 rest = t, first = word(&rest);
	const char	*text;

	switch (*t.s) {
	case '#':
	case '^':
		parse_section(p, nodes, t);
		return;
	case '>':
		parse_partial(p, nodes, trim(t.s + 1, t.s + t.len));
		return;
	case '<':
		parse_layout(p, nodes, t);
		return;
	case '$':
		parse_block(p, nodes, t);
		return;
	default:
		break;
	}
	if (tag_is(first, "_")) {
		text = translate(tag_text(rest));
		add_escaped(p, nodes, text, strlen(text));
	} else if (tag_is(first, "static")) {
		parse_static(p, nodes, rest);
	} else if (tag_is(first, "input")) {
		parse_input(p, nodes, rest);
	} else
		parse_value(p, nodes, t);
}

/* Nodes until {{/until}}, or until the end when that is NULL. */
static void
parse(struct parser *p, struct list *nodes, const char *until)
{
	const char	*open;
	struct tag	 t;

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

struct template *
template_load(const char *dir, const char *name, struct spec *model)
{
	struct context	 c = { model, 0, NULL };
	bool		 ok = true;
	struct parser	 p = { .dir = dir, .context = &c, .ok = &ok };
	struct template	*t;
	size_t		 n = strlen(name);

	if (arena == NULL)
		arena = arena_new(TEMPLATES_MAX);
	spec_prepare(model);
	t = arena_alloc(arena, sizeof(*t));
	t->name = arena_strdup(arena, name);
	t->html = n < 4 || strcmp(name + n - 4, ".txt") != 0;
	p.html = t->html;
	if (open_file(&p, name, n))
		parse(&p, &t->nodes, NULL);
	return ok ? t : NULL;
}
