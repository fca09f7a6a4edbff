/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <string.h>

#include "fcgi/orders/state/order_state.h"

static enum order_status
parcels_least(const struct order_state *s)
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
parcel_set(struct order_state *s, size_t i, enum order_status to,
    struct order_effects *fx)
{
	s->parcels[i] = to;
	fx->moved[i] = fx->changed = true;
	fx->to = to;
}

/* Move every parcel that is "from". */
static void
parcels_advance(struct order_state *s, enum order_status from,
    enum order_status to, struct order_effects *fx)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->parcels[i] == from)
			parcel_set(s, i, to, fx);
}

static enum err
order_pay(struct order_state *s, struct order_effects *fx)
{
	if (s->is_paid)
		return ERR_OK;
	if (s->status == ORDER_CANCELLED || s->status == ORDER_REFUNDED)
		return ERR_ORDER_STATE;
	s->is_paid = true;
	if (s->status == ORDER_PENDING) {
		parcels_advance(s, ORDER_PENDING, ORDER_CONFIRMED, fx);
		fx->sells = true;
	} else /* it had been confirmed by hand */
		for (size_t i = 0; i < s->n; i++)
			fx->owes[i] = s->parcels[i] == ORDER_CANCELLED;
	return ERR_OK;
}

/* The stock of parcels that are not shipped goes back. */
static enum err
order_refund(struct order_state *s, struct order_effects *fx)
{
	if (s->status == ORDER_CANCELLED || s->status == ORDER_REFUNDED)
		return ERR_OK;
	if (!s->is_paid)
		return ERR_ORDER_STATE;
	for (size_t i = 0; i < s->n; i++) {
		if (s->parcels[i] == ORDER_CANCELLED)
			continue;
		fx->gives_back[i] = s->parcels[i] < ORDER_SHIPPED;
		parcel_set(s, i, ORDER_REFUNDED, fx);
	}
	return ERR_OK;
}

static bool
status_may_cancel(enum order_status from, enum order_actor by)
{
	/* A vendor cannot cancel what the buyer is about to pay. */
	return from < ORDER_SHIPPED &&
	    !(by == BY_VENDOR && from == ORDER_PENDING);
}

static enum err
parcels_cancel(struct order_state *s, const struct order_event *ev,
    struct order_effects *fx)
{
	for (size_t i = 0; i < s->n; i++) {
		if ((ev->parcel != PARCEL_ALL && ev->parcel != i) ||
		    (ev->parcel == PARCEL_ALL &&
			s->parcels[i] == ORDER_CANCELLED))
			continue;
		if (!status_may_cancel(s->parcels[i], ev->by) ||
		    (ev->parcel != PARCEL_ALL &&
			s->parcels[i] == ORDER_PENDING && s->n > 1))
			return ERR_ORDER_STATE;
		parcel_set(s, i, ORDER_CANCELLED, fx);
	}
	fx->pays_back = s->is_paid;
	return fx->changed ? ERR_OK : ERR_ORDER_STATE;
}

/* One step; parcels that have taken it already, or are cancelled, stay. */
static enum err
parcels_step(struct order_state *s, const struct order_event *ev,
    struct order_effects *fx)
{
	for (size_t i = 0; i < s->n; i++) {
		if (ev->parcel != PARCEL_ALL && ev->parcel != i)
			continue;
		if (s->parcels[i] + 1 == ev->to)
			parcel_set(s, i, ev->to, fx);
		else if (ev->parcel != PARCEL_ALL || s->parcels[i] < ev->to)
			return ERR_ORDER_STATE;
	}
	fx->sells = ev->to == ORDER_CONFIRMED;
	return fx->changed ? ERR_OK : ERR_ORDER_STATE;
}

static enum err
status_set(struct order_state *s, const struct order_event *ev,
    struct order_effects *fx)
{
	switch (ev->to) {
	case ORDER_CONFIRMED:
		return ev->by == BY_ADMIN && ev->parcel == PARCEL_ALL ?
		    parcels_step(s, ev, fx) :
		    ERR_ORDER_STATE;
	case ORDER_PROCESSING:
	case ORDER_SHIPPED:
	case ORDER_DELIVERED:
		return ev->by != BY_BUYER ? parcels_step(s, ev, fx) :
					    ERR_ORDER_STATE;
	case ORDER_CANCELLED: return parcels_cancel(s, ev, fx);
	case ORDER_REFUNDED:
		if (ev->by != BY_ADMIN || ev->parcel != PARCEL_ALL ||
		    s->status > ORDER_DELIVERED)
			return ERR_ORDER_STATE;
		fx->pays_back = true;
		return order_refund(s, fx);
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
	case ACT_PAY: e = order_pay(&s, out); break;
	case ACT_EXPIRE:
		if (s.status == ORDER_PENDING)
			parcels_advance(&s, ORDER_PENDING, ORDER_CANCELLED,
			    out);
		break;
	case ACT_REFUND: e = order_refund(&s, out); break;
	case ACT_MOVE: e = status_set(&s, ev, out); break;
	}
	if (e != ERR_OK) {
		memset(out, 0, sizeof(*out));
		return e;
	}
	s.status = parcels_least(&s);
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
