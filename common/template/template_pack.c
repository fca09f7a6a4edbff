/* SPDX-License-Identifier: ISC */
/*
 * template_pack.c - from the parser's arena to the memory that stays: lists
 * without room to spare, neighbouring texts as one, and every text once,
 * since pages have most of theirs in common.
 */
#include <string.h>

#include "common/base/mem.h"
#include "common/base/text.h"
#include "common/template/template_parse.h"

#define TEMPLATES_MAX ((size_t)32 * 1024 * 1024)

/* Templates live for ever, and so do their texts. */
static struct arena *kept;

static struct {
	const char **slots; /* open addressing; NULL: free */
	size_t       n, size;
} texts;

static size_t
slot_of(const char *s, size_t len)
{
	size_t i = text_hash(s, len) & (texts.size - 1);

	while (texts.slots[i] != NULL &&
	    (strncmp(texts.slots[i], s, len) != 0 ||
		texts.slots[i][len] != '\0'))
		i = (i + 1) & (texts.size - 1);
	return i;
}

static void
texts_grow(void)
{
	const char **old = texts.slots;
	size_t       size = texts.size;

	texts.size = size == 0 ? 1024 : size * 2;
	texts.slots = mem_new(texts.size, sizeof(*texts.slots));
	for (size_t i = 0; i < size; i++)
		if (old[i] != NULL)
			texts.slots[slot_of(old[i], strlen(old[i]))] = old[i];
	mem_free(old);
}

/* The one copy of a text. */
static const char *
text_keep(const char *s, size_t len)
{
	size_t i;

	if (texts.n >= texts.size / 2)
		texts_grow();
	i = slot_of(s, len);
	if (texts.slots[i] == NULL) {
		texts.slots[i] = arena_dup(kept, s, len);
		texts.n++;
	}
	return texts.slots[i];
}

static const char *
keep(const char *s)
{
	return s != NULL ? text_keep(s, strlen(s)) : NULL;
}

/* Texts from "*i" on, up to the last that follows on them, as one. */
static void
text_pack(const struct node *src, size_t n, size_t *i, struct node *dst)
{
	struct buf text = { 0 };

	for (; *i < n && src[*i].op == OP_TEXT; (*i)++)
		buf_add(&text, src[*i].text, src[*i].len);
	dst->op = OP_TEXT;
	dst->text = text_keep(buf_text(&text), text.len);
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

static struct list
pack(const struct list *from)
{
	const struct node *src = from->items;
	struct list        out = { NULL, packed(src, from->n) };
	struct node       *dst = arena_array(kept, out.n, sizeof(*dst));

	out.items = dst;
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
	return out;
}

static struct list
pack_labels(const struct list *from)
{
	const struct label *src = from->items;
	struct label       *dst = arena_array(kept, from->n, sizeof(*dst));

	for (size_t i = 0; i < from->n; i++)
		dst[i] = (struct label){ keep(src[i].field),
			keep(src[i].text) };
	return (struct list){ dst, from->n };
}

struct template *
template_pack(const char *name, bool html, const struct list *nodes,
    const struct list *labels)
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
