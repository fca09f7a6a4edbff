/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/view.h"
#include "fcgi/orders/orders.h"

#define MINUTE_US INT64_C(60000000)

SPEC_STATIC(moves,
    FIELD_PAGE(moves, may_confirm),
    FIELD_PAGE(moves, may_process),
    FIELD_PAGE(moves, may_ship),
    FIELD_PAGE(moves, may_deliver),
    FIELD_PAGE(moves, may_cancel),
    FIELD_PAGE(moves, may_refund));

SPEC_STATIC(timeline_step,
    FIELD_ENUM(timeline_step, status, order_status_words),
    FIELD(timeline_step, at),
    FIELD(timeline_step, is_current),
    FIELD(timeline_step, note));

SPEC_STATIC(parcel_view,
    FIELD_BASE(parcel_view, parcel, parcel),
    FIELD(parcel_view, total_amount),
    FIELD_OF(parcel_view, items, order_item),
    FIELD_OF(parcel_view, timeline, timeline_step),
    FIELD_BASE(parcel_view, moves, moves));

SPEC(order_page,
    FIELD_BASE(order_page, order, order),
    FIELD_PAGE_OF(order_page, parcels, parcel_view),
    FIELD_BASE(order_page, moves, moves),
    FIELD_PAGE(order_page, expires_at));

void
order_state_of(const struct order *o, const struct list *parcels,
    struct order_state *out)
{
	const struct parcel *p = parcels->items;

	out->status = o->status;
	out->is_paid = uuid_given(o->payment_id);
	out->n = parcels->n;
	for (size_t i = 0; i < parcels->n && i < PARCELS_MAX; i++)
		out->parcels[i] = p[i].status;
}

static void
moves_fill(const struct order_state *s, enum order_actor by, size_t parcel,
    struct moves *m)
{
	m->may_confirm = order_may(s, by, parcel, ORDER_CONFIRMED);
	m->may_process = order_may(s, by, parcel, ORDER_PROCESSING);
	m->may_ship = order_may(s, by, parcel, ORDER_SHIPPED);
	m->may_deliver = order_may(s, by, parcel, ORDER_DELIVERED);
	m->may_cancel = order_may(s, by, parcel, ORDER_CANCELLED);
	m->may_refund = order_may(s, by, parcel, ORDER_REFUNDED);
}

/* ---- the timeline of a parcel ------------------------------------------- */

static const struct order_step *
step_find(const struct list *steps, const struct parcel *p,
    enum order_status status)
{
	const struct order_step *s = steps->items;

	for (size_t i = 0; i < steps->n; i++, s++)
		if (s->status == status &&
		    uuid_equal(s->vendor_id, p->vendor_id))
			return s;
	return NULL;
}

/* What has happened and, unless it has ended early, what is still to come. */
static void
timeline_fill(struct arena *a, const struct order *o, const struct parcel *p,
    const struct list *steps, struct list *out)
{
	bool                     ended = p->status > ORDER_DELIVERED;
	const struct order_step *s;
	struct timeline_step    *t;
	size_t                   cap = 0;

	for (int i = ORDER_PENDING; i <= ORDER_REFUNDED; i++) {
		s = step_find(steps, p, (enum order_status)i);
		if (s == NULL && i != ORDER_PENDING &&
		    (ended || i > ORDER_DELIVERED))
			continue;
		t = list_add(a, out, &cap, sizeof(*t));
		*t = (struct timeline_step){ .status = (enum order_status)i,
			.at = i == ORDER_PENDING ? o->created_at :
			    s != NULL            ? s->at :
						   TIMESTAMP_NONE,
			.is_current = (int)p->status == i,
			.note = s != NULL ? s->note : NULL };
	}
}

static void
items_pick(struct arena *a, const struct order *o, const struct parcel *p,
    struct list *out)
{
	const struct order_item *it = o->items.items;
	struct order_item       *copy;
	size_t                   cap = 0;

	for (size_t i = 0; i < o->items.n; i++, it++) {
		if (!uuid_equal(it->vendor_id, p->vendor_id))
			continue;
		copy = list_add(a, out, &cap, sizeof(*copy));
		*copy = *it;
	}
}

/* ---- the whole ---------------------------------------------------------- */

static void
parcel_fill(struct req *rq, const struct order *o, const struct parcel *p,
    const struct list *steps, struct parcel_view *v)
{
	v->parcel = *p;
	v->total_amount = MONEY(p->items_amount.minor +
	    p->shipping_amount.minor + p->tax_amount.minor);
	items_pick(rq->arena, o, p, &v->items);
	timeline_fill(rq->arena, o, p, steps, &v->timeline);
}

static enum err
fetch(struct req *rq, struct uuid id, enum order_actor by, struct order *o,
    struct list *parcels, struct list *steps)
{
	struct uuid me = rq->session.user_id;

	db_batch(rq->db);
	if (by == BY_VENDOR)
		db_order_of_vendor(rq->db, id, me, o);
	else
		db_order_get(rq->db, id,
		    by == BY_BUYER ? me : (struct uuid){ "" }, o);
	db_parcel_list(rq->db, id, parcels);
	db_order_steps(rq->db, id, steps);
	return db_flush(rq->db);
}

enum err
order_view(struct req *rq, struct uuid id, enum order_actor by,
    struct order_page *out)
{
	struct list          parcels, steps;
	const struct parcel *p;
	struct parcel_view  *v;
	struct order_state   state;
	size_t               cap = 0;
	enum err             e;

	e = fetch(rq, id, by, &out->order, &parcels, &steps);
	if (e != ERR_OK)
		return e;
	order_state_of(&out->order, &parcels, &state);
	moves_fill(&state, by, PARCEL_ALL, &out->moves);
	p = parcels.items;
	for (size_t i = 0; i < parcels.n; i++, p++) {
		if (by == BY_VENDOR &&
		    !uuid_equal(p->vendor_user_id, rq->session.user_id))
			continue;
		v = list_add(rq->arena, &out->parcels, &cap, sizeof(*v));
		parcel_fill(rq, &out->order, p, &steps, v);
		if (by != BY_BUYER)
			moves_fill(&state, by, i, &v->moves);
	}
	out->expires_at = out->order.status != ORDER_PENDING ?
	    TIMESTAMP_NONE :
	    (struct timestamp){ out->order.created_at.us +
		    settings.reservation_minutes.minor * MINUTE_US / 100 };
	return ERR_OK;
}
