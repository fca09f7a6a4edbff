/* SPDX-License-Identifier: ISC */
/*
 * cursor_orders.c - cursors of order lists: one that is taken is written as
 * it was.
 */
#include <strings.h>

#include "fcgi/orders/paging.c"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena   *a = arena_new(FUZZ_ARENA);
	struct req      rq = { .arena = a, .complaints = { .arena = a } };
	struct page_in  in = { 1, 1, arena_dup(a, data, size) };
	struct order    rows[2] = { 0 };
	struct list     orders = { rows, 2 };
	struct page_out out;
	struct slice    slice;

	rq.path = "/orders";
	if (page_begin(&rq, &in, &slice) == ERR_OK) {
		MUST(rq.complaints.list.n == 0 && slice.us >= 0);
		rows[0].id = slice.id;
		rows[0].created_at.us = slice.us;
		page_end(&rq, &in, &orders, 2, "", &out);
		MUST(strcasecmp(out.next_cursor, in.cursor) == 0);
		MUST(orders.n == 1);
	} else
		MUST(rq.complaints.list.n == 1);
	arena_free(&a);
	return 0;
}
