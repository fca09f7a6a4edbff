/* SPDX-License-Identifier: ISC */
/*
 * buf.h - a byte string that grows: response bodies, headers, mails.
 *
 * Long-lived: made once at start, emptied by buf_reset() and used again; it
 * keeps its memory up to BUF_KEEP bytes.  Out of memory is abort().
 */
#ifndef FARM_BASE_BUF_H
#define FARM_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BUF_KEEP ((size_t)1024 * 1024)

struct buf {
	char  *data; /* not NUL-terminated; see buf_text() */
	size_t len, cap;
};

void buf_free(struct buf *);
void buf_reset(struct buf *);
/* Room for "n" more bytes; what the caller fills it adds to ->len. */
char *buf_room(struct buf *, size_t n) __attribute__((returns_nonnull));
void  buf_printf(struct buf *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_int(struct buf *, int64_t);
/* The content as a C string; valid until the next change. */
const char *buf_text(struct buf *);

struct arena;
/* The content as a C string of the arena; the buffer is freed. */
char *buf_keep(struct buf *, struct arena *);

static inline void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(b->data != NULL && n <= b->cap - b->len ? b->data + b->len :
							 buf_room(b, n),
	    p, n);
	b->len += n;
}

static inline void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

static inline void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

#endif
