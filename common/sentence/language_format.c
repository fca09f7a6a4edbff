/* SPDX-License-Identifier: ISC */
/*
 * language_format.c - numbers, amounts, dates and lists as a language writes
 * them.  The patterns are messages of its catalogue (language.c).
 */
#include <stdio.h>
#include <string.h>

#include "common/base/currency.h"
#include "common/sentence/sentence.h"

#define MINUS "\u2212"

static bool
is_place(const struct sentence_piece *p, const char *name)
{
	return p->kind == PIECE_PLACE && strlen(name) == p->len &&
	    memcmp(name, p->s, p->len) == 0;
}

static const struct language *
or_english(const struct language *l)
{
	return l != NULL ? l : language_english();
}

/* The digits without a sign, with a mark between groups of three. */
static void
digits_write(struct buf *b, const struct language *l, const char *group,
    const char *digits)
{
	size_t whole = strcspn(digits, ".");

	for (size_t i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0)
			buf_str(b, group);
		buf_char(b, digits[i]);
	}
	if (digits[whole] == '.') {
		buf_str(b, l->decimal);
		buf_str(b, digits + whole + 1);
	}
}

void
language_number(struct buf *b, const struct language *l, const char *digits)
{
	if (*digits == '-') {
		buf_str(b, MINUS);
		digits++;
	}
	l = or_english(l);
	digits_write(b, l, l->group, digits);
}

void
language_decimal(struct buf *b, const struct language *l, const char *digits)
{
	digits_write(b, or_english(l), "", digits);
}

void
language_money(struct buf *b, const struct language *l, struct money m,
    const char *currency)
{
	const struct currency *c = currency_find(currency);
	const char            *sign = c != NULL ? c->sign : NULL, *at, *end;
	char                   digits[MONEY_SIZE];
	struct sentence_piece  p;

	l = or_english(l);
	money_format(m, digits);
	at = sign != NULL ? l->sign : l->code_sign;
	end = at + strlen(at);
	if (*digits == '-')
		buf_str(b, MINUS);
	while (sentence_next(&at, end, &p)) {
		if (p.kind == PIECE_TEXT)
			buf_add(b, p.s, p.len);
		else if (is_place(&p, "amount"))
			digits_write(b, l, l->group, digits + (*digits == '-'));
		else if (is_place(&p, "sign"))
			buf_str(b, sign);
		else if (is_place(&p, "code"))
			buf_str(b, currency);
	}
}

/* The day of the month without a zero before it. */
static const char *
day_of(const char *date)
{
	return date[8] == '0' ? date + 9 : date + 8;
}

static void
day_write(struct buf *b, const struct language *l, const char *date)
{
	const char           *at = l->date, *end = at + strlen(at);
	int                   month = (date[5] - '0') * 10 + date[6] - '0';
	struct sentence_piece p;

	while (sentence_next(&at, end, &p)) {
		if (p.kind == PIECE_TEXT)
			buf_add(b, p.s, p.len);
		else if (is_place(&p, "day"))
			buf_str(b, day_of(date));
		else if (is_place(&p, "month"))
			buf_str(b, l->months[month - 1]);
		else if (is_place(&p, "year"))
			buf_add(b, date, 4);
	}
}

void
language_date(struct buf *b, const struct language *l, struct timestamp t,
    bool with_time)
{
	char                  date[TIMESTAMP_SIZE], clock[TIMESTAMP_SIZE];
	const char           *at, *end;
	struct sentence_piece p;

	l = or_english(l);
	timestamp_strftime(t, "%Y-%m-%d", date);
	if (!with_time) {
		day_write(b, l, date);
		return;
	}
	timestamp_strftime(t, "%H:%M", clock);
	at = l->datetime;
	end = at + strlen(at);
	while (sentence_next(&at, end, &p)) {
		if (p.kind == PIECE_TEXT)
			buf_add(b, p.s, p.len);
		else if (is_place(&p, "date"))
			day_write(b, l, date);
		else if (is_place(&p, "time"))
			buf_str(b, clock);
	}
}

/* One text more behind "first": "a, b", and at the end "a, b and c". */
void
language_list(struct buf *b, const struct language *l, const char *const *texts,
    size_t n)
{
	static const char *const names[] = { "next", "last" };
	const char              *at, *end;
	struct sentence_piece    p;

	l = or_english(l);
	for (size_t i = 0; i < n; i++) {
		bool last = i + 1 == n;

		if (i == 0) {
			buf_str(b, texts[0]);
			continue;
		}
		at = last ? l->list_end : l->list;
		end = at + strlen(at);
		while (sentence_next(&at, end, &p)) {
			if (p.kind == PIECE_TEXT)
				buf_add(b, p.s, p.len);
			else if (is_place(&p, names[last]))
				buf_str(b, texts[i]);
		}
	}
}
