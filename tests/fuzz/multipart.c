/* SPDX-License-Identifier: ISC */
/*
 * multipart.c - forms with files.  The first line is the media type, the rest
 * the body.  What is read does not depend on the pieces in which it comes.
 */
#include <sys/mman.h>

#include "common/base/utf8.h"
#include "common/http/multipart.h"
#include "tests/fuzz/fuzz.h"

struct memory {
	struct body_source source;
	const char        *at;
	size_t             left, piece;
};

struct form {
	struct params texts;
	LIST(upload)  uploads;
};

static size_t
memory_read(struct body_source *source, char *to, size_t n)
{
	struct memory *m = (struct memory *)(void *)source;

	n = n > m->piece ? m->piece : n;
	n = n > m->left ? m->left : n;
	memcpy(to, m->at, n);
	m->at += n;
	m->left -= n;
	return n;
}

static void
file_close(void *fd)
{
	close((int)(intptr_t)fd);
}

static int
file_open(void *arena)
{
	int fd = memfd_create("part", MFD_CLOEXEC);

	if (fd != -1)
		arena_defer(arena, file_close, (void *)(intptr_t)fd);
	return fd;
}

static enum err
form_read(struct arena *a, const char *type, const char *s, size_t n,
    size_t piece, struct form *out)
{
	struct memory m = { { (int64_t)n, memory_read }, s, n, piece };

	*out = (struct form){ 0 };
	return multipart_read(&(struct multipart_in){ .arena = a,
	    .content_type = type,
	    .source = &m.source,
	    .open = file_open,
	    .ctx = a,
	    .texts = &out->texts,
	    .uploads = &out->uploads });
}

static bool
same_content(struct arena *a, const struct upload *u, const struct upload *v)
{
	size_t n = (size_t)u->size;
	char  *s = arena_alloc(a, n + 1), *t = arena_alloc(a, n + 1);

	return u->size == v->size && read(u->fd, s, n + 1) == u->size &&
	    read(v->fd, t, n + 1) == v->size && memcmp(s, t, n) == 0;
}

static void
compare(struct arena *a, const struct form *f, const struct form *g)
{
	MUST(f->texts.n == g->texts.n && f->uploads.n == g->uploads.n);
	for (size_t i = 0; i < f->texts.n; i++) {
		const struct param *p = &f->texts.items[i];

		MUST(utf8_valid(p->name, strlen(p->name)));
		MUST(utf8_valid(p->value, strlen(p->value)));
		MUST(strcmp(p->name, g->texts.items[i].name) == 0);
		MUST(strcmp(p->value, g->texts.items[i].value) == 0);
	}
	for (size_t i = 0; i < f->uploads.n; i++) {
		const struct upload *u = &f->uploads.items[i];

		MUST(utf8_valid(u->file_name, strlen(u->file_name)));
		MUST(same_content(a, u, &g->uploads.items[i]));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct input  in = input_of(data, size);
	const char   *type = input_line(a, &in);
	struct form   whole, pieces;
	enum err      e;

	e = form_read(a, type, in.s, input_left(&in), size + 1, &whole);
	MUST(e == ERR_OK || e == ERR_MEDIA_TYPE || e == ERR_BAD_REQUEST ||
	    e == ERR_BAD_UTF8 || e == ERR_BODY_TOO_LARGE);
	MUST(form_read(a, type, in.s, input_left(&in), 1, &pieces) == e);
	if (e == ERR_OK)
		compare(a, &whole, &pieces);
	arena_free(&a);
	return 0;
}
