/* SPDX-License-Identifier: ISC */
/*
 * language.h - the languages that the shop speaks, and how each of them
 * writes numbers, amounts of money, dates and lists.
 *
 * English is the language of the sources and needs no catalogue.  Any other
 * language is one file, templates/locale/CODE.po; its conventions are messages
 * like all others (context "locale"), so a new language needs no C.
 *
 * State: the table of languages, filled once by languages_open().
 */
#ifndef FARM_SENTENCE_LANGUAGE_H
#define FARM_SENTENCE_LANGUAGE_H

#include <stdbool.h>

#include "common/base/buf.h"
#include "common/base/clock.h"
#include "common/base/money.h"
#include "common/sentence/mo.h"

#define LANGUAGES_MAX 16

struct language {
	const char *code; /* BCP 47: "de" */
	const char *name; /* in the language itself: "Deutsch" */
	bool        rtl;  /* written from right to left */
	unsigned    number;
	struct mo   mo; /* ->count is 0 for English */

	const char *decimal, *group;  /* "." and "," of 1,234.50 */
	const char *sign, *code_sign; /* $1.50 and CHF 1.50 */
	const char *date, *datetime;
	const char *list, *list_end; /* "a, b" and "b and c" */
	const char *problem;         /* "Name: Enter a name." */
	const char *months[12];
};

/*
 * Open the languages of the setting LANGUAGES, "en de": the first one is
 * spoken to whoever asks for none of them.  Catalogues are DIR/locale/CODE.mo.
 * False if one is missing or malformed, which is a line on standard error.
 */
bool languages_open(const char *dir, const char *codes);

/* English as the sources have it, whatever LANGUAGES says. */
const struct language *language_english(void);
/* All of them; English alone before languages_open(). */
const struct language *languages_all(size_t *n);
/* The one with this code, or the first.  "code" may be NULL. */
const struct language *language_find(const char *code);

/*
 * The translation of a message by its key (mo.h); else the English text.  Also
 * for the words of others, which may be in the catalogues or not.
 */
const char *language_text(const struct language *, const char *key);
/* The text of a key: what follows the context. */
const char *message_words(const char *key);

/* ---- as the language writes it ------------------------------------------- */

/* "1234567.5" as "1,234,567.5". */
void language_number(struct buf *, const struct language *, const char *digits);
/* The same without marks between groups: what a form takes. */
void language_decimal(struct buf *, const struct language *,
    const char *digits);
/* "$1,234.50"; in a currency without a sign "CHF 1,234.50". */
void language_money(struct buf *, const struct language *, struct money,
    const char *currency);
/* "28 November 2026"; with the time "28 November 2026, 14:05 UTC". */
void language_date(struct buf *, const struct language *, struct timestamp,
    bool with_time);
/* "a, b and c" of texts. */
void language_list(struct buf *, const struct language *,
    const char *const *texts, size_t n);

#endif
