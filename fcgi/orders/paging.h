/* SPDX-License-Identifier: ISC */
/*
 * paging.h - lists in pages: by number, or by a cursor that costs the same
 * however deep it is.
 */
#ifndef FARM_FCGI_ORDERS_PAGING_H
#define FARM_FCGI_ORDERS_PAGING_H

#include "common/http/request.h"
#include "db/orders/order_lists.h"

#define PAGE_DEEPEST 10000

struct page_in {
	int64_t     page, limit;
	const char *cursor;
};
extern struct spec page_in_spec;

/* What stands beside "data"; the URLs are for pages only. */
struct page_out {
	int64_t     page, limit, total, total_pages;
	const char *next_cursor, *prev_url, *next_url;
};
extern struct spec page_out_spec;

/* One row more than the page holds, to see whether there is a next one.
   ERR_INVALID with a complaint about the cursor. */
enum err page_begin(struct req *, const struct page_in *, struct slice *out);
/* Cut the list of struct order to the page, and fill "out".  "filters" are
   further parameters of the URLs, "&status=SHIPPED", or "". */
void page_end(struct req *, const struct page_in *, struct list *orders,
    int64_t total, const char *filters, struct page_out *out);

#endif
