/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/change.h"
#include "fcgi/orders/event.h"
#include "fcgi/orders/goods.h"
#include "fcgi/orders/view.h"

static const char *const events[] = {
	[ORDER_CONFIRMED] = EVENT_NAME(EVENT_ORDER_CONFIRMED),
	[ORDER_PROCESSING] = EVENT_NAME(EVENT_ORDER_PROCESSING),
	[ORDER_SHIPPED] = EVENT_NAME(EVENT_ORDER_SHIPPED),
	[ORDER_DELIVERED] = EVENT_NAME(EVENT_ORDER_DELIVERED),
	[ORDER_CANCELLED] = EVENT_NAME(EVENT_ORDER_CANCELLED),
	[ORDER_REFUNDED] = EVENT_NAME(EVENT_ORDER_REFUNDED),
};

static bool
is_picked(const struct change *c, const struct parcel *p)
{
	return (uuid_given(c->vendor_user) &&
		   uuid_equal(p->vendor_user_id, c->vendor_user)) ||
	    (uuid_given(c->vendor) && uuid_equal(p->vendor_id, c->vendor));
}

enum err
change_read(struct db *db, struct change *c)
{
	const struct parcel *p;
	enum err             e;

	e = db_order_lock(db, c->id, &c->order, &c->parcels);
	if (e != ERR_OK)
		return e;
	if (uuid_given(c->buyer) && !uuid_equal(c->buyer, c->order.user_id))
		return ERR_ORDER_NOT_FOUND;
	order_state_of(&c->order, &c->parcels, &c->state);
	c->event.parcel = PARCEL_ALL;
	if (!uuid_given(c->vendor_user) && !uuid_given(c->vendor))
		return ERR_OK;
	p = c->parcels.items;
	for (size_t i = 0; i < c->parcels.n; i++)
		if (is_picked(c, &p[i]))
			c->event.parcel = i;
	return c->event.parcel != PARCEL_ALL ? ERR_OK : ERR_ORDER_NOT_FOUND;
}

/*
 * Products is asked while the order is locked, so that nobody can cancel
 * what is being sold.  The call is idempotent: when we die before the commit,
 * whoever repeats this, or the order's end, sets it right.
 */
static enum err
sell(const struct change *c)
{
	return c->effects.sells ? goods_sell(c->rq, c->id) : ERR_OK;
}

/*
 * Give the order in memory the statuses that it will have in the database.
 * The vendors whose parcels change.
 */
static size_t
take_over(struct change *c, struct uuid *vendors, struct money *amount)
{
	struct parcel     *p = c->parcels.items;
	struct order_item *it = c->order.items.items;
	size_t             n = 0;

	*amount = MONEY(0, c->order.total_amount.exponent);
	c->order.status = c->state.status;
	for (size_t i = 0; i < c->parcels.n; i++, p++) {
		if (!c->effects.moved[i])
			continue;
		p->status = c->effects.to;
		vendors[n++] = p->vendor_id;
		amount->minor += parcel_total(p).minor;
		for (size_t k = 0; k < c->order.items.n; k++)
			if (uuid_equal(it[k].vendor_id, p->vendor_id))
				it[k].status = p->status;
	}
	return n;
}

/* Told of each of these parcels by itself. */
static enum err
tell_each(struct db *db, const struct change *c, const char *event,
    const bool *which, struct money amount)
{
	const struct parcel *p = c->parcels.items;
	enum err             e = ERR_OK;

	for (size_t i = 0; i < c->parcels.n && e == ERR_OK; i++)
		if (which[i])
			e = order_tell(db, event, &c->order, &p[i], amount,
			    c->note);
	return e;
}

/*
 * Whoever cancels the last parcel of an order that is not paid cancels its
 * payment with it.
 */
static bool
is_of_all(const struct change *c)
{
	const struct order_effects *fx = &c->effects;

	switch (fx->to) {
	case ORDER_CONFIRMED:
	case ORDER_REFUNDED: return true;
	case ORDER_CANCELLED:
		return c->event.parcel == PARCEL_ALL ||
		    (c->state.status == ORDER_CANCELLED && !fx->pays_back);
	default: return false;
	}
}

/*
 * Goods that go back do so by an event: products must not have them on sale
 * again before it is certain that the order has them no more.
 */
static enum err
tell(struct db *db, const struct change *c, struct money amount)
{
	const struct order_effects *fx = &c->effects;
	enum err                    e;

	if (!fx->pays_back)
		amount = MONEY_NONE;
	if (!is_of_all(c))
		return tell_each(db, c, events[fx->to], fx->moved, amount);
	e = order_tell(db, events[fx->to], &c->order, NULL, amount, c->note);
	return e != ERR_OK ? e :
			     tell_each(db, c, EVENT_NAME(EVENT_ORDER_RETURNED),
				 fx->gives_back, MONEY_NONE);
}

static enum err
move(struct db *db, struct change *c)
{
	struct money amount;
	struct uuid *vendors;
	size_t       n;
	enum err     e;

	if ((e = sell(c)) != ERR_OK)
		return e;
	vendors = arena_array(c->rq->arena, c->parcels.n, sizeof(*vendors));
	n = take_over(c, vendors, &amount);
	if ((e = db_order_move(db, c->id, c->state.status, vendors, n,
		 c->effects.to, c->note)) != ERR_OK)
		return e;
	return tell(db, c, amount);
}

enum err
change_apply(struct db *db, struct change *c)
{
	enum err e = order_step(&c->state, &c->event, &c->effects);

	if (e == ERR_OK && c->effects.changed)
		e = move(db, c);
	return e != ERR_OK ? e :
			     tell_each(db, c, EVENT_NAME(EVENT_ORDER_OVERPAID),
				 c->effects.owes, MONEY_NONE);
}

static enum err
change(struct db *db, void *ctx)
{
	enum err e = change_read(db, ctx);

	return e != ERR_OK ? e : change_apply(db, ctx);
}

enum err
order_change(struct change *c)
{
	return db_tx(c->rq->db, change, c);
}
