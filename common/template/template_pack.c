/* SPDX-License-Identifier: ISC */
/*
 * template_pack.c - from the parser's arena to the memory that stays: lists
 * without room to spare, neighbouring texts as one, and every text and list
 * once, since pages have most of theirs in common.
 */
#include <string.h>

#include "common/base/mem.h"
#include "common/base/text.h"
#include "common/template/template_parse.h"

#define TEMPLATES_MAX ((size_t)32 * 1024 * 1024)

/* Templates live for ever, and so does what they are made of. */
static struct arena *kept;

/* What is kept already, to be found by its bytes while templates are loaded. */
struct piece {
	const void *data; /* NULL: free */
	size_t      len;
};
static struct {
	struct piece *slots; /* open addressing */
	size_t        n, size;
} pieces;

static struct piece *
slot_of(const void *data, size_t len)
{
	size_t        i = text_hash(data, len) & (pieces.size - 1);
	struct piece *p;

	while ((p = &pieces.slots[i])->data != NULL &&
	    (p->len != len || memcmp(p->data, data, len) != 0))
		i = (i + 1) & (pieces.size - 1);
	return p;
}

static void
pieces_grow(void)
{
	struct piece *old = pieces.slots;
	size_t        size = pieces.size;

	pieces.size = size == 0 ? 1024 : size * 2;
	pieces.slots = mem_new(pieces.size, sizeof(*pieces.slots));
	for (size_t i = 0; i < size; i++)
		if (old[i].data != NULL)
			*slot_of(old[i].data, old[i].len) = old[i];
	mem_free(old);
}

/* The one copy of these bytes. */
static const void *
keep_once(const void *data, size_t len)
{
	struct piece *p;

	if (pieces.n >= pieces.size / 2)
		pieces_grow();
	p = slot_of(data, len);
	if (p->data == NULL) {
		*p = (struct piece){ arena_dup(kept, data, len), len };
		pieces.n++;
	}
	return p->data;
}

void
template_load_end(void)
{
	mem_free(pieces.slots);
	pieces.slots = NULL;
	pieces.n = pieces.size = 0;
}

static const char *
keep(const char *s)
{
	return s != NULL ? keep_once(s, strlen(s) + 1) : NULL;
}

/* Texts from "*i" on, up to the last that follows on them, as one. */
static void
text_pack(const struct node *src, size_t n, size_t *i, struct node *dst)
{
	struct buf text = { 0 };

	for (; *i < n && src[*i].op == OP_TEXT; (*i)++)
		buf_add(&text, src[*i].text, src[*i].len);
	dst->op = OP_TEXT;
	dst->text = keep_once(buf_text(&text), text.len + 1);
	dst->len = text.len;
	buf_free(&text);
}

/* How many there will be. */
static size_t
packed(const struct node *src, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += src[i].op != OP_TEXT || i == 0 ||
		    src[i - 1].op != OP_TEXT;
	return count;
}

static LIST(node)
pack(const LIST(node) *from)
{
	const struct node *src = from->items;
	size_t             n = packed(src, from->n);
	struct node       *nodes = mem_new(n + 1, sizeof(*nodes)), *dst = nodes;
	LIST(node)         out = { NULL, n, 0 };

	for (size_t i = 0; i < from->n; dst++) {
		if (src[i].op == OP_TEXT) {
			text_pack(src, from->n, &i, dst);
			continue;
		}
		*dst = src[i];
		dst->text = keep(src[i].text);
		dst->name = keep(src[i].name);
		dst->children = pack(&src[i].children);
		i++;
	}
	/* Nobody changes them any more. */
	if (n > 0)
		out.items = (void *)(uintptr_t)keep_once(nodes,
		    n * sizeof(*nodes));
	mem_free(nodes);
	return out;
}

static LIST(label)
pack_labels(const LIST(label) *from)
{
	const struct label *src = from->items;
	struct label       *dst = arena_array(kept, from->n, sizeof(*dst));

	for (size_t i = 0; i < from->n; i++)
		dst[i] = (struct label){ keep(src[i].field),
			keep(src[i].text) };
	return (LIST(label)){ dst, from->n, 0 };
}

struct template *
template_pack(const char *name, bool html, const LIST(node) *nodes,
    const LIST(label) *labels)
{
	struct template *t;

	if (kept == NULL)
		kept = arena_new(TEMPLATES_MAX);
	t = arena_alloc(kept, sizeof(*t));
	t->name = keep(name);
	t->html = html;
	t->nodes = pack(nodes);
	t->labels = pack_labels(labels);
	return t;
}
