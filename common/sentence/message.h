/* SPDX-License-Identifier: ISC */
/*
 * message.h - the messages of this program's templates.
 *
 * A template knows a message by its number.  For each language a table says
 * where the catalogue, which all programs share, has the translation: four
 * bytes a message and language are this program's own.
 *
 * State: the table of messages, filled while templates are loaded.
 */
#ifndef FARM_SENTENCE_MESSAGE_H
#define FARM_SENTENCE_MESSAGE_H

#include "common/sentence/language.h"

/* "plain": nothing in it has to be escaped in HTML. */
struct message_text {
	const char *s;
	size_t      len;
	bool        plain;
};

#define MESSAGES_MAX 16384

/*
 * The number of the message with this key (mo.h), a new one or the one it has.
 * "many" is the key of its English plural, or NULL.  Texts are copied.
 * Aborts above MESSAGES_MAX.
 */
unsigned message_add(const char *key, const char *many);
/* No more of them for now: forget what finds those that are there. */
void message_add_end(void);

/* Its text in a language (NULL: English), and the form that goes with "n". */
struct message_text message_text(const struct language *, unsigned message);
struct message_text message_form(const struct language *, unsigned message,
    uint64_t n);
/* How many forms it has there, and each of them: for checks. */
unsigned    message_forms(const struct language *, unsigned message);
const char *message_form_at(const struct language *, unsigned message,
    unsigned form);

#endif
