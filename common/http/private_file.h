/* SPDX-License-Identifier: ISC */
/*
 * private_file.h - files that only some people may have: evidence, statements,
 * exports.  They lie below the directory PRIVATE_DIR as "kind/id".  nginx
 * sends one only when a handler, behind its route's guard, says so
 * (X-Accel-Redirect); no address leads to them.
 *
 * A kind is a constant of letters a-z and dashes; an id is a UUID.
 */
#ifndef FARM_HTTP_PRIVATE_FILE_H
#define FARM_HTTP_PRIVATE_FILE_H

#include "common/base/err.h"
#include "common/base/uuid.h"
#include "common/http/body.h"

struct req;

/* An empty file without a name, on the disk of PRIVATE_DIR; -1: none. */
int private_file_new(void);

/*
 * Keep an upload.  It is on the disk when this returns ERR_OK.  ERR_CONFLICT:
 * there is such a file; ERR_UNAVAILABLE: the disk does not take it.
 */
enum err private_keep(const struct upload *, const char *kind, struct uuid id);
/* Remove a file.  ERR_OK also when there is none. */
enum err private_remove(const char *kind, struct uuid id);

/*
 * Answer with a file, from a route AS_FILE.  Browsers propose the name
 * "save_as", which may be any text.  When there is no such file, nginx answers
 * 404.
 */
void private_send(struct req *, const char *kind, struct uuid id,
    const char *type, const char *save_as);

#endif
