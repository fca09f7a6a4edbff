/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/arena.h"

#define BLOCK_SIZE ((size_t)64 * 1024)
#define ALIGNMENT  _Alignof(max_align_t)

struct block {
	struct block *next;
	size_t        size, used;
	_Alignas(max_align_t) unsigned char data[];
};

struct deferred {
	struct deferred *next;
	void (*fn)(void *);
	void *ptr;
};

struct arena {
	struct block    *blocks; /* newest first; the last one is kept */
	struct deferred *deferred;
	size_t           ceiling, reserved, used;
};

static struct block *
block_new(size_t size)
{
	struct block *b = malloc(sizeof(*b) + size);

	if (b == NULL)
		abort();
	b->next = NULL;
	b->size = size;
	b->used = 0;
	return b;
}

struct arena *
arena_new(size_t ceiling)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a == NULL)
		abort();
	a->ceiling = ceiling;
	a->blocks = block_new(BLOCK_SIZE);
	a->reserved = BLOCK_SIZE;
	return a;
}

void
arena_free(struct arena **ap)
{
	if (*ap == NULL)
		return;
	arena_reset(*ap);
	free((*ap)->blocks);
	free(*ap);
	*ap = NULL;
}

void
arena_reset(struct arena *a)
{
	struct block *b;

	for (struct deferred *d = a->deferred; d != NULL; d = d->next)
		d->fn(d->ptr);
	a->deferred = NULL;
	while ((b = a->blocks)->next != NULL) {
		a->blocks = b->next;
		free(b);
	}
	b->used = 0;
	a->reserved = b->size;
	a->used = 0;
}

static struct block *
block_add(struct arena *a, size_t need)
{
	size_t        size = need > BLOCK_SIZE ? need : BLOCK_SIZE;
	struct block *b;

	if (size > a->ceiling || a->reserved > a->ceiling - size)
		abort();
	b = block_new(size);
	b->next = a->blocks;
	a->blocks = b;
	a->reserved += size;
	return b;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct block *b = a->blocks;
	size_t        need = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	void         *p;

	if (need < size)
		abort();
	if (need > b->size - b->used)
		b = block_add(a, need);
	p = b->data + b->used;
	b->used += need;
	a->used += need;
	return memset(p, 0, size);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		abort();
	return arena_alloc(a, n * size);
}

char *
arena_dup(struct arena *a, const void *src, size_t len)
{
	char *p = arena_alloc(a, len + 1);

	if (len > 0)
		memcpy(p, src, len);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_dup(a, s, strlen(s));
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char    small[256], *p;
	int     n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	assert(n >= 0);
	if ((size_t)n < sizeof(small))
		return arena_dup(a, small, (size_t)n);
	p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

void
arena_defer(struct arena *a, void (*fn)(void *), void *ptr)
{
	struct deferred *d = arena_alloc(a, sizeof(*d));

	d->fn = fn;
	d->ptr = ptr;
	d->next = a->deferred;
	a->deferred = d;
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}
