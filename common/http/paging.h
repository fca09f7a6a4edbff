/* SPDX-License-Identifier: ISC */
/*
 * paging.h - lists in pages: by number, or by a cursor that costs the same
 * however deep it leads.
 *
 *	static const struct paging teas = { "teas", &tea_spec, "name", 24 };
 *	…
 *	if ((e = page_begin(rq, &teas, &in->page, &slice)) != ERR_OK ||
 *	    (e = db_tea_list(rq->db, slice, &page->data, &total)) != ERR_OK)
 *		return e;
 *	page_end(rq, &teas, &in->page, &slice, &page->data, total, "",
 *	    &page->page);
 */
#ifndef FARM_HTTP_PAGING_H
#define FARM_HTTP_PAGING_H

#include "common/http/request.h"
#include "common/model/slice.h"

#define API_PAGE_SIZE 20     /* rows, unless a "limit" is given */
#define PAGE_DEEPEST  100000 /* by its number */

/* A list.  Its rows are ordered by a member, then by "id". */
struct paging {
	const char  *name; /* no spaces: a cursor fits its own list only */
	struct spec *row;
	const char  *key;  /* camelCase; NULL: rows are only counted */
	int64_t      size; /* rows on a page of the site */
};

struct page_in {
	int64_t     page, limit;
	const char *cursor;
};
SPEC_DECLARE(page_in);

/* The members beside "data".  The URLs are for pages only. */
struct page_out {
	int64_t     page, limit, total, total_pages;
	const char *next_cursor, *prev_url, *next_url;
	bool        has_pages;
};
SPEC_DECLARE(page_out);

/*
 * Choose the rows: one more than the page shows, to see whether there is a next
 * page.  ERR_INVALID, with a complaint about the cursor.
 */
enum err page_begin(struct req *, const struct paging *, const struct page_in *,
    struct slice *out);
/*
 * Cut the rows to the page and fill "out".  "query" is the part of the address
 * that other pages keep, such as "status=SHIPPED"; or ""
 */
#define page_end(rq, paging, in, from, rows, total, query, out)              \
	page_end_spec((rq), (paging), (in), (from), LIST_ANY(rows), (total), \
	    (query), (out))
void page_end_spec(struct req *, const struct paging *, const struct page_in *,
    const struct slice *, struct list *rows, int64_t total, const char *query,
    struct page_out *out);

/* "name=value", percent-encoded, after "&" if there is something before. */
const char *query_and(struct req *, const char *before, const char *name,
    const char *value);

#endif
