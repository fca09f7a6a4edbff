/* SPDX-License-Identifier: ISC */
/*
 * value.c - values of C as the texts that PostgreSQL reads.
 *
 * A short text stands in ->own, and ->text is NULL: a pointer into the struct
 * would be wrong as soon as the struct is copied.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/pg/pg_impl.h"

struct value
value_of_text(const char *s)
{
	return (struct value){ .text = s };
}

struct value
value_of_int(int64_t n)
{
	struct value v = { 0 };

	if (n != INT_NONE)
		snprintf(v.own, sizeof(v.own), "%" PRId64, n);
	return v;
}

struct value
value_of_bool(bool b)
{
	return (struct value){ .text = b ? "t" : "f" };
}

struct value
value_of_flag(struct flag f)
{
	return (struct value){ .text = f.is < 0 ? NULL : f.is ? "t" : "f" };
}

struct value
value_of_uuid(struct uuid u)
{
	struct value v = { 0 };

	snprintf(v.own, sizeof(v.own), "%s", u.text);
	return v;
}

struct value
value_of_money(struct money m)
{
	struct value v = { 0 };

	if (money_given(m))
		money_format(m, v.own);
	return v;
}

struct value
value_of_decimal(struct decimal d)
{
	struct value v = { 0 };

	if (decimal_given(d))
		decimal_format(d, v.own);
	return v;
}

struct value
value_of_time(struct timestamp t)
{
	struct value v = { 0 };

	if (timestamp_given(t))
		timestamp_format(t, v.own);
	return v;
}

/* "{id,id}" */
struct value
value_of_uuids(struct db *db, const struct uuid *first, size_t n, size_t step)
{
	char       *text = arena_alloc(db->arena, 3 + n * (UUID_LEN + 1));
	const void *next = first;
	size_t      len = 0;

	for (size_t i = 0; i < n; i++) {
		const struct uuid *id = next;

		next = (const char *)next + step;
		if (!uuid_given(*id))
			continue;
		text[len++] = ',';
		memcpy(text + len, id->text, UUID_LEN);
		len += UUID_LEN;
	}
	text[0] = '{';
	text[len > 0 ? len : 1] = '}';
	return (struct value){ .text = text };
}
