/* SPDX-License-Identifier: ISC */
/*
 * uuid.h - identifiers: UUID version 7 (RFC 9562), kept as lower-case text,
 * which is how they travel in URLs, JSON and SQL.
 */
#ifndef FARM_BASE_UUID_H
#define FARM_BASE_UUID_H

#include <stdbool.h>
#include <stddef.h>

#define UUID_LEN 36

struct uuid {
	char text[UUID_LEN + 1];
}; /* "" is "none" */

/* Make an id.  The ids of one process ascend. */
struct uuid uuid_new(void);
/* Any RFC 9562 text form; made lower-case.  False leaves "out" alone. */
bool uuid_parse(const char *, size_t len, struct uuid *out);
bool uuid_equal(struct uuid, struct uuid);

static inline bool
uuid_given(struct uuid u)
{
	return u.text[0] != '\0';
}

#endif
