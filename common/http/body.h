/* SPDX-License-Identifier: ISC */
/*
 * body.h - what a request carries: in memory, or in files.
 *
 * The row of a route says which, and how much it takes: .body_max bytes
 * (BODY_MAX when it does not say), in files with .body_file.  Nothing is read
 * before the row is known, so a body that is not wanted costs no memory.
 */
#ifndef FARM_HTTP_BODY_H
#define FARM_HTTP_BODY_H

#include <stddef.h>
#include <stdint.h>

#include "common/base/err.h"
#include "common/model/spec.h"

#define BODY_MAX    ((size_t)64 * 1024) /* bytes, unless the row says */
#define UPLOADS_MAX 64                  /* parts of one form */

struct req;

/* Where the body comes from. */
struct body_source {
	int64_t length; /* bytes that were announced */
	/* At most "n" further bytes; 0 at the end, or when it was cut off. */
	size_t (*read)(struct body_source *, char *to, size_t n);
};

/*
 * A file that was sent.  Names and type are what the client says: trust
 * neither.  The file has no name of its own, stands at its beginning and is
 * closed when the request ends; private_keep() keeps it for longer.
 */
struct upload {
	const char *field;            /* of the form; "": the body alone */
	const char *file_name, *type; /* "" when not given */
	int         fd;
	int64_t     size; /* bytes */
};
LIST_DECLARE(upload);

/*
 * Read the body into rq->body.  ERR_BODY_TOO_LARGE: more than "max" bytes;
 * ERR_BAD_BODY: it was cut off.  A second call reads nothing.
 */
enum err body_read_text(struct req *, size_t max);

/*
 * Read the body into rq->uploads, in pieces: the parts of a multipart form
 * that are files, or the whole body when it is of another type.  The texts of
 * a form become parameters.  Errors as above; ERR_BAD_REQUEST: the form is
 * broken; ERR_UNAVAILABLE: the disk does not take it.
 */
enum err body_read_files(struct req *, size_t max);

#endif
