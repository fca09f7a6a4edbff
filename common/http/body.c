/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "common/http/multipart.h"
#include "common/http/private_file.h"
#include "common/http/request.h"

#define PIECE ((size_t)64 * 1024)

enum err
body_read_text(struct req *rq, size_t max)
{
	struct body_source *source = rq->source;
	size_t              got = 0, n, want;
	char               *body;

	if (source == NULL)
		return rq->body_len > max ? ERR_BODY_TOO_LARGE : ERR_OK;
	if (source->length < 0)
		return ERR_BAD_REQUEST;
	if ((uint64_t)source->length > max)
		return ERR_BODY_TOO_LARGE;
	want = (size_t)source->length;
	rq->source = NULL;
	body = arena_alloc(rq->arena, want + 1);
	while (got < want &&
	    (n = source->read(source, body + got, want - got)) > 0)
		got += n;
	rq->body = body;
	rq->body_len = got;
	return got == want ? ERR_OK : ERR_BAD_BODY;
}

static void
fd_close(void *fd)
{
	close((int)(intptr_t)fd);
}

/* A file for an upload.  It is closed when the request ends. */
static int
upload_open(void *arena)
{
	int fd = private_file_new();

	if (fd != -1)
		arena_defer(arena, fd_close, (void *)(intptr_t)fd);
	return fd;
}

static enum err
write_all(int fd, const char *s, size_t n)
{
	ssize_t done;

	for (size_t i = 0; i < n; i += (size_t)done)
		if ((done = write(fd, s + i, n - i)) <= 0)
			return ERR_UNAVAILABLE;
	return ERR_OK;
}

/* The whole body is one file, without a form. */
static enum err
read_bare(struct req *rq, struct body_source *source, const char *type)
{
	struct upload u = { .field = "", .file_name = "", .type = type };
	char         *piece = arena_alloc(rq->arena, PIECE);
	size_t        n;
	enum err      e;

	if ((u.fd = upload_open(rq->arena)) == -1)
		return ERR_UNAVAILABLE;
	while ((n = source->read(source, piece, PIECE)) > 0) {
		if ((e = write_all(u.fd, piece, n)) != ERR_OK)
			return e;
		u.size += (int64_t)n;
	}
	if (u.size != source->length)
		return ERR_BAD_BODY;
	if (lseek(u.fd, 0, SEEK_SET) == -1)
		return ERR_UNAVAILABLE;
	*list_add(rq->arena, &rq->uploads) = u;
	return ERR_OK;
}

enum err
body_read_files(struct req *rq, size_t max)
{
	struct body_source *source = rq->source;
	const char         *type = req_env(rq, "CONTENT_TYPE");

	if (source == NULL)
		return ERR_OK;
	if (source->length < 0)
		return ERR_BAD_REQUEST;
	if ((uint64_t)source->length > max)
		return ERR_BODY_TOO_LARGE;
	rq->source = NULL;
	if (type == NULL ||
	    strncasecmp(type, "multipart/", strlen("multipart/")) != 0)
		return read_bare(rq, source, type != NULL ? type : "");
	return multipart_read(&(struct multipart_in){ .arena = rq->arena,
	    .content_type = type,
	    .source = source,
	    .open = upload_open,
	    .ctx = rq->arena,
	    .texts = &rq->params,
	    .uploads = &rq->uploads });
}
