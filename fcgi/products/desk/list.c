/* SPDX-License-Identifier: ISC */
/*
 * list.c - lists of products for vendors and admins, including hidden ones.
 */
#include "common/model/config.h"
#include "db/products/desk.h"
#include "fcgi/products/products.h"

static const char *const filters[] = { "all", "on-sale", "hidden", "low",
	"sold-out", NULL };

struct desk_list_in {
	struct page_in page;
	const char    *search;
	int            status;
};
SPEC_STATIC(desk_list_in,
    FIELD_BASE(page, page_in),
    FIELD(search, RANGE(0, 200)),
    FIELD_ENUM(status, filters, DEFAULT(FILTER_ALL)));

struct desk_list {
	LIST(product)      data;
	struct page_out    page;
	const char        *search;
	int                status;
	struct desk_counts counts;
};
SPEC_STATIC(desk_list,
    FIELD_OF(data, product),
    FIELD_BASE(page, page_out),
    FIELD(search, FOR_PAGES),
    FIELD_ENUM(status, filters, FOR_PAGES),
    FIELD_SUB(counts, desk_counts, FOR_PAGES));

static int64_t
filter_count(const struct desk_counts *c, enum desk_filter filter)
{
	switch (filter) {
	case FILTER_ALL: return c->everything;
	case FILTER_ON_SALE: return c->on_sale;
	case FILTER_HIDDEN: return c->hidden;
	case FILTER_LOW: return c->low;
	case FILTER_SOLD_OUT: return c->sold_out;
	}
	return 0;
}

/* The products of one vendor, or of all vendors without a user. */
static enum err
desk_list_fill(struct req *rq, const struct desk_list_in *in, struct uuid user,
    const struct paging *paging, struct desk_list *page)
{
	enum desk_filter filter = (enum desk_filter)in->status;
	const char      *query = query_and(rq, "", "status", filters[filter]);
	struct slice     slice;
	enum err         e;

	if (in->search != NULL && *in->search != '\0')
		page->search = in->search;
	if ((e = page_begin(rq, paging, &in->page, &slice)) != ERR_OK)
		return e;
	db_batch(rq->db);
	db_desk_list(rq->db, user, filter, page->search, &slice, &page->data);
	db_desk_counts(rq->db, user, page->search, &page->counts);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	for (size_t i = 0; i < page->data.n; i++)
		page->data.items[i].currency = config.currency;
	page->status = in->status;
	page_end(rq, paging, &in->page, &slice, &page->data,
	    filter_count(&page->counts, filter),
	    query_and(rq, query, "search", page->search), &page->page);
	return ERR_OK;
}

/* GET /vendor/products - the vendor's products. */
HANDLER(desk_list, desk_list_in, desk_list)
{
	static const struct paging paging = { "own-products", &product_spec,
		"createdAt", 25 };

	return desk_list_fill(rq, in, rq->session.user_id, &paging, out);
}

/* GET /admin/products - the products of all vendors. */
HANDLER(desk_list_all, desk_list_in, desk_list)
{
	static const struct paging paging = { "all-products", &product_spec,
		"createdAt", 25 };

	return desk_list_fill(rq, in, (struct uuid){ "" }, &paging, out);
}

const struct route desk_list_routes[] = {
	{ GET, "/vendor/products", &desk_list, .page = "vendor/products",
	    .who = VENDOR },
	{ GET, "/admin/products", &desk_list_all, .page = "admin/products",
	    .who = ADMIN, .face = PAGE_ONLY },
	{ 0 },
};
