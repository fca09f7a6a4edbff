/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/text.h"
#include "common/sentence/sentence.h"
#include "common/template/template_impl.h"

struct render {
	const struct template *template;
	struct buf                *out;
	bool                       html;
	const struct page_globals *globals;
	const struct params       *typed;
	const char                *stack[CONTEXTS_MAX];
	int                        depth;
};

static struct buf scratch; /* one value before it is escaped */

static void render_list(struct render *, const LIST(node) *);
static void render_node(struct render *, const struct node *);

static const void *
at(const struct render *r, const struct ref *ref)
{
	const char *base = ref->depth == GLOBALS ? (const char *)r->globals :
						   r->stack[ref->depth];

	return base + ref->off;
}

static void
put(struct render *r, const char *s, size_t len)
{
	if (r->html)
		html_text(r->out, s, len);
	else
		buf_add(r->out, s, len);
}

static const char *
item_text(const struct render *r, const struct ref *ref)
{
	return *(const char *const *)(const void *)r->stack[ref->depth];
}

static struct buf *
text_of(const struct render *r, const struct ref *ref, format_fn *fn,
    const struct page_globals *g)
{
	buf_reset(&scratch);
	if (ref->field == NULL)
		buf_str(&scratch, item_text(r, ref));
	else
		fn(&scratch, ref->field, at(r, ref), g);
	return &scratch;
}

/* The plain text of a value, in the scratch buffer. */
static struct buf *
plain(const struct render *r, const struct ref *ref, format_fn *fn)
{
	return text_of(r, ref, fn, r->globals);
}

/* The same of a node; an amount is in the currency that stands beside it. */
static struct buf *
plain_value(const struct render *r, const struct node *n)
{
	struct page_globals g;
	const char         *currency;

	if (!n->has_other)
		return plain(r, &n->ref, n->format);
	g = *r->globals;
	currency = *(const char *const *)at(r, &n->other);
	if (currency != NULL)
		g.currency = currency;
	return text_of(r, &n->ref, n->format, &g);
}

static void
render_value(struct render *r, const struct node *n)
{
	struct buf *b = plain_value(r, n);

	if (format_is_markup(n->format))
		buf_add(r->out, b->data, b->len);
	else
		put(r, b->data, b->len);
}

static bool
truth(const struct field *f, const void *p)
{
	switch (f->type) {
	case TYPE_BOOL: return *(const bool *)p;
	case TYPE_FLAG: return *(const signed char *)p > 0;
	case TYPE_INT:
		return *(const int64_t *)p != 0 &&
		    *(const int64_t *)p != INT_NONE;
	case TYPE_TEXT:
	case TYPE_JSON:
		return *(const char *const *)p != NULL &&
		    **(const char *const *)p != '\0';
	case TYPE_MONEY:
		return money_given(*(const struct money *)p) &&
		    ((const struct money *)p)->minor != 0;
	case TYPE_DECIMAL:
		return decimal_given(*(const struct decimal *)p) &&
		    ((const struct decimal *)p)->hundredths != 0;
	case TYPE_UUID: return *(const char *)p != '\0';
	case TYPE_TIME: return timestamp_given(*(const struct timestamp *)p);
	case TYPE_ENUM: return *(const int *)p >= 0;
	case TYPE_LIST: return ((const struct list *)p)->n > 0;
	case TYPE_OBJ: return object_given(f, p);
	case TYPE_PTR: return *(const void *const *)p != NULL;
	}
	return false;
}

static void
inside(struct render *r, const void *context, const LIST(node) *children)
{
	r->stack[r->depth++] = context;
	render_list(r, children);
	r->depth--;
}

static void
render_section(struct render *r, const struct node *n)
{
	const struct field *f = n->ref.field;
	const void         *p = at(r, &n->ref);
	const struct list  *l = p;
	size_t              size;

	if (n->inverse || !truth(f, p)) {
		if (n->inverse && !truth(f, p))
			render_list(r, &n->children);
		return;
	}
	switch (f->type) {
	case TYPE_LIST:
		size = f->of != NULL ? f->of->size : sizeof(char *);
		for (size_t i = 0; i < l->n; i++)
			inside(r, (const char *)l->items + i * size,
			    &n->children);
		break;
	case TYPE_OBJ: inside(r, p, &n->children); break;
	case TYPE_PTR: inside(r, *(const void *const *)p, &n->children); break;
	default: render_list(r, &n->children);
	}
}

static bool
equals(struct render *r, const char *s, size_t len, const struct node *n)
{
	struct buf *b;

	if (!n->has_other)
		return n->len == len && memcmp(s, n->text, len) == 0;
	b = plain(r, &n->other, value_text);
	return b->len == len && (len == 0 || memcmp(s, b->data, len) == 0);
}

/* The first value's text must outlive the second's: a copy on the stack. */
static bool
is_equal(struct render *r, const struct node *n)
{
	struct buf *b = plain(r, &n->ref, value_text);
	char        text[256];
	size_t      len = b->len;

	if (len > sizeof(text))
		return false;
	if (len > 0)
		memcpy(text, b->data, len);
	return equals(r, text, len, n);
}

static const char *
typed(const struct render *r, const char *name)
{
	return r->typed != NULL ? params_get(r->typed, name) : NULL;
}

/* The name of a field, with the row of the list in place of a "*". */
static const char *
field_name(struct render *r, const struct node *n)
{
	static char name[256];
	const char *star = n->has_other ? strchr(n->text, '*') : NULL;
	struct buf *b;

	if (star == NULL)
		return n->text;
	b = plain(r, &n->other, value_text);
	snprintf(name, sizeof(name), "%.*s%.*s%s", (int)(star - n->text),
	    n->text, (int)b->len, b->data, star + 1);
	return name;
}

static void
render_input(struct render *r, const struct node *n)
{
	const char *s = typed(r, field_name(r, n));
	struct buf *b;

	if (s != NULL) {
		put(r, s, strlen(s));
	} else if (n->has_ref) {
		b = plain(r, &n->ref, input_text);
		put(r, b->data, b->len);
	}
}

static bool
is_chosen(struct render *r, const struct node *n)
{
	const char *s = typed(r, n->name);

	if (s != NULL)
		return equals(r, s, strlen(s), n);
	return r->typed == NULL && n->has_ref && is_equal(r, n);
}

static void
render_error(struct render *r, const struct node *n)
{
	const LIST(complaint) *errors = &r->globals->errors;
	const char            *name = field_name(r, n);

	for (size_t i = 0; i < errors->n; i++) {
		const struct complaint *c = (const struct complaint *)
						errors->items +
		    i;

		if (strcmp(c->field, name) != 0)
			continue;
		if (!n->inverse)
			inside(r, &c->message, &n->children);
		return;
	}
	if (n->inverse)
		render_list(r, &n->children);
}

/* Is a value what was typed?  Line ends and outer blanks do not count. */
static bool
is_as_typed(const char *value, const char *s)
{
	static const char blanks[] = " \t\r\n";

	for (s += strspn(s, blanks);; value++, s++) {
		value += *value == '\r' && value[1] == '\n';
		s += *s == '\r' && s[1] == '\n';
		if (*value == '\0')
			return s[strspn(s, blanks)] == '\0';
		if (*value != *s)
			return false;
	}
}

/* The present value of a field, where it is not what was typed. */
static void
render_now(struct render *r, const struct node *n)
{
	const char    *s = typed(r, field_name(r, n));
	struct buf     text = { 0 };
	struct present now;

	if (s == NULL && n->ref.field->type == TYPE_BOOL)
		s = "false"; /* an unticked box sends nothing */
	if (!r->globals->edited || s == NULL)
		return;
	input_text(&text, n->ref.field, at(r, &n->ref), r->globals);
	now.present_value = buf_text(&text);
	if (!is_as_typed(now.present_value, s))
		inside(r, &now, &n->children);
	buf_free(&text);
}

/* The complaint with its field: "E-mail: Enter an e-mail address." */
static void
render_problem(struct render *r, const struct complaint *c)
{
	const struct language *l = r->globals->language != NULL ?
	    r->globals->language :
	    language_english();
	const char            *at = l->problem, *end = at + strlen(at);
	struct sentence_piece  p;

	if (!label_write(&scratch, r->template, l, c->field))
		buf_str(&scratch, c->field);
	if (scratch.len == 0) {
		put(r, c->message, strlen(c->message));
		return;
	}
	while (sentence_next(&at, end, &p))
		if (p.kind == PIECE_TEXT)
			put(r, p.s, p.len);
		else if (p.len == 5 && memcmp(p.s, "field", 5) == 0)
			put(r, scratch.data, scratch.len);
		else
			put(r, c->message, strlen(c->message));
}

/* The complaint around it, or whether the page has its field. */
static void
render_label(struct render *r, const struct node *n)
{
	const struct complaint *c = (const void *)r->stack[n->ref.depth];

	buf_reset(&scratch);
	if (!n->has_ref)
		render_problem(r, c);
	else if (label_write(&scratch, r->template, r->globals->language,
		     c->field) != n->inverse)
		render_list(r, &n->children);
}

/* ---- messages ------------------------------------------------------------ */

/* Text with messages in it, each of them three bytes (MARK_MESSAGE). */
static void
render_run(struct render *r, const struct node *n)
{
	const char         *s = n->text, *end = s + n->len, *mark;
	struct message_text t;

	for (; (mark = memchr(s, MARK_MESSAGE, (size_t)(end - s))) != NULL;
	     s = mark + 3) {
		buf_add(r->out, s, (size_t)(mark - s));
		t = message_text(r->globals->language,
		    (mark[1] & 0x7fu) << 7 | (mark[2] & 0x7fu));
		if (t.plain)
			buf_add(r->out, t.s, t.len);
		else
			put(r, t.s, t.len);
	}
	buf_add(r->out, s, (size_t)(end - s));
}

static uint64_t
count_of(const struct render *r, const struct ref *ref)
{
	const void *p = at(r, ref);

	if (ref->field->type == TYPE_LIST)
		return ((const struct list *)p)->n;
	return *(const int64_t *)p < 0 ? 0 : (uint64_t) * (const int64_t *)p;
}

/* A value in a sentence; text from elsewhere is isolated (UAX #9). */
static void
render_place(struct render *r, const struct node *n)
{
	struct buf *b;
	bool        isolate;

	if (n->op == OP_PLACE)
		render_list(r, &n->children);
	if (n->op != OP_VALUE || format_is_markup(n->format)) {
		if (n->op != OP_PLACE)
			render_node(r, n);
		return;
	}
	b = plain_value(r, n);
	isolate = n->format == value_text &&
	    needs_isolation(r->globals->language, b->data, b->len);
	if (isolate)
		buf_str(r->out, ISOLATE);
	put(r, b->data, b->len);
	if (isolate)
		buf_str(r->out, ISOLATE_END);
}

/* What opens an element, or what closes it. */
static void
render_element(struct render *r, const struct node *n, bool closes)
{
	const struct node *child = n->children.items;
	bool               inner = false;

	for (size_t i = 0; i < n->children.n; i++)
		if (child[i].op == OP_INNER)
			inner = true;
		else if (inner == closes)
			render_node(r, &child[i]);
}

static const struct node *
child_of(const struct node *message, const struct sentence_piece *p)
{
	const struct node *n = message->children.items;

	for (size_t i = 0; i < message->children.n; i++)
		if (strlen(n[i].name) == p->len &&
		    memcmp(n[i].name, p->s, p->len) == 0)
			return &n[i];
	abort(); /* template_message.c compared all translations */
}

static void
render_message(struct render *r, const struct node *n)
{
	const struct language *l = r->globals->language;
	struct message_text    t = n->has_ref ?
	       message_form(l, (unsigned)n->len, count_of(r, &n->ref)) :
	       message_text(l, (unsigned)n->len);
	const char            *at = t.s, *end = t.s + t.len;
	struct sentence_piece  p;

	while (sentence_next(&at, end, &p)) {
		if (p.kind == PIECE_TEXT)
			put(r, p.s, p.len);
		else if (p.kind == PIECE_PLACE)
			render_place(r, child_of(n, &p));
		else
			render_element(r, child_of(n, &p),
			    p.kind == PIECE_CLOSE);
	}
}

static void
render_node(struct render *r, const struct node *n)
{
	switch (n->op) {
	case OP_TEXT: buf_add(r->out, n->text, n->len); break;
	case OP_VALUE: render_value(r, n); break;
	case OP_SECTION: render_section(r, n); break;
	case OP_IS:
		if (is_equal(r, n) != n->inverse)
			render_list(r, &n->children);
		break;
	case OP_INPUT: render_input(r, n); break;
	case OP_CHOSEN:
		if (is_chosen(r, n) != n->inverse)
			render_list(r, &n->children);
		break;
	case OP_ERROR: render_error(r, n); break;
	case OP_NOW: render_now(r, n); break;
	case OP_LABEL: render_label(r, n); break;
	case OP_RUN: render_run(r, n); break;
	case OP_MESSAGE: render_message(r, n); break;
	case OP_PLACE:
	case OP_ELEMENT:
	case OP_INNER: break; /* parts of a message */
	}
}

static void
render_list(struct render *r, const LIST(node) *nodes)
{
	for (size_t i = 0; i < nodes->n; i++)
		render_node(r, (const struct node *)nodes->items + i);
}

static bool
shows_errors(const LIST(node) *nodes)
{
	const struct node *n = nodes->items;

	for (size_t i = 0; i < nodes->n; i++)
		if ((n[i].op == OP_SECTION && n[i].ref.depth == GLOBALS &&
			strcmp(n[i].ref.field->name, "errors") == 0) ||
		    shows_errors(&n[i].children))
			return true;
	return false;
}

bool
template_shows_errors(const struct template *t)
{
	return shows_errors(&t->nodes);
}

void
template_render(const struct template *t, struct buf *out, const void *model,
    const struct page_globals *globals, const struct params *typed_fields)
{
	struct render r = { .template = t,
		.out = out,
		.html = t->html,
		.globals = globals,
		.typed = typed_fields };

	r.stack[r.depth++] = model;
	render_list(&r, &t->nodes);
}
