/* SPDX-License-Identifier: ISC */
/*
 * arena.c - arena.h with an allocation of its own for each piece, so that the
 * address sanitizer sees who reads past the end of one.
 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/arena.h"

struct piece {
	struct piece *next;
	_Alignas(max_align_t) unsigned char data[];
};

struct deferred {
	struct deferred *next;
	void (*fn)(void *);
	void *ptr;
};

struct arena {
	struct piece    *pieces;
	struct deferred *deferred;
	size_t           ceiling, used;
};

struct arena *
arena_new(size_t ceiling)
{
	struct arena *a = calloc(1, sizeof(*a));

	assert(a != NULL);
	a->ceiling = ceiling;
	return a;
}

void
arena_reset(struct arena *a)
{
	struct piece *next;

	for (struct deferred *d = a->deferred; d != NULL; d = d->next)
		d->fn(d->ptr);
	a->deferred = NULL;
	for (struct piece *p = a->pieces; p != NULL; p = next) {
		next = p->next;
		free(p);
	}
	a->pieces = NULL;
	a->used = 0;
}

void
arena_free(struct arena **ap)
{
	if (*ap == NULL)
		return;
	arena_reset(*ap);
	free(*ap);
	*ap = NULL;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct piece *p;

	if (size > a->ceiling || a->used > a->ceiling - size)
		abort();
	p = calloc(1, sizeof(*p) + size);
	assert(p != NULL);
	p->next = a->pieces;
	a->pieces = p;
	a->used += size;
	return p->data;
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
	char   *p;
	int     n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	assert(n >= 0);
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
