/* SPDX-License-Identifier: ISC */
#include <assert.h>

#include "db/orders/pages/order_read.h"
#include "db/orders/state/order_move.h"
#include "fcgi/orders/goods.h"
#include "fcgi/orders/state/order_change.h"
#include "fcgi/orders/state/order_event.h"

static const char *const event_names[] = {
	[ORDER_CONFIRMED] = EVENT_NAME(EVENT_ORDER_CONFIRMED),
	[ORDER_PROCESSING] = EVENT_NAME(EVENT_ORDER_PROCESSING),
	[ORDER_SHIPPED] = EVENT_NAME(EVENT_ORDER_SHIPPED),
	[ORDER_DELIVERED] = EVENT_NAME(EVENT_ORDER_DELIVERED),
	[ORDER_CANCELLED] = EVENT_NAME(EVENT_ORDER_CANCELLED),
	[ORDER_REFUNDED] = EVENT_NAME(EVENT_ORDER_REFUNDED),
};

/* ---- reading ------------------------------------------------------------- */

void
order_state_of(const struct order *o, const LIST(parcel) *parcels,
    struct order_state *out)
{
	const struct parcel *p = parcels->items;

	out->status = o->status;
	out->is_paid = uuid_given(o->payment_id);
	out->n = parcels->n;
	for (size_t i = 0; i < parcels->n && i < PARCELS_MAX; i++)
		out->parcels[i] = p[i].status;
}

static bool
is_parcel_of(const struct order_change *c, const struct parcel *p)
{
	return (uuid_given(c->vendor_user) &&
		   uuid_equal(p->vendor_user_id, c->vendor_user)) ||
	    (uuid_given(c->vendor) && uuid_equal(p->vendor_id, c->vendor));
}

static enum err
parcel_pick(struct order_change *c)
{
	const struct parcel *p = c->parcels.items;

	c->event.parcel = PARCEL_ALL;
	if (!uuid_given(c->vendor_user) && !uuid_given(c->vendor))
		return ERR_OK;
	for (size_t i = 0; i < c->parcels.n; i++)
		if (is_parcel_of(c, &p[i]))
			c->event.parcel = i;
	return c->event.parcel != PARCEL_ALL ? ERR_OK : ERR_ORDER_NOT_FOUND;
}

/* Another payment of the same order is refused; the same one is not new. */
static enum err
payment_check(const struct order_change *c)
{
	const struct order *o = &c->order;

	if (uuid_given(o->payment_id))
		return uuid_equal(o->payment_id, c->payment_id) ?
		    ERR_OK :
		    ERR_ORDER_STATE;
	return money_equal(c->amount, o->total_amount) ? ERR_OK :
							 ERR_AMOUNT_MISMATCH;
}

/* A vendor sees its parcel only, whose version is its own. */
static enum err
version_check(const struct order_change *c)
{
	int64_t now = uuid_given(c->vendor_user) ?
	    c->parcels.items[c->event.parcel].version :
	    c->order.version;

	return c->version == INT_NONE || c->version == now ? ERR_OK : ERR_STALE;
}

static enum err
change_check(struct order_change *c)
{
	enum err e;

	if (uuid_given(c->buyer) && !uuid_equal(c->buyer, c->order.user_id))
		return ERR_ORDER_NOT_FOUND;
	order_state_of(&c->order, &c->parcels, &c->state);
	if ((e = parcel_pick(c)) != ERR_OK)
		return e;
	return c->event.act == ACT_PAY ? payment_check(c) :
	    c->event.act == ACT_MOVE   ? version_check(c) :
					 ERR_OK;
}

enum err
order_change_read(struct db *db, struct order_change *c)
{
	enum err e = db_order_lock(db, c->id, &c->order, &c->parcels);

	return e != ERR_OK ? e : change_check(c);
}

/* ---- selling ------------------------------------------------------------- */

/* The same without a lock. */
static enum err
change_look(struct db *db, struct order_change *c)
{
	enum err e;

	db_batch(db);
	db_order_get(db, c->id, (struct uuid){ "" }, &c->order);
	db_parcel_list(db, c->id, &c->parcels);
	e = db_flush(db);
	return e != ERR_OK ? e : change_check(c);
}

/*
 * Sell the stock if the event is going to confirm the order.  The call is
 * idempotent: after a crash a repetition, or the end of the order, sets it
 * right.
 */
static enum err
stock_sell(struct order_change *c)
{
	enum err e = change_look(c->rq->db, c);

	if (e == ERR_OK)
		e = order_step(&c->state, &c->event, &c->effects);
	if (e != ERR_OK || !c->effects.sells)
		return e;
	if ((e = goods_sell(c->rq, c->id)) == ERR_OK)
		c->is_sold = true;
	return e;
}

/* ---- writing ------------------------------------------------------------- */

/* What is in memory becomes what will be in the database. */
static void
change_take_over(struct order_change *c, LIST(parcel) *moved,
    struct money *amount)
{
	struct parcel     *p = c->parcels.items;
	struct order_item *it = c->order.items.items;

	*moved = (LIST(parcel)){ 0 };
	*amount = MONEY(0, c->order.total_amount.exponent);
	c->order.status = c->state.status;
	for (size_t i = 0; i < c->parcels.n; i++, p++) {
		if (!c->effects.moved[i])
			continue;
		p->status = c->effects.to;
		*list_add(c->rq->arena, moved) = *p;
		amount->minor += parcel_total(p).minor;
		for (size_t k = 0; k < c->order.items.n; k++)
			if (uuid_equal(it[k].vendor_id, p->vendor_id))
				it[k].status = p->status;
	}
}

/* One event for each of these parcels. */
static enum err
parcels_tell(struct db *db, const struct order_change *c, const char *event,
    const bool *which, struct money amount)
{
	const struct parcel *p = c->parcels.items;
	enum err             e = ERR_OK;

	for (size_t i = 0; i < c->parcels.n && e == ERR_OK; i++)
		if (which[i])
			e = order_tell(db, event, &c->order, &p[i], amount,
			    &c->note);
	return e;
}

/*
 * Is one event told for the whole order?  Also when the last parcel of an
 * unpaid order is cancelled, because that cancels the order's payment.
 */
static bool
is_of_whole_order(const struct order_change *c)
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
 * Stock goes back by an event.  Products must not offer it again before it is
 * certain that the order does not have it any more.
 */
static enum err
change_tell(struct db *db, const struct order_change *c, struct money amount)
{
	const struct order_effects *fx = &c->effects;
	enum err                    e;

	if (!fx->pays_back)
		amount = MONEY_NONE;
	if (!is_of_whole_order(c))
		return parcels_tell(db, c, event_names[fx->to], fx->moved,
		    amount);
	e = order_tell(db, event_names[fx->to], &c->order, NULL, amount,
	    &c->note);
	return e != ERR_OK ?
	    e :
	    parcels_tell(db, c, EVENT_NAME(EVENT_ORDER_RETURNED),
		fx->gives_back, MONEY_NONE);
}

static enum err
parcels_move(struct db *db, struct order_change *c)
{
	LIST(parcel) moved;
	struct money amount;
	enum err     e;

	change_take_over(c, &moved, &amount);
	e = db_order_move(db, c->id, c->state.status, &moved, c->effects.to,
	    &c->note);
	return e != ERR_OK ? e : change_tell(db, c, amount);
}

static enum err
payment_take(struct db *db, struct order_change *c)
{
	if (c->event.act != ACT_PAY || uuid_given(c->order.payment_id))
		return ERR_OK;
	c->order.payment_id = c->payment_id;
	return db_order_paid(db, c->id, c->payment_id);
}

enum err
order_change_write(struct db *db, struct order_change *c)
{
	enum err e = order_step(&c->state, &c->event, &c->effects);

	if (e != ERR_OK)
		return e;
	/* An order never becomes PENDING again after change_look(). */
	assert(!c->effects.sells || c->is_sold);
	if ((e = payment_take(db, c)) == ERR_OK && c->effects.changed)
		e = parcels_move(db, c);
	return e != ERR_OK ?
	    e :
	    parcels_tell(db, c, EVENT_NAME(EVENT_ORDER_OVERPAID),
		c->effects.owes, MONEY_NONE);
}

static enum err
change_apply(struct db *db, void *ctx)
{
	enum err e = order_change_read(db, ctx);

	return e != ERR_OK ? e : order_change_write(db, ctx);
}

enum err
order_change(struct order_change *c)
{
	bool may_sell = c->event.act == ACT_PAY ||
	    (c->event.act == ACT_MOVE && c->event.to == ORDER_CONFIRMED);
	enum err e = may_sell ? stock_sell(c) : ERR_OK;

	return e != ERR_OK ? e : db_tx(c->rq->db, change_apply, c);
}
