/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>

#include "common/base/arena.h"
#include "common/model/complaint.h"

SPEC(complaint,
    FIELD(field),
    FIELD(code),
    FIELD(message));

/* For "%" see bound_text(). */
static const struct {
	const char *code, *message;
} texts[] = {
	[BAD_REQUIRED] = { "required", "This is needed." },
	[BAD_TYPE] = { "wrong_type", "This is of the wrong type." },
	[BAD_TOO_SHORT] = { "too_short", "Use at least % characters." },
	[BAD_TOO_LONG] = { "too_long", "Use at most % characters." },
	[BAD_TOO_SMALL] = { "too_small", "This must be at least %." },
	[BAD_TOO_LARGE] = { "too_large", "This must be at most %." },
	[BAD_NOT_A_NUMBER] = { "not_a_number", "Write an amount such as %." },
	[BAD_NOT_WHOLE] = { "not_a_whole_number", "Write a whole number." },
	[BAD_DECIMALS] = { "too_many_decimals", "Use at most % decimals." },
	[BAD_NO_DECIMALS] = { "too_many_decimals",
	    "Write a whole amount, without decimals." },
	[BAD_NOT_ONE_OF] = { "not_one_of", "This is not one of the choices." },
	[BAD_UUID] = { "invalid_id", "This is not an id." },
	[BAD_TIME] = { "invalid_time",
	    "Write a time such as 2026-01-31T12:00:00Z." },
	[BAD_EMAIL] = { "invalid_email",
	    "Write an e-mail address such as name@example.com." },
	[BAD_COUNTRY] = { "invalid_country",
	    "Use the two letters of a country, such as DE." },
	[BAD_CURRENCY] = { "invalid_currency",
	    "Use the three capital letters of a currency, such as USD." },
	[BAD_URL] = { "invalid_url",
	    "Write an address that starts with http:// or https://." },
	[BAD_SLUG] = { "invalid_slug",
	    "Use small letters, digits and single dashes." },
	[BAD_CHARACTERS] = { "invalid_characters",
	    "This holds characters that cannot be used here." },
	[BAD_TOO_FEW] = { "too_few", "Give at least %." },
	[BAD_TOO_MANY] = { "too_many", "Give at most %." },
};

/* What "%" stands for: the bound, or an amount with that many decimals. */
static void
bound_text(enum complaint_code code, int64_t bound, char out[static MONEY_SIZE])
{
	if (code == BAD_NOT_A_NUMBER)
		money_format(MONEY(1990, (int)bound), out);
	else
		snprintf(out, MONEY_SIZE, "%" PRId64, bound);
}

void
complain(struct complaints *cs, const char *field, enum complaint_code code,
    int64_t bound)
{
	char   text[160], value[MONEY_SIZE];
	size_t n = 0;

	bound_text(code, bound, value);
	for (const char *s = texts[code].message; *s != '\0'; s++) {
		if (*s == '%')
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s",
			    value);
		else
			text[n++] = *s;
	}
	text[n] = '\0';
	complain_as(cs, field, texts[code].code, text);
}

void
complain_as(struct complaints *cs, const char *field, const char *code,
    const char *message)
{
	struct complaint *c;

	if (cs->list.n == COMPLAINTS_MAX)
		return;
	c = list_add(cs->arena, &cs->list);
	c->field = arena_strdup(cs->arena, field);
	c->code = code;
	c->message = arena_strdup(cs->arena, message);
}
