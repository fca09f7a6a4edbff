/* SPDX-License-Identifier: ISC */
/*
 * sentence.h - sentences with named places.
 *
 *	There are only {left} of {name} left.
 *	New here? <link>Create an account</link>
 *
 * "{left}" is a place for a value, "<link>" and "</link>" enclose a part that
 * the page dresses in markup of its own.  A translator may move both.
 *
 * In the sources a place also says which value belongs there and how it is
 * written: {left|number}, {name=product.name}.  Catalogues hold the name
 * alone.  A sentence may begin with a context, which tells equal words apart:
 * "price::From".  The words before "::" are letters, digits and dashes.
 */
#ifndef FARM_SENTENCE_SENTENCE_H
#define FARM_SENTENCE_SENTENCE_H

#include "common/base/arena.h"
#include "common/sentence/language.h"

/* ---- the parts of a sentence --------------------------------------------- */

enum piece_kind {
	PIECE_TEXT,
	PIECE_PLACE, /* what stands between the braces */
	PIECE_OPEN,  /* the name of "<name>" */
	PIECE_CLOSE  /* and of "</name>" */
};

struct sentence_piece {
	enum piece_kind kind;
	const char     *s;
	size_t          len;
};

/* Take the next piece from "*at"; false at the end. */
bool sentence_next(const char **at, const char *end,
    struct sentence_piece *out);

/* A place in the sources: {name=value|format}. */
struct sentence_place {
	const char *name, *value, *format; /* "" without a format */
	size_t      name_len, value_len, format_len;
};
struct sentence_place place_read(const char *, size_t len);

/*
 * The key of a sentence of the sources (mo.h): its context, and its places by
 * their names alone.  White space shrinks to one space.
 */
char *sentence_key(struct arena *, const char *source, size_t len);

/*
 * Does a translation have the places and elements of the English text?  With
 * "optional" (a plural form) places may be missing.  NULL if so, else what is
 * wrong with it.
 */
const char *sentence_compare(struct arena *, const char *english,
    const char *translation, bool optional);

/* ---- sentences of programs ----------------------------------------------- */

/* A sentence, or the two forms of one, which "count" (a place) chooses. */
struct sentence {
	const char *text;  /* NULL: nothing to say */
	const char *many;  /* NULL: one form */
	const char *count; /* the name of a place */
};

/* xgettext finds sentences by these.  SAY_LATER is for a text in a table. */
#define SAY_LATER(text)         (text)
#define SAY(text)               ((struct sentence){ (text), NULL, NULL })
#define SAY_N(count, one, many) ((struct sentence){ (one), (many), (count) })

/*
 * A value of a place, as plain text: "3", "12.50", "2026-11-28T14:05:00Z".
 * The format in the sentence says how it is written: {amount|money}.
 */
struct sentence_arg {
	const char *name, *value;
};

struct sentence_args {
	const struct sentence_arg *items;
	size_t                     n;
};
#define ARGS(...)                                                              \
	((struct sentence_args){ (const struct sentence_arg[]){ __VA_ARGS__ }, \
	    sizeof((const struct sentence_arg[]){ __VA_ARGS__ }) /             \
		sizeof(struct sentence_arg) })
#define NO_ARGS ((struct sentence_args){ NULL, 0 })

/*
 * A sentence in a language (NULL: English); NULL if there is none.  A place
 * without a value stays empty.  "currency" is for amounts of money.
 */
const char *sentence_text(struct arena *, const struct language *,
    struct sentence, struct sentence_args, const char *currency);

/* ---- values whose direction is not that of the sentence ------------------- */

/*
 * Unicode's isolates (UAX #9): what stands between them cannot change the
 * order of the words around.
 */
#define ISOLATE     "\u2068"
#define ISOLATE_END "\u2069"

/* Is a text from somewhere else isolated in a sentence of this language? */
bool needs_isolation(const struct language *, const char *, size_t len);
/* The text, isolated if it has to be. */
void isolated_text(struct buf *, const struct language *, const char *,
    size_t len);

#endif
