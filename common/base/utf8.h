/* SPDX-License-Identifier: ISC */
/*
 * utf8.h - text at the edge (RFC 3629).
 */
#ifndef FARM_BASE_UTF8_H
#define FARM_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Well-formed (no overlong form, no surrogate) and without U+0000. */
bool utf8_valid(const char *, size_t len);
/* Code points of valid text. */
size_t utf8_length(const char *, size_t len);

#endif
