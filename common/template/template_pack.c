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
struct kept_bytes {
	const void *data; /* NULL: free */
	size_t      len;
};
static struct {
	struct kept_bytes *slots; /* open addressing */
	size_t             n, size;
} pieces;

static struct kept_bytes *
slot_of(const void *data, size_t len)
{
	size_t             i = text_hash(data, len) & (pieces.size - 1);
	struct kept_bytes *p;

	while ((p = &pieces.slots[i])->data != NULL &&
	    (p->len != len || memcmp(p->data, data, len) != 0))
		i = (i + 1) & (pieces.size - 1);
	return p;
}

static void
pieces_grow(void)
{
	struct kept_bytes *old = pieces.slots;
	size_t             size = pieces.size;

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
	struct kept_bytes *p;

	if (pieces.n >= pieces.size / 2)
		pieces_grow();
	p = slot_of(data, len);
	if (p->data == NULL) {
		*p = (struct kept_bytes){ arena_dup(kept, data, len), len };
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
	message_add_end();
}

static const char *
keep(const char *s)
{
	return s != NULL ? keep_once(s, strlen(s) + 1) : NULL;
}

static bool
is_text(const struct node *n)
{
	return n->op == OP_TEXT || n->op == OP_RUN;
}

/* Texts from "*i" on, up to the last that follows on them, as one. */
static void
text_pack(const struct node *src, size_t n, size_t *i, struct node *dst)
{
	struct buf text = { 0 };

	dst->op = OP_TEXT;
	for (; *i < n && is_text(&src[*i]); (*i)++) {
		buf_add(&text, src[*i].text, src[*i].len);
		if (src[*i].op == OP_RUN)
			dst->op = OP_RUN;
	}
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
		count += !is_text(&src[i]) || i == 0 || !is_text(&src[i - 1]);
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
		if (is_text(&src[i])) {
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

	for (size_t i = 0; i < from->n; i++) {
		dst[i] = src[i];
		dst[i].field = keep(src[i].field);
	}
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
