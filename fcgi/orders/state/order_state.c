/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <string.h>

#include "fcgi/orders/state/order_state.h"

static enum order_status
least_advanced(const struct order_state *s)
{
	enum order_status least = ORDER_CANCELLED;
	bool              any = false;

	for (size_t i = 0; i < s->n; i++) {
		if (s->parcels[i] == ORDER_CANCELLED)
			continue;
		if (!any || s->parcels[i] < least)
			least = s->parcels[i];
		any = true;
	}
	return least;
}

static void
move(struct order_state *s, size_t i, enum order_status to,
    struct order_effects *fx)
{
	s->parcels[i] = to;
	fx->moved[i] = fx->changed = true;
	fx->to = to;
}

/* Take every parcel that is "from" one step on. */
static void
move_all(struct order_state *s, enum order_status from, enum order_status to,
    struct order_effects *fx)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->parcels[i] == from)
			move(s, i, to, fx);
}

static enum err
pay(struct order_state *s, struct order_effects *fx)
{
	if (s->is_paid)
		return ERR_OK;
	if (s->status == ORDER_CANCELLED || s->status == ORDER_REFUNDED)
		return ERR_ORDER_STATE;
	s->is_paid = true;
	if (s->status == ORDER_PENDING) {
		move_all(s, ORDER_PENDING, ORDER_CONFIRMED, fx);
		fx->sells = true;
	} else /* it was confirmed by hand */
		for (size_t i = 0; i < s->n; i++)
			fx->owes[i] = s->parcels[i] == ORDER_CANCELLED;
	return ERR_OK;
}

/* What has not been shipped goes back to where it was taken from. */
static enum err
refund(struct order_state *s, struct order_effects *fx)
{
	if (s->status == ORDER_CANCELLED || s->status == ORDER_REFUNDED)
		return ERR_OK;
	if (!s->is_paid)
		return ERR_ORDER_STATE;
	for (size_t i = 0; i < s->n; i++) {
		if (s->parcels[i] == ORDER_CANCELLED)
			continue;
		fx->gives_back[i] = s->parcels[i] < ORDER_SHIPPED;
		move(s, i, ORDER_REFUNDED, fx);
	}
	return ERR_OK;
}

static bool
may_cancel(enum order_status from, enum order_actor by)
{
	/* What is not paid yet is the buyer's alone: its sum is fixed. */
	return from < ORDER_SHIPPED &&
	    !(by == BY_VENDOR && from == ORDER_PENDING);
}

static enum err
cancel(struct order_state *s, const struct order_event *ev,
    struct order_effects *fx)
{
	for (size_t i = 0; i < s->n; i++) {
		if ((ev->parcel != PARCEL_ALL && ev->parcel != i) ||
		    (ev->parcel == PARCEL_ALL &&
			s->parcels[i] == ORDER_CANCELLED))
			continue;
		if (!may_cancel(s->parcels[i], ev->by) ||
		    (ev->parcel != PARCEL_ALL &&
			s->parcels[i] == ORDER_PENDING && s->n > 1))
			return ERR_ORDER_STATE;
		move(s, i, ORDER_CANCELLED, fx);
	}
	fx->pays_back = s->is_paid;
	return fx->changed ? ERR_OK : ERR_ORDER_STATE;
}

/* One step on; parcels that have taken it, or are cancelled, stay. */
static enum err
advance(struct order_state *s, const struct order_event *ev,
    struct order_effects *fx)
{
	for (size_t i = 0; i < s->n; i++) {
		if (ev->parcel != PARCEL_ALL && ev->parcel != i)
			continue;
		if (s->parcels[i] + 1 == ev->to)
			move(s, i, ev->to, fx);
		else if (ev->parcel != PARCEL_ALL || s->parcels[i] < ev->to)
			return ERR_ORDER_STATE;
	}
	fx->sells = ev->to == ORDER_CONFIRMED;
	return fx->changed ? ERR_OK : ERR_ORDER_STATE;
}

static enum err
wish(struct order_state *s, const struct order_event *ev,
    struct order_effects *fx)
{
	switch (ev->to) {
	case ORDER_CONFIRMED:
		return ev->by == BY_ADMIN && ev->parcel == PARCEL_ALL ?
		    advance(s, ev, fx) :
		    ERR_ORDER_STATE;
	case ORDER_PROCESSING:
	case ORDER_SHIPPED:
	case ORDER_DELIVERED:
		return ev->by != BY_BUYER ? advance(s, ev, fx) :
					    ERR_ORDER_STATE;
	case ORDER_CANCELLED: return cancel(s, ev, fx);
	case ORDER_REFUNDED:
		if (ev->by != BY_ADMIN || ev->parcel != PARCEL_ALL ||
		    s->status > ORDER_DELIVERED)
			return ERR_ORDER_STATE;
		fx->pays_back = true;
		return refund(s, fx);
	default: return ERR_ORDER_STATE;
	}
}

enum err
order_step(struct order_state *state, const struct order_event *ev,
    struct order_effects *out)
{
	struct order_state s = *state;
	enum err           e = ERR_OK;

	assert(s.n > 0 && s.n <= PARCELS_MAX);
	memset(out, 0, sizeof(*out));
	switch (ev->act) {
	case ACT_PAY: e = pay(&s, out); break;
	case ACT_EXPIRE:
		if (s.status == ORDER_PENDING)
			move_all(&s, ORDER_PENDING, ORDER_CANCELLED, out);
		break;
	case ACT_REFUND: e = refund(&s, out); break;
	case ACT_MOVE: e = wish(&s, ev, out); break;
	}
	if (e != ERR_OK) {
		memset(out, 0, sizeof(*out));
		return e;
	}
	s.status = least_advanced(&s);
	*state = s;
	return ERR_OK;
}

bool
order_may(const struct order_state *state, enum order_actor by, size_t parcel,
    enum order_status to)
{
	struct order_state   s = *state;
	struct order_event   ev = { ACT_MOVE, by, to, parcel };
	struct order_effects fx;

	return order_step(&s, &ev, &fx) == ERR_OK;
}
