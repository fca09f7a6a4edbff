/* SPDX-License-Identifier: ISC */
/*
 * stored_text.h - what rows and events hold to be read by people: words that
 * somebody typed, or a sentence of the shop.
 *
 * A sentence is stored by its id and its values, and rendered in the reader's
 * language (stored_text.def).  Its English text is stored beside them: programs
 * that do not know the id show that.  Rows that are older than the ids have the
 * text alone.
 */
#ifndef FARM_CONTRACT_STORED_TEXT_H
#define FARM_CONTRACT_STORED_TEXT_H

#include "common/model/spec.h"
#include "common/sentence/sentence.h"

enum stored_sentence {
	STORED_NONE,
#define STORED(name, id, text) STORED_##name,
#include "common/contract/stored_text.def"
#undef STORED
	STORED__COUNT
};

struct stored_text {
	const char     *text; /* NULL: nothing is said */
	const char     *id;   /* of a sentence; NULL: somebody typed the text */
	struct raw_json args; /* an object of texts; or NULL */
};

/* A sentence with its values, in the arena.  STORED_NONE: nothing. */
struct stored_text stored_sentence(struct arena *, enum stored_sentence,
    struct sentence_args);
/* What somebody typed; NULL: nothing. */
struct stored_text stored_words(const char *);

/* The same of a sentence without values, as events and calls hold it. */
const char *stored_reason_say(struct arena *, const struct language *,
    const char *text, const char *id);

/* The text in a language (NULL: English). */
const char *stored_text_say(struct arena *, const struct language *,
    const struct stored_text *, const char *currency);

#endif
