/* SPDX-License-Identifier: ISC */
/*
 * plural.h - which of a language's plural forms goes with a number.
 *
 * A catalogue says it in its header, as GNU gettext defines: "Plural-Forms:
 * nplurals=2; plural=n != 1;".  The expression is C over unsigned numbers.
 */
#ifndef FARM_SENTENCE_PLURAL_H
#define FARM_SENTENCE_PLURAL_H

#include <stdbool.h>
#include <stdint.h>

#define PLURAL_FORMS_MAX 6
#define PLURAL_SMALL     128 /* numbers whose form is looked up */

struct plural {
	const char   *expression; /* NULL: n != 1 */
	unsigned      forms;      /* 1 to PLURAL_FORMS_MAX */
	unsigned char small[PLURAL_SMALL];
};

/*
 * Read the line from the header of a catalogue (NULL, or a header without the
 * line: two forms, n != 1).  False if it is malformed, or if it gives one of
 * the small numbers a form that does not exist.  "header" must outlive "out".
 */
bool plural_read(const char *header, struct plural *out);

/* The form of "n", from 0.  An expression that fails gives form 0. */
unsigned plural_form(const struct plural *, uint64_t n);

#endif
