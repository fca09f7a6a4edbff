/* SPDX-License-Identifier: ISC */
/*
 * text.h - writing text into the languages that carry it: JSON, HTML, URLs.
 * The input is valid UTF-8.
 */
#ifndef FARM_BASE_TEXT_H
#define FARM_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/uuid.h"

/* A JSON string with its quotes; also safe inside a script element. */
void json_text(struct buf *, const char *, size_t len);
/*
 * For the content of elements and for quoted attributes.  The result holds no
 * SSI command.
 */
void html_text(struct buf *, const char *, size_t len);
/* Percent-encoded but for the unreserved characters of RFC 3986. */
void url_text(struct buf *, const char *, size_t len);
/* A path, its slashes as they are.  Any bytes will do. */
void url_path_text(struct buf *, const char *path);

/*
 * Undo percent-encoding; with "form", "+" is a space.  NULL when a "%" is not
 * followed by two hex digits, and when there is a U+0000, encoded or not.
 */
char *url_decode(struct arena *, const char *, size_t len, bool form);

/* RFC 4648, section 5, without padding.  Decoding: NULL when it is not. */
char *base64url(struct arena *, const char *, size_t len);
char *base64url_decode(struct arena *, const char *);

/*
 * FNV-1a, 64 bits.  It tells texts apart, but not if somebody makes them
 * collide.
 */
uint64_t text_hash(const char *, size_t len);

/* "stock_quantity" to "stockQuantity" and back. */
char *camel_of(struct arena *, const char *snake);
char *snake_of(struct arena *, const char *camel);

/*
 * A URL slug: letters and digits of ASCII, the rest becomes single dashes.  Of
 * a name without any the kind and six signs of the id: "p-4k7q2x".
 */
char *slug_of(struct arena *, const char *name, char kind, struct uuid id);

#endif
