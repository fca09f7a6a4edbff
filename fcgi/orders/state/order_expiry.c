/* SPDX-License-Identifier: ISC */
/*
 * order_expiry.c - cancel the orders that were not paid in time.
 */
#include "common/contract/orders_calls.h"
#include "db/orders/state/order_move.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/state/order_change.h"

#define EXPIRE_MAX 200 /* orders of one call */

/*
 * POST /internal/orders/expire - cancel what was not paid in time.  An order
 * that cannot be cancelled does not keep the others from it.
 */
HANDLER(orders_expire, none, orders_expired)
{
	struct order_change c;
	LIST(order_id)      ids;
	enum err            e, first;

	first = db_orders_unpaid(rq->db, reservation_us() / 1000, EXPIRE_MAX,
	    &ids);
	if (first != ERR_OK)
		return first;
	for (size_t i = 0; i < ids.n; i++) {
		c = (struct order_change){ .rq = rq,
			.id = ids.items[i].id,
			.event.act = ACT_EXPIRE,
			.note = stored_sentence(rq->arena,
			    STORED_CANCELLED_UNPAID, NO_ARGS) };
		e = order_change(&c);
		out->cancelled += e == ERR_OK && c.effects.changed;
		if (first == ERR_OK)
			first = e;
	}
	return first;
}

const struct route order_expiry_routes[] = {
	SERVES(CALL_ORDERS_EXPIRE, orders_expire),
	{ 0 },
};
