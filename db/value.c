/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>

#include "db/pg.h"

/*
 * ->text NULL with something in ->own means "->own": a pointer into the
 * struct itself would not survive its being returned.
 */
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
value_of_time(struct timestamp t)
{
	struct value v = { 0 };

	if (timestamp_given(t))
		timestamp_format(t, v.own);
	return v;
}
