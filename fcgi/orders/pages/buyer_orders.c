/* SPDX-License-Identifier: ISC */
/*
 * buyer_orders.c - the orders of a buyer.
 */
#include "common/contract/call.h"
#include "db/orders/pages/order_lists.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/pages/order_page.h"

struct buyer_orders_page {
	LIST(order)     data;
	struct page_out page;
};
SPEC_STATIC(buyer_orders_page,
    FIELD_OF(data, order),
    FIELD_BASE(page, page_out));

static const struct paging paging = { "orders", &order_spec, "createdAt", 20 };

/* GET /orders - those of the caller, newest first. */
HANDLER(order_list, page_in, buyer_orders_page)
{
	struct slice slice;
	int64_t      total;
	enum err     e;

	if ((e = page_begin(rq, &paging, in, &slice)) != ERR_OK ||
	    (e = db_order_list(rq->db, rq->session.user_id, slice, &out->data,
		 &total)) != ERR_OK)
		return e;
	page_end(rq, &paging, in, &slice, &out->data, total, "", &out->page);
	return ERR_OK;
}

/* GET /orders/:id - one of the caller's; any for an administrator. */
HANDLER(order_show, id_in, order_page)
{
	return order_page_fill(rq, in->id,
	    rq->api && rq->session.role == ROLE_ADMIN ? BY_ADMIN : BY_BUYER,
	    out);
}

const struct route buyer_orders_routes[] = {
	{ GET, "/orders", &order_list, .page = "orders/list",
	    .who = SIGNED_IN },
	{ GET, "/orders/:id", &order_show, .page = "orders/show",
	    .who = SIGNED_IN },
	{ 0 },
};
