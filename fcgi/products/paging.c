/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <string.h>

#include "common/base/text.h"
#include "fcgi/products/products.h"

SPEC(message, FIELD(message, message));

SPEC(paging,
    FIELD(paging, page),
    FIELD(paging, limit),
    FIELD(paging, total),
    FIELD(paging, total_pages),
    FIELD_PAGE(paging, prev_url),
    FIELD_PAGE(paging, next_url),
    FIELD_PAGE(paging, has_pages));

const char *
query_text(struct arena *a, const char *name, const char *value)
{
	struct buf  b = { 0 };
	const char *text;

	if (value == NULL || *value == '\0')
		return "";
	buf_printf(&b, "%s=", name);
	url_text(&b, value, strlen(value));
	text = arena_dup(a, b.data, b.len);
	buf_free(&b);
	return text;
}

static const char *
page_url(struct req *rq, const char *query, int64_t page)
{
	return arena_printf(rq->arena, "%s?%s%spage=%" PRId64, rq->path, query,
	    *query != '\0' ? "&" : "", page);
}

void
paging_fill(struct req *rq, struct paging *p, int64_t page, int64_t limit,
    int64_t total, const char *query)
{
	p->page = page;
	p->limit = limit;
	p->total = total;
	p->total_pages = (total + limit - 1) / limit;
	if (page > 1)
		p->prev_url = page_url(rq, query, page - 1);
	if (page < p->total_pages)
		p->next_url = page_url(rq, query, page + 1);
	p->has_pages = p->prev_url != NULL || p->next_url != NULL;
}
