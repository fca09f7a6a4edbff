/* SPDX-License-Identifier: ISC */
/*
 * multipart.h - multipart/form-data (RFC 7578) as browsers write it, read in
 * pieces: memory does not grow with the body.
 *
 * Refused are what browsers never send: more than UPLOADS_MAX parts, a part's
 * header above 1 KB, transfer encodings, extended and continued parameters
 * ("name*"), two names, a part without a name, a body without its last
 * boundary.  What stands inside a part is never read as parts.  Texts are
 * at most MULTIPART_TEXT_MAX bytes together and are valid UTF-8.
 */
#ifndef FARM_HTTP_MULTIPART_H
#define FARM_HTTP_MULTIPART_H

#include "common/base/arena.h"
#include "common/http/body.h"
#include "common/model/input.h"

#define MULTIPART_TEXT_MAX ((size_t)256 * 1024)

/* Make the file of a part; its descriptor or -1. */
typedef int upload_open_fn(void *ctx);

struct multipart_in {
	struct arena       *arena;
	const char         *content_type;
	struct body_source *source;
	upload_open_fn     *open;
	void               *ctx;
	struct params      *texts;   /* filled: fields of the form */
	LIST(upload)       *uploads; /* filled: its files */
};

/*
 * ERR_MEDIA_TYPE: not multipart/form-data with a boundary.  ERR_BAD_REQUEST:
 * the form is broken.  ERR_BAD_UTF8.  ERR_UNAVAILABLE: a file could not be
 * written.
 */
enum err multipart_read(const struct multipart_in *);

#endif
