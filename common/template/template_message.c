/* SPDX-License-Identifier: ISC */
/*
 * template_message.c - {{_ text}}: sentences of a page, in any language.
 *
 * A message without places becomes three bytes of the text around it
 * (MARK_MESSAGE).  One with places becomes a node, whose children are the
 * values of the places; where they stand is for each translation to say.
 */
#include <string.h>

#include "common/sentence/sentence.h"
#include "common/template/template_parse.h"

/* ---- the message --------------------------------------------------------- */

/* Say so if a translation has other places than the English text. */
static void
translations_check(struct parser *p, unsigned message, const char *english,
    bool plural)
{
	size_t                 n;
	const struct language *l = languages_all(&n);
	const char            *wrong;

	for (; n > 0; n--, l++)
		for (unsigned i = 0; i < message_forms(l, message); i++) {
			wrong = sentence_compare(p->arena, english,
			    message_form_at(l, message, i), plural);
			if (wrong != NULL)
				mistake(p, "in %s, '%s': %s", l->code, english,
				    wrong);
		}
}

unsigned
message_declare(struct parser *p, struct tag one, struct tag many)
{
	const char *key = sentence_key(p->arena, one.s, one.len);
	const char *plural = many.len == 0 ?
	    NULL :
	    sentence_key(p->arena, many.s, many.len);
	unsigned    message = message_add(key, plural);

	translations_check(p, message,
	    message_words(plural != NULL ? plural : key), plural != NULL);
	return message;
}

/* "one|many": cut at the bar that is in no place. */
static bool
forms_cut(struct tag source, struct tag *one, struct tag *many)
{
	int depth = 0;

	for (size_t i = 0; i < source.len; i++) {
		depth += (source.s[i] == '{') - (source.s[i] == '}');
		if (source.s[i] != '|' || depth > 0)
			continue;
		*one = trim(source.s, source.s + i);
		*many = trim(source.s + i + 1, source.s + source.len);
		return one->len > 0 && many->len > 0;
	}
	return false;
}

static void
count_parse(struct parser *p, struct node *n, struct tag name)
{
	n->has_ref = true;
	if (resolve(p, name, &n->ref) &&
	    (n->ref.field == NULL ||
		(n->ref.field->type != TYPE_INT &&
		    n->ref.field->type != TYPE_LIST)))
		mistake(p, "'%.*s' counts nothing", (int)name.len, name.s);
}

/* ---- places -------------------------------------------------------------- */

static struct node *
child_find(struct node *message, const char *name, size_t len)
{
	struct node *n = message->children.items;

	for (size_t i = 0; i < message->children.n; i++)
		if (strlen(n[i].name) == len &&
		    memcmp(n[i].name, name, len) == 0)
			return &n[i];
	return NULL;
}

/* A place that no block describes: the value of its name. */
static void
place_value(struct parser *p, struct node *message,
    const struct sentence_place *place)
{
	struct tag   value = { place->value, place->value_len };
	struct arg  *a = value.len > 1 && *value.s == '@' ?
	     arg_find(p, value.s + 1, value.len - 1) :
	     NULL;
	struct node *n = node_add(p, &message->children, OP_VALUE);

	n->name = arena_dup(p->arena, place->name, place->name_len);
	if (a == NULL || !a->literal) {
		parse_value_into(p, n, value,
		    (struct tag){ place->format, place->format_len });
		return;
	}
	n->op = OP_PLACE;
	if (a->message)
		parse_message_arg(p, &n->children, a);
	else
		add_escaped(p, &n->children, a->text, strlen(a->text));
}

/* Values for the places, once for each name; elements need their block. */
static void
places_parse(struct parser *p, struct node *message, struct tag source)
{
	const char           *at = source.s, *end = source.s + source.len;
	struct sentence_piece piece;
	struct sentence_place place;
	struct node          *n;

	while (sentence_next(&at, end, &piece)) {
		if (piece.kind == PIECE_TEXT)
			continue;
		if (piece.kind == PIECE_PLACE) {
			place = place_read(piece.s, piece.len);
			n = child_find(message, place.name, place.name_len);
			if (n == NULL)
				place_value(p, message, &place);
			else if (n->op == OP_ELEMENT)
				mistake(p, "'%s' encloses text", n->name);
			continue;
		}
		n = child_find(message, piece.s, piece.len);
		if (n == NULL || n->op != OP_ELEMENT)
			mistake(p, "no block '%.*s' with {{.}}", (int)piece.len,
			    piece.s);
	}
}

/* ---- tags ---------------------------------------------------------------- */

static void
mark_add(struct parser *p, LIST(node) *nodes, unsigned message)
{
	struct node *n = node_add(p, nodes, OP_RUN);
	const char   mark[] = { MARK_MESSAGE, (char)(0x80 | message >> 7),
		  (char)(0x80 | (message & 0x7f)) };

	n->text = arena_dup(p->arena, mark, sizeof(mark));
	n->len = sizeof(mark);
}

/* A message and what its places need, apart from the blocks. */
static struct node *
message_begin(struct parser *p, LIST(node) *nodes, struct tag source,
    bool plural, struct tag *one, struct tag *many)
{
	struct tag   count = plural ? word(&source) : (struct tag){ "", 0 };
	struct node *n;

	*one = source;
	*many = (struct tag){ "", 0 };
	if (source.len == 0 || (plural && !forms_cut(source, one, many)))
		mistake(p,
		    plural ? "a plural is {{_n count one|many}}" :
			     "an empty message");
	n = node_add(p, nodes, OP_MESSAGE);
	n->len = message_declare(p, *one, *many);
	if (plural)
		count_parse(p, n, count);
	return n;
}

static bool
has_places(struct tag source)
{
	const char           *at = source.s, *end = source.s + source.len;
	struct sentence_piece piece;

	while (sentence_next(&at, end, &piece))
		if (piece.kind != PIECE_TEXT)
			return true;
	return false;
}

void
parse_message(struct parser *p, LIST(node) *nodes, struct tag source,
    bool plural)
{
	struct tag   one, many;
	struct node *n;

	if (!plural && source.len > 0 && !has_places(source)) {
		mark_add(p, nodes,
		    message_declare(p, source, (struct tag){ "", 0 }));
		return;
	}
	n = message_begin(p, nodes, source, plural, &one, &many);
	places_parse(p, n, many);
	places_parse(p, n, one);
}

void
parse_message_arg(struct parser *p, LIST(node) *nodes, const struct arg *a)
{
	struct parser sub = *p;

	sub.args = a->outer;
	parse_message(&sub, nodes, (struct tag){ a->text, strlen(a->text) },
	    false);
}

/* {{.}} at any depth. */
static size_t
inner_count(const LIST(node) *nodes)
{
	const struct node *n = nodes->items;
	size_t             found = 0;

	for (size_t i = 0; i < nodes->n; i++)
		found += n[i].op == OP_INNER ? 1 : inner_count(&n[i].children);
	return found;
}

/* {{$name}}…{{/name}}: the markup of a place, or round an element's text. */
static void
dress_parse(struct parser *p, struct node *message, struct tag t)
{
	struct tag      name = trim(t.s + 1, t.s + t.len);
	struct node    *n = node_add(p, &message->children, OP_PLACE), *child;
	struct context *outer = p->inner;
	size_t          found = 0, all;

	n->name = tag_text(p, name);
	p->inner = p->context;
	parse(p, &n->children, n->name);
	p->inner = outer;
	child = n->children.items;
	for (size_t i = 0; i < n->children.n; i++)
		found += child[i].op == OP_INNER;
	all = inner_count(&n->children);
	if (all > 1 || all != found)
		mistake(p, "{{.}} stands once in '%s', and in no section",
		    n->name);
	if (found > 0)
		n->op = OP_ELEMENT;
}

/* Every block has its place or element in the English text. */
static void
dresses_check(struct parser *p, const struct node *message, struct tag one,
    struct tag many)
{
	const struct node *n = message->children.items;
	const char *text = arena_printf(p->arena, "%.*s %.*s", (int)one.len,
	    one.s, (int)many.len, many.s);

	for (size_t i = 0; i < message->children.n; i++) {
		const char           *at = text, *end = at + strlen(at);
		struct sentence_piece piece;
		bool                  used = false;

		while (!used && sentence_next(&at, end, &piece))
			used = piece.kind != PIECE_TEXT &&
			    piece.len == strlen(n[i].name) &&
			    memcmp(piece.s, n[i].name, piece.len) == 0;
		if (!used)
			mistake(p, "the message has no '%s'", n[i].name);
	}
}

void
parse_message_section(struct parser *p, LIST(node) *nodes, struct tag source,
    bool plural)
{
	const char *close = plural ? "_n" : "_", *open;
	struct tag  one, many, t;
	LIST(node)  between = { 0 };
	/* Into a node of our own: "nodes" may grow while blocks are parsed. */
	LIST(node)   own = { 0 };
	struct node *n = message_begin(p, &own, source, plural, &one, &many);
	bool         closed = false;

	while (!closed && next_tag(p, &between, &t, &open)) {
		closed = t.len > 0 && *t.s == '/' &&
		    tag_is(trim(t.s + 1, t.s + t.len), close);
		if (closed)
			break;
		if (t.len > 0 && *t.s == '$')
			dress_parse(p, n, t);
		else if (t.len == 0 || *t.s != '!')
			mistake(p,
			    "only blocks stand between {{#%s}} and "
			    "{{/%s}}",
			    close, close);
	}
	if (!closed)
		mistake(p, "'%s' is not closed", close);
	dresses_check(p, n, one, many);
	places_parse(p, n, many);
	places_parse(p, n, one);
	*node_add(p, nodes, OP_MESSAGE) = *n;
}
