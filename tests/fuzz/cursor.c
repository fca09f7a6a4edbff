/* SPDX-License-Identifier: ISC */
/*
 * cursor.c - cursors of product lists.  The first character is the list's
 * order ("s": a search), the rest a cursor; from the second line on what a
 * cursor says before it is wrapped up.
 */
#include "db/products/listing.c"
#include "db/products/products.c"
#include "tests/fuzz/fuzz.h"

static bool
key_holds(enum listing_order order, const char *key)
{
	struct timestamp t;
	struct money     m;

	switch (order) {
	case ORDER_NEWEST:
	case ORDER_OLDEST: return timestamp_parse(key, strlen(key), &t);
	case ORDER_PRICE_UP:
	case ORDER_PRICE_DOWN:
		return money_parse(key, strlen(key), &m) == MONEY_OK;
	default: return utf8_valid(key, strlen(key));
	}
}

/* Of the row that a cursor names the same cursor is written. */
static void
written_again(struct arena *a, const struct listing *in,
    const struct cursor *read)
{
	struct product row = { .id = read->id, .name = read->key };
	struct cursor  again = ends[in->order];
	struct listing next = *in;

	if (in->order == ORDER_NEWEST || in->order == ORDER_OLDEST)
		timestamp_parse(read->key, strlen(read->key), &row.created_at);
	if (in->order == ORDER_PRICE_UP || in->order == ORDER_PRICE_DOWN)
		money_parse(read->key, strlen(read->key), &row.price);
	next.cursor = cursor_write(a, in, 0, &row);
	MUST(cursor_read(a, &next, &again));
	if (in->search == NULL)
		MUST(uuid_equal(read->id, again.id));
	if (in->order == ORDER_NAME_UP || in->order == ORDER_NEWEST)
		MUST(strcmp(read->key, again.key) == 0);
}

static void
cursor_try(struct arena *a, struct listing *in, const char *text)
{
	struct cursor out = ends[in->order];

	in->cursor = text;
	if (!cursor_read(a, in, &out))
		return;
	MUST(out.offset >= 0 && out.offset <= SEARCH_MAX);
	MUST(strlen(out.id.text) == UUID_LEN);
	if (in->search == NULL)
		MUST(key_holds(in->order, out.key));
	written_again(a, in, &out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena  *a = arena_new(FUZZ_ARENA);
	struct input   in = input_of(data, size);
	struct listing listing = { .limit = 20 };
	const char    *line = input_line(a, &in);

	if (*line >= '0' && *line < '0' + ORDER_RELEVANCE)
		listing.order = (enum listing_order)(*line - '0');
	else if (*line == 's') {
		listing.search = "tea";
		listing.order = ORDER_RELEVANCE;
	}
	if (*line != '\0')
		cursor_try(a, &listing, line + 1);
	cursor_try(a, &listing, base64url(a, in.s, input_left(&in)));
	arena_free(&a);
	return 0;
}
