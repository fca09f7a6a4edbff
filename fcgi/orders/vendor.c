/* SPDX-License-Identifier: ISC */
/*
 * vendor.c - orders as a vendor sees them: its own items, its own part of the
 * amounts, the state of its own parcel.
 */
#include <string.h>

#include "db/orders/order_lists.h"
#include "db/orders/sales.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/view.h"

enum tab { TAB_NEW, TAB_SHIP, TAB_DONE, TAB_ALL };
static const char *const tab_words[] = { "new", "ship", "done", "all", NULL };

static const char *const tab_states[] = {
	[TAB_NEW] = "{CONFIRMED}",
	[TAB_SHIP] = "{PROCESSING}",
	[TAB_DONE] = "{SHIPPED,DELIVERED,CANCELLED,REFUNDED}",
	[TAB_ALL] = NULL,
};

struct vendor_list_in {
	struct page_in page;
	int            status, tab; /* enums, or -1 */
};
SPEC(vendor_list_in,
    FIELD_BASE(vendor_list_in, page, page_in),
    FIELD_OPT_ENUM(vendor_list_in, status, order_status_words),
    FIELD_OPT_ENUM(vendor_list_in, tab, tab_words));

struct vendor_orders_page {
	struct list     data;
	struct page_out page;
	int             tab;
	int64_t         new_count, ship_count;
};
SPEC(vendor_orders_page,
    FIELD_OF(vendor_orders_page, data, order),
    FIELD_BASE(vendor_orders_page, page, page_out),
    FIELD_ENUM(vendor_orders_page, tab, tab_words,
	.flags = FIELD_PAGE_ONLY),
    FIELD_PAGE(vendor_orders_page, new_count),
    FIELD_PAGE(vendor_orders_page, ship_count));

static const struct paging paging = { "vendor-orders", &order_spec, "createdAt",
	20 };

/* The numbers on the tabs. */
static enum err
count(struct req *rq, struct vendor_orders_page *page)
{
	const struct status_count *c;
	struct list                counts;
	enum err                   e;

	if (rq->api)
		return ERR_OK;
	e = db_vendor_order_counts(rq->db, rq->session.user_id, &counts);
	if (e != ERR_OK)
		return e;
	c = counts.items;
	for (size_t i = 0; i < counts.n; i++, c++) {
		if (c->status == ORDER_CONFIRMED)
			page->new_count = c->count;
		if (c->status == ORDER_PROCESSING)
			page->ship_count = c->count;
	}
	return ERR_OK;
}

/* GET /vendor/orders - those with something of mine, newest first. */
enum err
vendor_order_list(struct req *rq)
{
	const struct vendor_list_in *in = rq->in;
	struct vendor_orders_page   *page = rq->out;
	const char                  *states, *filters;
	struct slice                 slice;
	int64_t                      total;
	enum err                     e;

	page->tab = in->tab != -1       ? in->tab :
	    rq->api || in->status != -1 ? TAB_ALL :
					  TAB_NEW;
	states = tab_states[page->tab];
	if (in->status != -1)
		states = arena_printf(rq->arena, "{%s}",
		    order_status_words[in->status]);
	filters = query_and(rq, "", "status",
	    in->status == -1 ? NULL : order_status_words[in->status]);
	filters = query_and(rq, filters, "tab",
	    in->tab == -1 ? NULL : tab_words[in->tab]);
	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK ||
	    (e = db_vendor_order_list(rq->db, rq->session.user_id, states,
		 slice, &page->data, &total)) != ERR_OK)
		return e;
	page_end(rq, &paging, &in->page, &slice, &page->data, total, filters,
	    &page->page);
	return count(rq, page);
}

/* GET /vendor/orders/:id - my part of one. */
enum err
vendor_order_show(struct req *rq)
{
	const struct order_id_in *in = rq->in;

	return order_view(rq, in->id, BY_VENDOR, rq->out);
}
