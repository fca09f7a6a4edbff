/* SPDX-License-Identifier: ISC */
/*
 * vendor_orders.c - orders as a vendor sees them: its own items, its own part
 * of the amounts, the status of its own parcel.
 */
#include "common/contract/call.h"
#include "db/orders/pages/order_lists.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/pages/order_page.h"

enum vendor_tab { TAB_NEW, TAB_SHIP, TAB_DONE, TAB_ALL };
static const char *const vendor_tab_words[] = { "new", "ship", "done", "all",
	NULL };

static const unsigned tab_states[] = {
	[TAB_NEW] = STATE(ORDER_CONFIRMED),
	[TAB_SHIP] = STATE(ORDER_PROCESSING),
	[TAB_DONE] = STATE(ORDER_SHIPPED) | STATE(ORDER_DELIVERED) |
	    STATE(ORDER_CANCELLED) | STATE(ORDER_REFUNDED),
	[TAB_ALL] = STATES_ALL,
};

struct vendor_orders_in {
	struct page_in page;
	int            status, tab; /* enums, or -1 */
};
SPEC_STATIC(vendor_orders_in,
    FIELD_BASE(page, page_in),
    FIELD_ENUM(status, order_status_words),
    FIELD_ENUM(tab, vendor_tab_words));

struct vendor_orders_page {
	LIST(order)     data;
	struct page_out page;
	int             tab;
	int64_t         new_count, ship_count;
};
SPEC_STATIC(vendor_orders_page,
    FIELD_OF(data, order),
    FIELD_BASE(page, page_out),
    FIELD_ENUM(tab, vendor_tab_words, FOR_PAGES),
    FIELD(new_count, FOR_PAGES),
    FIELD(ship_count, FOR_PAGES));

static const struct paging paging = { "vendor-orders", &order_spec, "createdAt",
	20 };

static const char *
filters_of(struct req *rq, const struct vendor_orders_in *in)
{
	const char *q = query_and(rq, "", "status",
	    in->status == -1 ? NULL : order_status_words[in->status]);

	return query_and(rq, q, "tab",
	    in->tab == -1 ? NULL : vendor_tab_words[in->tab]);
}

/* GET /vendor/orders - those with a parcel of the vendor, newest first. */
HANDLER(vendor_order_list, vendor_orders_in, vendor_orders_page)
{
	struct order_counts counts;
	struct slice        slice;
	unsigned            states;
	enum err            e;

	out->tab = in->tab != -1        ? in->tab :
	    rq->api || in->status != -1 ? TAB_ALL :
					  TAB_NEW;
	states = in->status != -1 ? STATE((unsigned)in->status) :
				    tab_states[out->tab];
	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK ||
	    (e = db_vendor_order_list(rq->db, rq->session.user_id, states,
		 slice, &out->data, &counts)) != ERR_OK)
		return e;
	out->new_count = counts.confirmed;
	out->ship_count = counts.processing;
	page_end(rq, &paging, &in->page, &slice, &out->data,
	    order_counts_sum(&counts, states), filters_of(rq, in), &out->page);
	return ERR_OK;
}

/* GET /vendor/orders/:id - the vendor's part of an order. */
HANDLER(vendor_order_show, id_in, order_page)
{
	return order_page_fill(rq, in->id, BY_VENDOR, out);
}

const struct route vendor_orders_routes[] = {
	{ GET, "/vendor/orders", &vendor_order_list, .page = "vendor/orders",
	    .who = VENDOR },
	{ GET, "/vendor/orders/:id", &vendor_order_show, .page = "vendor/order",
	    .who = VENDOR },
	{ 0 },
};
