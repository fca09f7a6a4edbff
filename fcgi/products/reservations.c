/* SPDX-License-Identifier: ISC */
/*
 * reservations.c - the calls of orders and the worker: goods and their stock.
 */
#include <inttypes.h>

#include "common/model/config.h"
#include "db/products/products.h"
#include "db/products/stock.h"
#include "fcgi/products/products.h"

/*
 * A price from before the shop changed its currency has other decimals, unless
 * both currencies have the same.  Nothing is sold for it.
 */
static bool
is_old_price(struct money price)
{
	return money_given(price) &&
	    price.exponent != config_currency()->exponent;
}

/* POST /internal/products/lookup - things as they are on sale now. */
HANDLER(goods_lookup, goods_lookup_in, goods_lookup_out)
{
	enum err e = db_product_lookup(rq->db, in, &out->items);

	for (size_t i = 0; e == ERR_OK && i < out->items.n; i++)
		if (is_old_price(out->items.items[i].price)) {
			out->items.items[i].available = false;
			out->items.items[i].has_variants = FLAG_NONE;
		}
	return e;
}

static void
complain_refused(struct req *rq, const struct refusal *r)
{
	const char     *field = arena_printf(rq->arena, "items.%zu.%s", r->item,
            r->why == ERR_OUT_OF_STOCK      ? "quantity" :
		    r->why == ERR_PRICE_CHANGED ? "price" :
						  "productId");
	struct sentence text = SAY(err_title(r->why));

	if (r->why == ERR_OUT_OF_STOCK && r->left > 0)
		text = SAY_N("left", "Only one left.",
		    "Only {left|number} left.");
	complain_as(&rq->complaints, field, err_slug(r->why), text,
	    ARGS({ "left", arena_printf(rq->arena, "%" PRId64, r->left) }));
}

/* POST /internal/reservations - hold what an order wants, all of it. */
HANDLER(stock_reserve, reserve_in, reservation)
{
	LIST(refusal) refused = { 0 };
	enum err      e;

	for (size_t i = 0; i < in->items.n; i++)
		if (is_old_price(in->items.items[i].price))
			return ERR_PRICE_CHANGED;
	e = db_stock_reserve(rq->db, in,
	    settings.reservation.reservation_minutes, out, &refused);
	for (size_t i = 0; i < refused.n; i++)
		complain_refused(rq, &refused.items[i]);
	return e;
}

/* POST /internal/reservations/:orderId/commit - it is paid for. */
HANDLER(stock_commit, stock_commit_in, none)
{
	return db_stock_commit(rq->db, in->order_id);
}

/* POST /internal/reservations/:orderId/release - back into stock. */
HANDLER(stock_release, stock_release_in, none)
{
	return db_stock_release(rq->db, in->order_id, in->vendor_id);
}

/* POST /internal/reservations/expire - what nobody paid for. */
HANDLER(stock_expire, none, stock_expired)
{
	return db_stock_expire(rq->db, &out->released);
}

const struct route reservation_routes[] = {
	SERVES(CALL_GOODS_LOOKUP, goods_lookup),
	SERVES(CALL_STOCK_RESERVE, stock_reserve),
	SERVES(CALL_STOCK_COMMIT, stock_commit),
	SERVES(CALL_STOCK_RELEASE, stock_release),
	SERVES(CALL_STOCK_EXPIRE, stock_expire),
	{ 0 },
};
