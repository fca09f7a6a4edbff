/* SPDX-License-Identifier: ISC */
/*
 * mo.h - read a compiled catalogue of GNU gettext (a .mo file).
 *
 * The file is mapped, so all programs share its pages.  Everything in it is
 * checked when it is opened: a file whose tables or texts reach outside of it,
 * whose keys are not sorted, or whose texts are not valid UTF-8 is refused.
 *
 * The key of a message is its English text.  With a context it is the context,
 * the byte MO_CONTEXT, and the text.
 *
 * libintl is not used: it has one language a process, and changing it at run
 * time (the variable LANGUAGE) has no effect with glibc 2.41.
 */
#ifndef FARM_SENTENCE_MO_H
#define FARM_SENTENCE_MO_H

#include <stddef.h>

#include "common/sentence/plural.h"

#define MO_CONTEXT '\4'
#define MO_NONE    UINT32_MAX

struct mo {
	const char     *data;
	size_t          size;
	uint32_t        count;
	const uint32_t *keys, *texts; /* length and place of each */
	struct plural   plural;
};

/*
 * Map a file.  NULL if all is well, else what is wrong with it.  It is never
 * unmapped: texts live as long as the program.
 */
const char *mo_open(struct mo *, const char *path);
/* The same for bytes in memory, which must be aligned to four and outlive it. */
const char *mo_read(struct mo *, const void *data, size_t size);

/* The number of the message with this key, or MO_NONE. */
uint32_t mo_find(const struct mo *, const char *key);
/* Its translation, and that of one plural form.  "*len" is without the NUL. */
const char *mo_text(const struct mo *, uint32_t message, size_t *len);
const char *mo_form(const struct mo *, uint32_t message, unsigned form,
    size_t *len);
/* How many forms there are: 1 for a message without plural. */
unsigned mo_forms(const struct mo *, uint32_t message);

#endif
