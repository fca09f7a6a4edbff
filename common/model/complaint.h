/* SPDX-License-Identifier: ISC */
/*
 * complaint.h - what is wrong with an input, all of it at once.
 *
 * Codes and sentences are listed in complaint.c; handlers add their own with
 * complain() and return ERR_INVALID.
 */
#ifndef FARM_MODEL_COMPLAINT_H
#define FARM_MODEL_COMPLAINT_H

#include <stddef.h>
#include <stdint.h>

#include "common/base/err.h"
#include "common/model/spec.h"
#include "common/sentence/sentence.h"

#define COMPLAINTS_MAX 64 /* further ones are not listed */

struct complaint {
	const char *field, *code;
	const char *message; /* made by complaints_say() */

	struct sentence      sentence;
	struct sentence_args args;
};
SPEC_DECLARE(complaint);

struct complaints {
	struct arena   *arena;
	LIST(complaint) list;
};

enum complaint_code {
	BAD_REQUIRED,
	BAD_TYPE,
	BAD_TOO_SHORT,
	BAD_TOO_LONG,
	BAD_TOO_SMALL,
	BAD_TOO_LARGE,
	BAD_NOT_A_NUMBER,
	BAD_NOT_WHOLE,
	BAD_DECIMALS,
	BAD_NO_DECIMALS,
	BAD_NOT_ONE_OF,
	BAD_UUID,
	BAD_TIME,
	BAD_EMAIL,
	BAD_COUNTRY,
	BAD_CURRENCY,
	BAD_URL,
	BAD_SLUG,
	BAD_CHARACTERS,
	BAD_TOO_FEW,
	BAD_TOO_MANY
};

/*
 * "bound" is the bound that was crossed, where the sentence names one; for
 * BAD_NOT_A_NUMBER it is the number of decimals that an amount has.  Strings
 * are copied.
 */
void complain(struct complaints *, const char *field, enum complaint_code,
    int64_t bound);
/*
 * A complaint of a handler's own: complain_as(cs, "quantity", "out_of_stock",
 * SAY_N("left", "Only one is left.", "Only {left|number} are left."),
 * ARGS({ "left", text })).  Names and values are copied.
 */
void complain_as(struct complaints *, const char *field, const char *code,
    struct sentence, struct sentence_args);

/* An error as a complaint about a field. */
void complain_error(struct complaints *, const char *field, enum err);

/* Make the messages in the reader's language (NULL: English). */
void complaints_say(struct complaints *, const struct language *,
    const char *currency);

#endif
