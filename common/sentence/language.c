/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "common/base/mem.h"
#include "common/sentence/language.h"

#define SOURCE "en" /* the language of the sources */

static struct language  english;
static struct language *languages = &english;
static size_t           count = 1;

const char *
message_words(const char *key)
{
	const char *end = strchr(key, MO_CONTEXT);

	return end != NULL ? end + 1 : key;
}

const char *
language_text(const struct language *l, const char *key)
{
	uint32_t i = l == NULL || l->mo.count == 0 ? MO_NONE :
						     mo_find(&l->mo, key);
	size_t   len;

	return i == MO_NONE ? message_words(key) : mo_text(&l->mo, i, &len);
}

/*
 * How the language says something that is a matter of convention: a message
 * of the context "locale".
 */
static const char *
convention(const struct language *l, const char *english_text)
{
	const char *text = strchr(english_text, ':') + 2;
	char        key[80];
	uint32_t    i;
	size_t      len;

	snprintf(key, sizeof(key), "locale%c%s", MO_CONTEXT, text);
	i = mo_find(&l->mo, key);
	return i == MO_NONE ? text : mo_text(&l->mo, i, &len);
}

static void
conventions_read(struct language *l)
{
	l->name = convention(l, "locale::English");
	l->rtl = strcmp(convention(l, "locale::left to right"),
		     "right to left") == 0;
	l->decimal = convention(l, "locale::.");
	l->group = convention(l, "locale::,");
	l->sign = convention(l, "locale::{sign}{amount}");
	l->code_sign = convention(l, "locale::{code} {amount}");
	l->date = convention(l, "locale::{day} {month} {year}");
	l->datetime = convention(l, "locale::{date}, {time} UTC");
	l->list = convention(l, "locale::{first}, {next}");
	l->list_end = convention(l, "locale::{first} and {last}");
	l->problem = convention(l, "locale::{field}: {problem}");
	l->months[0] = convention(l, "locale::January");
	l->months[1] = convention(l, "locale::February");
	l->months[2] = convention(l, "locale::March");
	l->months[3] = convention(l, "locale::April");
	l->months[4] = convention(l, "locale::May");
	l->months[5] = convention(l, "locale::June");
	l->months[6] = convention(l, "locale::July");
	l->months[7] = convention(l, "locale::August");
	l->months[8] = convention(l, "locale::September");
	l->months[9] = convention(l, "locale::October");
	l->months[10] = convention(l, "locale::November");
	l->months[11] = convention(l, "locale::December");
}

/* English as it is before, and without, any catalogue. */
__attribute__((constructor)) static void
english_make(void)
{
	english.code = SOURCE;
	plural_read(NULL, &english.mo.plural);
	conventions_read(&english);
}

const struct language *
language_english(void)
{
	return &english;
}

static bool
code_valid(const char *code, size_t len)
{
	return len >= 2 && len <= 35 &&
	    strspn(code,
		"abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") >= len;
}

static bool
language_open(struct language *l, const char *dir, const char *code, size_t len)
{
	char        path[4200], *copy;
	const char *wrong;

	if (!code_valid(code, len)) {
		fprintf(stderr, "LANGUAGES: '%.*s' is no language\n", (int)len,
		    code);
		return false;
	}
	copy = mem_new(len + 1, 1);
	memcpy(copy, code, len);
	l->code = copy;
	if (strcmp(copy, SOURCE) == 0) {
		l->mo = english.mo;
	} else {
		snprintf(path, sizeof(path), "%s/locale/%s.mo", dir, copy);
		if ((wrong = mo_open(&l->mo, path)) != NULL) {
			fprintf(stderr, "LANGUAGES: %s: %s\n", path, wrong);
			return false;
		}
	}
	conventions_read(l);
	return true;
}

/* Step to the next word; its length, or 0 at the end. */
static size_t
next_word(const char **at)
{
	*at += strspn(*at, " ");
	return strcspn(*at, " ");
}

bool
languages_open(const char *dir, const char *codes)
{
	struct language *all = mem_new(LANGUAGES_MAX, sizeof(*all));
	unsigned         n = 0;
	size_t           len;

	for (const char *s = codes; (len = next_word(&s)) > 0; s += len) {
		if (n == LANGUAGES_MAX) {
			fprintf(stderr, "LANGUAGES: more than %d\n",
			    LANGUAGES_MAX);
			return false;
		}
		all[n].number = n;
		if (!language_open(&all[n++], dir, s, len))
			return false;
	}
	if (n == 0) {
		fprintf(stderr, "LANGUAGES: names no language\n");
		return false;
	}
	languages = all;
	count = n;
	return true;
}

const struct language *
languages_all(size_t *n)
{
	*n = count;
	return languages;
}

const struct language *
language_find(const char *code)
{
	for (size_t i = 0; code != NULL && i < count; i++)
		if (strcasecmp(languages[i].code, code) == 0)
			return &languages[i];
	return &languages[0];
}
