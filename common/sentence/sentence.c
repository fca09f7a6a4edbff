/* SPDX-License-Identifier: ISC */
/*
 * sentence.c - the parts of a sentence, and sentences with values in them.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/sentence/sentence.h"

static bool
is_name(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)s[i]))
			return false;
	return len > 0 && isalpha((unsigned char)*s);
}

/* "{…}" */
static bool
piece_place(const char *s, const char *end, struct sentence_piece *out)
{
	const char *close = memchr(s, '}', (size_t)(end - s));

	if (close == NULL)
		return false;
	*out = (struct sentence_piece){ PIECE_PLACE, s + 1,
		(size_t)(close - s) - 1 };
	return true;
}

/* "<name>" or "</name>" */
static bool
piece_element(const char *s, const char *end, struct sentence_piece *out)
{
	const char *close = memchr(s, '>', (size_t)(end - s));
	bool        closes = s + 1 < end && s[1] == '/';
	const char *name = s + 1 + closes;

	if (close == NULL || close < name ||
	    !is_name(name, (size_t)(close - name)))
		return false;
	*out = (struct sentence_piece){ closes ? PIECE_CLOSE : PIECE_OPEN, name,
		(size_t)(close - name) };
	return true;
}

/* Braces and angle brackets that are no place and no element are text. */
bool
sentence_next(const char **at, const char *end, struct sentence_piece *out)
{
	const char *s = *at;

	if (s >= end)
		return false;
	if ((*s == '{' && piece_place(s, end, out)) ||
	    (*s == '<' && piece_element(s, end, out))) {
		*at = out->s + out->len + 1;
		return true;
	}
	for (s++; s < end && *s != '{' && *s != '<'; s++)
		continue;
	*out = (struct sentence_piece){ PIECE_TEXT, *at, (size_t)(s - *at) };
	*at = s;
	return true;
}

struct sentence_place
place_read(const char *s, size_t len)
{
	const char           *end = s + len;
	const char           *bar = memchr(s, '|', len);
	const char           *equals = memchr(s, '=', len);
	struct sentence_place p = { 0 };

	p.format = bar != NULL ? bar + 1 : end;
	p.format_len = (size_t)(end - p.format);
	if (bar != NULL)
		end = bar;
	p.value = equals != NULL ? equals + 1 : s;
	p.value_len = (size_t)(end - p.value);
	/* Without a name of its own it is called as the value's last part. */
	p.name = s;
	p.name_len = (size_t)((equals != NULL ? equals : end) - s);
	for (size_t i = 0; equals == NULL && i < p.value_len; i++)
		if (s[i] == '.' || s[i] == '@')
			p.name = s + i + 1;
	p.name_len -= (size_t)(p.name - s);
	return p;
}

/* Where the text begins after a context: "price::From"; 0: there is none. */
static size_t
context_end(const char *s, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++) {
		if (s[i] == ':' && s[i + 1] == ':')
			return i > 0 ? i + 2 : 0;
		if (!isalnum((unsigned char)s[i]) && s[i] != '-')
			return 0;
	}
	return 0;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Adds text; white space shrinks to one space, also to what stands there. */
static char *
squeeze(char *out, const char *from, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!is_space(s[i]))
			*out++ = s[i];
		else if (out == from || out[-1] != ' ')
			*out++ = ' ';
	}
	return out;
}

char *
sentence_key(struct arena *a, const char *source, size_t len)
{
	size_t                context = context_end(source, len);
	char                 *key = arena_alloc(a, len + 1), *out = key;
	const char           *at = source + context;
	struct sentence_piece p;
	struct sentence_place place;

	if (context > 0) {
		out = (char *)memcpy(out, source, context - 2) + context - 2;
		*out++ = MO_CONTEXT;
	}
	while (sentence_next(&at, source + len, &p)) {
		if (p.kind != PIECE_PLACE) {
			const char *s = p.kind == PIECE_TEXT ? p.s :
			    p.kind == PIECE_OPEN             ? p.s - 1 :
							       p.s - 2;

			out = squeeze(out, key, s, (size_t)(at - s));
			continue;
		}
		place = place_read(p.s, p.len);
		*out++ = '{';
		out = (char *)memcpy(out, place.name, place.name_len) +
		    place.name_len;
		*out++ = '}';
	}
	*out = '\0';
	return key;
}

/* ---- comparing ----------------------------------------------------------- */

/* Does the sentence have such a piece? */
static bool
has_piece(const char *text, const struct sentence_piece *wanted)
{
	const char           *end = text + strlen(text);
	struct sentence_piece p;

	while (sentence_next(&text, end, &p))
		if (p.kind == wanted->kind && p.len == wanted->len &&
		    memcmp(p.s, wanted->s, p.len) == 0)
			return true;
	return false;
}

/* The first piece of "text", other than text, that "other" lacks. */
static bool
piece_lacking(const char *text, const char *other, bool places,
    struct sentence_piece *out)
{
	const char *end = text + strlen(text);

	while (sentence_next(&text, end, out))
		if (out->kind != PIECE_TEXT &&
		    (places || out->kind != PIECE_PLACE) &&
		    !has_piece(other, out))
			return true;
	return false;
}

/* Is each element closed before the next one opens? */
static bool
elements_closed(const char *text)
{
	const char           *end = text + strlen(text);
	struct sentence_piece p, open = { PIECE_TEXT, NULL, 0 };

	while (sentence_next(&text, end, &p)) {
		if (p.kind == PIECE_OPEN && open.kind == PIECE_OPEN)
			return false;
		if (p.kind == PIECE_CLOSE &&
		    (open.kind != PIECE_OPEN || open.len != p.len ||
			memcmp(open.s, p.s, p.len) != 0))
			return false;
		if (p.kind == PIECE_OPEN || p.kind == PIECE_CLOSE)
			open = p;
	}
	return open.kind != PIECE_OPEN;
}

/* Braces that enclose nothing are a mistake of the translator's. */
static bool
has_stray_brace(const char *text)
{
	const char           *end = text + strlen(text);
	struct sentence_piece p;

	while (sentence_next(&text, end, &p))
		if (p.kind == PIECE_TEXT &&
		    (memchr(p.s, '{', p.len) != NULL ||
			memchr(p.s, '}', p.len) != NULL))
			return true;
	return false;
}

const char *
sentence_compare(struct arena *a, const char *english, const char *translation,
    bool optional)
{
	struct sentence_piece p;

	if (piece_lacking(translation, english, true, &p))
		return arena_printf(a, "'%.*s' is not in the English text",
		    (int)p.len, p.s);
	if (piece_lacking(english, translation, !optional, &p))
		return arena_printf(a, "'%.*s' is missing", (int)p.len, p.s);
	if (has_stray_brace(translation))
		return "a brace belongs to no place";
	if (!elements_closed(translation))
		return "an element is not closed where it should be";
	return NULL;
}

/* ---- sentences of programs ----------------------------------------------- */

static const char *
arg_value(struct sentence_args args, const char *name, size_t len)
{
	for (size_t i = 0; i < args.n; i++)
		if (strlen(args.items[i].name) == len &&
		    memcmp(args.items[i].name, name, len) == 0)
			return args.items[i].value;
	return NULL;
}

/* The place of this name, as the source has it, with its format. */
static struct sentence_place
place_find(const char *source, const char *name, size_t len)
{
	const char           *end = source + strlen(source);
	struct sentence_piece p;
	struct sentence_place place;

	while (sentence_next(&source, end, &p)) {
		if (p.kind != PIECE_PLACE)
			continue;
		place = place_read(p.s, p.len);
		if (place.name_len == len && memcmp(place.name, name, len) == 0)
			return place;
	}
	return (struct sentence_place){ 0 };
}

static bool
format_is(const struct sentence_place *p, const char *name)
{
	return p->format_len == strlen(name) && p->format_len > 0 &&
	    memcmp(p->format, name, p->format_len) == 0;
}

/* What is not of the format's type is written as it is. */
static void
value_write(struct buf *b, const struct language *l,
    const struct sentence_place *place, const char *value, const char *currency)
{
	size_t           len = strlen(value);
	struct money     m;
	struct timestamp t;

	if (format_is(place, "number"))
		language_number(b, l, value);
	else if (format_is(place, "decimal"))
		language_decimal(b, l, value);
	else if (format_is(place, "money") &&
	    money_parse(value, len, &m) == MONEY_OK)
		language_money(b, l, m, currency);
	else if ((format_is(place, "date") || format_is(place, "datetime")) &&
	    timestamp_parse(value, len, &t))
		language_date(b, l, t, format_is(place, "datetime"));
	else
		isolated_text(b, l, value, len);
}

/* The translation of a sentence in the form that its count asks for. */
static const char *
translation_of(struct arena *a, const struct language *l, struct sentence s,
    struct sentence_args args)
{
	const char *key = sentence_key(a, s.text, strlen(s.text));
	const char *count = s.many == NULL ?
	    NULL :
	    arg_value(args, s.count, strlen(s.count));
	uint64_t    n = count != NULL ? strtoull(count, NULL, 10) : 0;
	uint32_t    i = mo_find(&l->mo, key);
	size_t      len;

	if (i == MO_NONE)
		return s.many == NULL || n == 1 ?
		    message_words(key) :
		    message_words(sentence_key(a, s.many, strlen(s.many)));
	return s.many == NULL ?
	    mo_text(&l->mo, i, &len) :
	    mo_form(&l->mo, i, plural_form(&l->mo.plural, n), &len);
}

static void
sentence_write(struct buf *b, struct arena *a, const struct language *l,
    struct sentence s, struct sentence_args args, const char *currency)
{
	const char           *text = translation_of(a, l, s, args), *value;
	const char           *end = text + strlen(text);
	struct sentence_piece p;
	struct sentence_place place;

	while (sentence_next(&text, end, &p)) {
		if (p.kind == PIECE_TEXT)
			buf_add(b, p.s, p.len);
		if (p.kind != PIECE_PLACE ||
		    (value = arg_value(args, p.s, p.len)) == NULL)
			continue;
		place = place_find(s.text, p.s, p.len);
		if (place.name == NULL && s.many != NULL)
			place = place_find(s.many, p.s, p.len);
		value_write(b, l, &place, value, currency);
	}
}

const char *
sentence_text(struct arena *a, const struct language *l, struct sentence s,
    struct sentence_args args, const char *currency)
{
	struct buf  b = { 0 };

	if (s.text == NULL)
		return NULL;
	sentence_write(&b, a, l != NULL ? l : language_english(), s, args,
	    currency);
	return buf_keep(&b, a);
}
