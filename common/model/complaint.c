/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>

#include "common/base/arena.h"
#include "common/model/complaint.h"

SPEC(complaint,
    FIELD(field),
    FIELD(code),
    FIELD(message));

static const struct {
	const char     *code;
	struct sentence text;
} kinds[] = {
	[BAD_REQUIRED] = { "required", SAY("Enter a value.") },
	[BAD_TYPE] = { "wrong_type", SAY("This value has the wrong type.") },
	[BAD_TOO_SHORT] = { "too_short",
	    SAY_N("bound", "Use at least one character.",
		"Use at least {bound|number} characters.") },
	[BAD_TOO_LONG] = { "too_long",
	    SAY_N("bound", "Use at most one character.",
		"Use at most {bound|number} characters.") },
	[BAD_TOO_SMALL] = { "too_small",
	    SAY("Enter a value of at least {bound|number}.") },
	[BAD_TOO_LARGE] = { "too_large",
	    SAY("Enter a value of at most {bound|number}.") },
	[BAD_NOT_A_NUMBER] = { "not_a_number",
	    SAY("Enter an amount, such as {example|decimal}.") },
	[BAD_NOT_WHOLE] = { "not_a_whole_number",
	    SAY("Enter a whole number.") },
	[BAD_DECIMALS] = { "too_many_decimals",
	    SAY_N("bound", "Use at most one decimal place.",
		"Use at most {bound|number} decimal places.") },
	[BAD_NO_DECIMALS] = { "too_many_decimals",
	    SAY("Enter a whole amount without decimal places.") },
	[BAD_NOT_ONE_OF] = { "not_one_of", SAY("Choose one of the options.") },
	[BAD_UUID] = { "invalid_id", SAY("Enter a valid ID.") },
	[BAD_TIME] = { "invalid_time",
	    SAY("Enter a time, such as 2026-01-31T12:00:00Z.") },
	[BAD_EMAIL] = { "invalid_email",
	    SAY("Enter an e-mail address, such as name@example.com.") },
	[BAD_COUNTRY] = { "invalid_country",
	    SAY("Enter a country code of two letters, such as DE.") },
	[BAD_CURRENCY] = { "invalid_currency",
	    SAY("Enter a currency code of three capital letters, such as "
		"USD.") },
	[BAD_URL] = { "invalid_url",
	    SAY("Enter an address that starts with http:// or https://.") },
	[BAD_SLUG] = { "invalid_slug",
	    SAY("Use only lower-case letters, digits and single hyphens.") },
	[BAD_CHARACTERS] = { "invalid_characters",
	    SAY("Remove the characters that are not allowed here.") },
	[BAD_TOO_FEW] = { "too_few",
	    SAY_N("bound", "Enter at least one.",
		"Enter at least {bound|number}.") },
	[BAD_TOO_MANY] = { "too_many",
	    SAY_N("bound", "Enter at most one.",
		"Enter at most {bound|number}.") },
};

void
complain(struct complaints *cs, const char *field, enum complaint_code code,
    int64_t bound)
{
	char text[MONEY_SIZE], example[MONEY_SIZE] = "";

	snprintf(text, sizeof(text), "%" PRId64, bound);
	if (code == BAD_NOT_A_NUMBER)
		money_format(MONEY(1990, (int)bound), example);
	complain_as(cs, field, kinds[code].code, kinds[code].text,
	    ARGS({ "bound", text }, { "example", example }));
}

static struct sentence_args
args_copy(struct arena *a, struct sentence_args args)
{
	struct sentence_arg *items = arena_array(a, args.n, sizeof(*items));

	for (size_t i = 0; i < args.n; i++)
		items[i] = (struct sentence_arg){ arena_strdup(a,
						      args.items[i].name),
			arena_strdup(a, args.items[i].value) };
	return (struct sentence_args){ items, args.n };
}

void
complain_as(struct complaints *cs, const char *field, const char *code,
    struct sentence sentence, struct sentence_args args)
{
	struct complaint *c;

	if (cs->list.n == COMPLAINTS_MAX)
		return;
	c = list_add(cs->arena, &cs->list);
	c->field = arena_strdup(cs->arena, field);
	c->code = code;
	c->sentence = sentence;
	c->args = args_copy(cs->arena, args);
}

void
complain_error(struct complaints *cs, const char *field, enum err e)
{
	complain_as(cs, field, err_slug(e), SAY(err_title(e)), NO_ARGS);
}

void
complaints_say(struct complaints *cs, const struct language *l,
    const char *currency)
{
	struct complaint *c = cs->list.items;

	for (size_t i = 0; i < cs->list.n; i++)
		c[i].message = sentence_text(cs->arena, l, c[i].sentence,
		    c[i].args, currency);
}
