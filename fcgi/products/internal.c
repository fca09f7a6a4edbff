/* SPDX-License-Identifier: ISC */
/*
 * internal.c - what orders and the worker ask of the catalogue.
 */
#include <inttypes.h>

#include "fcgi/products/products.h"

struct order_in {
	struct uuid order_id;
};
SPEC(order_in, FIELD_IN(order_in, order_id, 0, 0));

struct release_in {
	struct uuid order_id, vendor_id;
};
SPEC(release_in,
    FIELD_IN(release_in, order_id, 0, 0),
    FIELD_OPT(release_in, vendor_id, 0, 0));

struct released {
	int64_t released;
};
SPEC(released, FIELD(released, released));

/* POST /internal/products/lookup - things as they are on sale now. */
enum err
product_lookup(struct req *rq)
{
	struct lookup *out = rq->out;

	return db_product_lookup(rq->db, rq->in, &out->items);
}

static void
complain_refused(struct req *rq, const struct refusal *r)
{
	const char *field = arena_printf(rq->arena, "items.%zu.%s", r->item,
	    r->why == ERR_OUT_OF_STOCK      ? "quantity" :
		r->why == ERR_PRICE_CHANGED ? "price" :
					      "productId");
	const char *text = err_title(r->why);

	if (r->why == ERR_OUT_OF_STOCK && r->left > 0)
		text = arena_printf(rq->arena, "Only %" PRId64 " left.",
		    r->left);
	complain_as(&rq->complaints, field, err_slug(r->why), text);
}

/* POST /internal/reservations - hold what an order wants, all of it. */
enum err
reservation_add(struct req *rq)
{
	struct list refused = { NULL, 0 };
	enum err    e;

	e = db_stock_reserve(rq->db, rq->in, settings.reservation_minutes,
	    rq->out, &refused);
	for (size_t i = 0; i < refused.n; i++)
		complain_refused(rq, (struct refusal *)refused.items + i);
	return e;
}

/* POST /internal/reservations/:orderId/commit - it is paid for. */
enum err
reservation_commit(struct req *rq)
{
	const struct order_in *in = rq->in;

	return db_stock_commit(rq->db, in->order_id);
}

/* POST /internal/reservations/:orderId/release - back into stock. */
enum err
reservation_release(struct req *rq)
{
	const struct release_in *in = rq->in;

	return db_stock_release(rq->db, in->order_id, in->vendor_id);
}

/* POST /internal/reservations/expire - what nobody paid for. */
enum err
reservation_expire(struct req *rq)
{
	struct released *out = rq->out;

	return db_stock_expire(rq->db, &out->released);
}
