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
SPEC(admin_list_in,
    FIELD_BASE(admin_list_in, page, page_in),
    FIELD_OPT_ENUM(admin_list_in, status, order_status_words),
    FIELD_OPT(admin_list_in, search, 1, 254));

struct admin_orders_page {
	struct list     data;
	struct page_out page;
	int             status;
	const char     *search;
};
SPEC(admin_orders_page,
    FIELD_OF(admin_orders_page, data, order),
    FIELD_BASE(admin_orders_page, page, page_out),
    FIELD_ENUM(admin_orders_page, status, order_status_words),
    FIELD(admin_orders_page, search));

static const struct paging paging = { "all-orders", &order_spec, "createdAt",
	20 };

/* GET /admin/orders - all, newest first. */
enum err
admin_order_list(struct req *rq)
{
	const struct admin_list_in *in = rq->in;
	struct admin_orders_page   *page = rq->out;
	const char                 *status;
	struct slice                slice;
	int64_t                     total;
	enum err                    e;

	page->status = in->status;
	page->search = in->search;
	status = in->status == -1 ? NULL : order_status_words[in->status];
	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK ||
	    (e = db_all_order_list(rq->db, status, in->search, slice,
		 &page->data, &total)) != ERR_OK)
		return e;
	page_end(rq, &paging, &in->page, &slice, &page->data, total,
	    query_and(rq, query_and(rq, "", "status", status), "search",
		in->search),
	    &page->page);
	return ERR_OK;
}

/* GET /admin/orders/:id - one, with all that may be done about it. */
enum err
admin_order_show(struct req *rq)
{
	const struct order_id_in *in = rq->in;

	return order_view(rq, in->id, BY_ADMIN, rq->out);
}
