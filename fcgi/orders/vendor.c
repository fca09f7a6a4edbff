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
SPEC_STATIC(vendor_list_in,
    FIELD_BASE(page, page_in),
    FIELD_ENUM(status, order_status_words),
    FIELD_ENUM(tab, tab_words));

struct vendor_orders_page {
	LIST(order)     data;
	struct page_out page;
	int             tab;
	int64_t         new_count, ship_count;
};
SPEC_STATIC(vendor_orders_page,
    FIELD_OF(data, order),
    FIELD_BASE(page, page_out),
    FIELD_ENUM(tab, tab_words, FOR_PAGES),
    FIELD(new_count, FOR_PAGES),
    FIELD(ship_count, FOR_PAGES));

static const struct paging paging = { "vendor-orders", &order_spec, "createdAt",
	20 };

/* The numbers on the tabs. */
static enum err
count(struct req *rq, struct vendor_orders_page *page)
{
	const struct status_count *c;
	LIST(status_count)         counts;
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
HANDLER(vendor_order_list, vendor_list_in, vendor_orders_page)
{
	const char  *states, *filters;
	struct slice slice;
	int64_t      total;
	enum err     e;

	out->tab = in->tab != -1        ? in->tab :
	    rq->api || in->status != -1 ? TAB_ALL :
					  TAB_NEW;
	states = tab_states[out->tab];
	if (in->status != -1)
		states = arena_printf(rq->arena, "{%s}",
		    order_status_words[in->status]);
	filters = query_and(rq, "", "status",
	    in->status == -1 ? NULL : order_status_words[in->status]);
	filters = query_and(rq, filters, "tab",
	    in->tab == -1 ? NULL : tab_words[in->tab]);
	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK ||
	    (e = db_vendor_order_list(rq->db, rq->session.user_id, states,
		 slice, &out->data, &total)) != ERR_OK)
		return e;
	page_end(rq, &paging, &in->page, &slice, &out->data, total, filters,
	    &out->page);
	return count(rq, out);
}

/* GET /vendor/orders/:id - my part of one. */
HANDLER(vendor_order_show, order_id_in, order_page)
{
	return order_view(rq, in->id, BY_VENDOR, out);
}

const struct route orders_vendor_routes[] = {
	{ GET, "/vendor/orders", &vendor_order_list, .page = "vendor/orders",
	    .who = VENDOR },
	{ GET, "/vendor/orders/:id", &vendor_order_show, .page = "vendor/order",
	    .who = VENDOR },
	{ 0 },
};
