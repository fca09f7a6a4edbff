/* SPDX-License-Identifier: ISC */
/*
 * admin_orders.c - all orders, for administrators.
 */
#include "common/contract/call.h"
#include "db/orders/pages/order_lists.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/pages/order_page.h"

struct admin_orders_in {
	struct page_in page;
	int            status; /* an enum, or -1 */
	const char    *search;
};
SPEC_STATIC(admin_orders_in,
    FIELD_BASE(page, page_in),
    FIELD_ENUM(status, order_status_words),
    FIELD(search, RANGE(1, 254)));

struct admin_orders_page {
	LIST(order)     data;
	struct page_out page;
	int             status;
	const char     *search;
};
SPEC_STATIC(admin_orders_page,
    FIELD_OF(data, order),
    FIELD_BASE(page, page_out),
    FIELD_ENUM(status, order_status_words),
    FIELD(search));

static const struct paging paging = { "all-orders", &order_spec, "createdAt",
	20 };

/* GET /admin/orders - all orders, newest first. */
HANDLER(admin_order_list, admin_orders_in, admin_orders_page)
{
	unsigned     states = in->status == -1 ? STATES_ALL :
						 STATE((unsigned)in->status);
	const char  *filters;
	struct slice slice;
	int64_t      total;
	enum err     e;

	out->status = in->status;
	out->search = in->search;
	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK)
		return e;
	e = in->search != NULL ?
	    db_order_search(rq->db, states, in->search, slice, &out->data,
		&total) :
	    db_all_order_list(rq->db, states, slice, &out->data, &total);
	if (e != ERR_OK)
		return e;
	filters = query_and(rq, "", "status",
	    in->status == -1 ? NULL : order_status_words[in->status]);
	page_end(rq, &paging, &in->page, &slice, &out->data, total,
	    query_and(rq, filters, "search", in->search), &out->page);
	return ERR_OK;
}

/* GET /admin/orders/:id - one order, with all steps that may be taken. */
HANDLER(admin_order_show, id_in, order_page)
{
	return order_page_fill(rq, in->id, BY_ADMIN, out);
}

const struct route admin_orders_routes[] = {
	{ GET, "/admin/orders", &admin_order_list, .page = "admin/orders",
	    .who = ADMIN, .face = PAGE_ONLY },
	{ GET, "/admin/orders/:id", &admin_order_show, .page = "admin/order",
	    .who = ADMIN, .face = PAGE_ONLY },
	{ 0 },
};
