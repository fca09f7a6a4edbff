/* SPDX-License-Identifier: ISC */
/*
 * internal.c - what orders and the worker ask of the catalogue.
 */
#include <inttypes.h>

#include "fcgi/products/products.h"

struct order_in {
	struct uuid order_id;
};
SPEC_STATIC(order_in, FIELD(order_id, REQUIRED));

struct release_in {
	struct uuid order_id, vendor_id;
};
SPEC_STATIC(release_in,
    FIELD(order_id, REQUIRED),
    FIELD(vendor_id));

struct released {
	int64_t released;
};
SPEC_STATIC(released, FIELD(released));

/* POST /internal/products/lookup - things as they are on sale now. */
HANDLER(product_lookup, lookup_in, lookup)
{
	return db_product_lookup(rq->db, in, &out->items);
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
HANDLER(reservation_add, reserve_in, reservation)
{
	LIST(refusal) refused = { 0 };
	enum err      e;

	e = db_stock_reserve(rq->db, in, settings.reservation_minutes, out,
	    &refused);
	for (size_t i = 0; i < refused.n; i++)
		complain_refused(rq, &refused.items[i]);
	return e;
}

/* POST /internal/reservations/:orderId/commit - it is paid for. */
HANDLER(reservation_commit, order_in, none)
{
	return db_stock_commit(rq->db, in->order_id);
}

/* POST /internal/reservations/:orderId/release - back into stock. */
HANDLER(reservation_release, release_in, none)
{
	return db_stock_release(rq->db, in->order_id, in->vendor_id);
}

/* POST /internal/reservations/expire - what nobody paid for. */
HANDLER(reservation_expire, none, released)
{
	return db_stock_expire(rq->db, &out->released);
}

const struct route products_internal_routes[] = {
	{ POST, "/internal/products/lookup", &product_lookup, .who = SERVICE },
	{ POST, "/internal/reservations", &reservation_add, .who = SERVICE },
	{ POST, "/internal/reservations/expire", &reservation_expire,
	    .who = SERVICE },
	{ POST, "/internal/reservations/:orderId/commit", &reservation_commit,
	    .who = SERVICE },
	{ POST, "/internal/reservations/:orderId/release", &reservation_release,
	    .who = SERVICE },
	{ 0 },
};
