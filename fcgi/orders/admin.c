/* SPDX-License-Identifier: ISC */
/*
 * admin.c - all orders, for those who run the shop.
 */
#include "db/orders/order_lists.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/view.h"

struct admin_list_in {
	struct page_in page;
	int            status; /* an enum, or -1 */
	const char    *search;
};
SPEC_STATIC(admin_list_in,
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

/* GET /admin/orders - all, newest first. */
HANDLER(admin_order_list, admin_list_in, admin_orders_page)
{
	const char  *status;
	struct slice slice;
	int64_t      total;
	enum err     e;

	out->status = in->status;
	out->search = in->search;
	status = in->status == -1 ? NULL : order_status_words[in->status];
	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK ||
	    (e = db_all_order_list(rq->db, status, in->search, slice,
		 &out->data, &total)) != ERR_OK)
		return e;
	page_end(rq, &paging, &in->page, &slice, &out->data, total,
	    query_and(rq, query_and(rq, "", "status", status), "search",
		in->search),
	    &out->page);
	return ERR_OK;
}

/* GET /admin/orders/:id - one, with all that may be done about it. */
HANDLER(admin_order_show, order_id_in, order_page)
{
	return order_view(rq, in->id, BY_ADMIN, out);
}

const struct route orders_admin_routes[] = {
	{ GET, "/admin/orders", &admin_order_list, .page = "admin/orders",
	    .who = ADMIN, .face = PAGE_ONLY },
	{ GET, "/admin/orders/:id", &admin_order_show, .page = "admin/order",
	    .who = ADMIN, .face = PAGE_ONLY },
	{ 0 },
};
