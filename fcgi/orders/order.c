/* SPDX-License-Identifier: ISC */
/*
 * order.c - what a buyer sees of the orders.
 */
#include "db/orders/order_lists.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/view.h"

SPEC(order_id_in, FIELD_IN(order_id_in, id, 0, 0));

struct orders_page {
	struct list     data;
	struct page_out page;
};
SPEC(orders_page,
    FIELD_OF(orders_page, data, order),
    FIELD_BASE(orders_page, page, page_out));

static const struct paging paging = { "orders", &order_spec, "createdAt", 20 };

/* GET /orders - mine, newest first. */
enum err
order_list(struct req *rq)
{
	const struct page_in *in = rq->in;
	struct orders_page   *page = rq->out;
	struct slice          slice;
	int64_t               total;
	enum err              e;

	if ((e = page_begin(rq, &paging, in, &slice)) != ERR_OK ||
	    (e = db_order_list(rq->db, rq->session.user_id, slice, &page->data,
		 &total)) != ERR_OK)
		return e;
	page_end(rq, &paging, in, &slice, &page->data, total, "", &page->page);
	return ERR_OK;
}

/* GET /orders/:id - one of mine; an administrator sees any. */
enum err
order_show(struct req *rq)
{
	const struct order_id_in *in = rq->in;

	return order_view(rq, in->id,
	    rq->api && rq->session.role == ROLE_ADMIN ? BY_ADMIN : BY_BUYER,
	    rq->out);
}
