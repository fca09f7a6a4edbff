/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fcgi/orders/paging.h"

#define TIME_DIGITS 14 /* of microseconds since 1970, hexadecimal */
#define CURSOR_LEN  ((size_t)TIME_DIGITS + UUID_LEN)

SPEC(page_in,
    FIELD_DEFAULT(page_in, page, 1, PAGE_DEEPEST, 1),
    FIELD_DEFAULT(page_in, limit, 1, 100, 20),
    FIELD_OPT(page_in, cursor, 1, 200));

SPEC(page_out,
    FIELD(page_out, page),
    FIELD(page_out, limit),
    FIELD(page_out, total),
    FIELD(page_out, total_pages),
    FIELD(page_out, next_cursor),
    FIELD_PAGE(page_out, prev_url),
    FIELD_PAGE(page_out, next_url));

/* A cursor is the last order's time and id; it opens nothing by itself. */
static bool
cursor_parse(const char *s, struct slice *out)
{
	char digits[TIME_DIGITS + 1], *end;

	if (strlen(s) != CURSOR_LEN ||
	    !uuid_parse(s + TIME_DIGITS, UUID_LEN, &out->id))
		return false;
	memcpy(digits, s, TIME_DIGITS);
	digits[TIME_DIGITS] = '\0';
	if (strspn(digits, "0123456789abcdef") != TIME_DIGITS)
		return false;
	out->us = (int64_t)strtoull(digits, &end, 16);
	return true;
}

enum err
page_begin(struct req *rq, const struct page_in *in, struct slice *out)
{
	*out = (struct slice){ .us = INT_NONE, .limit = in->limit + 1 };
	if (in->cursor == NULL) {
		out->offset = (in->page - 1) * in->limit;
		return ERR_OK;
	}
	if (cursor_parse(in->cursor, out))
		return ERR_OK;
	complain_as(&rq->complaints, "cursor", "bad_cursor",
	    "This is not a cursor of this list.");
	return ERR_INVALID;
}

void
page_end(struct req *rq, const struct page_in *in, struct list *orders,
    int64_t total, const char *filters, struct page_out *out)
{
	const struct order *last = orders->items;
	bool                more = (int64_t)orders->n > in->limit;

	if (more)
		orders->n = (size_t)in->limit;
	*out = (struct page_out){ .page = in->page,
		.limit = in->limit,
		.total = total,
		.total_pages = (total + in->limit - 1) / in->limit };
	if (more) {
		last += in->limit - 1;
		out->next_cursor = arena_printf(rq->arena, "%0*" PRIx64 "%s",
		    TIME_DIGITS, (uint64_t)last->created_at.us, last->id.text);
		out->next_url = arena_printf(rq->arena, "%s?page=%" PRId64 "%s",
		    rq->path, in->page + 1, filters);
	}
	if (in->page > 1)
		out->prev_url = arena_printf(rq->arena, "%s?page=%" PRId64 "%s",
		    rq->path, in->page - 1, filters);
}
