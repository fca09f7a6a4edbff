/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/base/arena.h"
#include "common/base/buf.h"

void
buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}

void
buf_reset(struct buf *b)
{
	if (b->cap > BUF_KEEP)
		buf_free(b);
	b->len = 0;
}

char *
buf_room(struct buf *b, size_t n)
{
	size_t cap = b->cap != 0 ? b->cap : 1024;
	char  *p;

	if (n <= b->cap - b->len)
		return b->data + b->len;
	if (n > SIZE_MAX / 4 - b->len)
		abort();
	while (cap < b->len + n)
		cap *= 2;
	if ((p = realloc(b->data, cap)) == NULL)
		abort();
	b->data = p;
	b->cap = cap;
	return b->data + b->len;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char   *to = buf_room(b, 1);
	size_t  room = b->cap - b->len;
	int     n;

	va_start(ap, fmt);
	n = vsnprintf(to, room, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	if ((size_t)n >= room) {
		to = buf_room(b, (size_t)n + 1);
		va_start(ap, fmt);
		vsnprintf(to, (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	b->len += (size_t)n;
}

void
buf_int(struct buf *b, int64_t v)
{
	char     digits[20];
	size_t   i = sizeof(digits);
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do
		digits[--i] = (char)('0' + u % 10);
	while ((u /= 10) != 0);
	if (v < 0)
		buf_char(b, '-');
	buf_add(b, digits + i, sizeof(digits) - i);
}

const char *
buf_text(struct buf *b)
{
	*buf_room(b, 1) = '\0';
	return b->data;
}

char *
buf_keep(struct buf *b, struct arena *a)
{
	char *text = arena_dup(a, b->data, b->len);

	buf_free(b);
	return text;
}
