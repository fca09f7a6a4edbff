/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/pages/order_page.h"
#include "common/model/config.h"
#include "db/orders/pages/order_read.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/state/order_change.h"

SPEC_STATIC(order_moves,
    FIELD(may_confirm, FOR_PAGES),
    FIELD(may_process, FOR_PAGES),
    FIELD(may_ship, FOR_PAGES),
    FIELD(may_deliver, FOR_PAGES),
    FIELD(may_cancel, FOR_PAGES),
    FIELD(may_refund, FOR_PAGES));

SPEC_STATIC(timeline_step,
    FIELD_ENUM(status, order_status_words),
    FIELD(at),
    FIELD(is_current),
    FIELD(note));

SPEC_STATIC(parcel_view,
    FIELD_BASE(parcel, parcel),
    FIELD(total_amount),
    FIELD_OF(items, order_item),
    FIELD_OF(timeline, timeline_step),
    FIELD_BASE(moves, order_moves));

SPEC(order_page,
    FIELD_BASE(order, order),
    FIELD_OF(parcels, parcel_view, FOR_PAGES),
    FIELD_BASE(moves, order_moves),
    FIELD(expires_at, FOR_PAGES));

static void
moves_fill(const struct order_state *s, enum order_actor by, size_t parcel,
    struct order_moves *m)
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
step_find(const LIST(order_step) *steps, const struct parcel *p,
    enum order_status status)
{
	const struct order_step *s = steps->items;

	for (size_t i = 0; i < steps->n; i++, s++)
		if (s->status == status &&
		    uuid_equal(s->vendor_id, p->vendor_id))
			return s;
	return NULL;
}

/* The steps that were taken and, unless it ended early, those to come. */
static void
timeline_fill(struct req *rq, const struct order *o, const struct parcel *p,
    const LIST(order_step) *steps, LIST(timeline_step) *out)
{
	bool                     ended = p->status > ORDER_DELIVERED;
	const struct order_step *s;
	struct timeline_step    *t;

	for (int i = ORDER_PENDING; i <= ORDER_REFUNDED; i++) {
		s = step_find(steps, p, (enum order_status)i);
		if (s == NULL && i != ORDER_PENDING &&
		    (ended || i > ORDER_DELIVERED))
			continue;
		t = list_add(rq->arena, out);
		*t = (struct timeline_step){ .status = (enum order_status)i,
			.at = i == ORDER_PENDING ? o->created_at :
			    s != NULL            ? s->at :
						   TIMESTAMP_NONE,
			.is_current = (int)p->status == i,
			.note = s == NULL ?
			    NULL :
			    stored_text_say(rq->arena, rq->language, &s->note,
				config.currency) };
	}
}

static void
items_pick(struct arena *a, const struct order *o, const struct parcel *p,
    LIST(order_item) *out)
{
	const struct order_item *it = o->items.items;
	struct order_item       *copy;

	for (size_t i = 0; i < o->items.n; i++, it++) {
		if (!uuid_equal(it->vendor_id, p->vendor_id))
			continue;
		copy = list_add(a, out);
		*copy = *it;
	}
}

/* ---- the whole ---------------------------------------------------------- */

static void
parcel_fill(struct req *rq, const struct order *o, const struct parcel *p,
    const LIST(order_step) *steps, struct parcel_view *v)
{
	v->parcel = *p;
	v->total_amount = parcel_total(p);
	items_pick(rq->arena, o, p, &v->items);
	timeline_fill(rq, o, p, steps, &v->timeline);
}

static enum err
order_page_read(struct req *rq, struct uuid id, enum order_actor by,
    struct order *o, LIST(parcel) *parcels, LIST(order_step) *steps)
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
order_page_fill(struct req *rq, struct uuid id, enum order_actor by,
    struct order_page *out)
{
	LIST(parcel)         parcels;
	LIST(order_step)     steps;
	const struct parcel *p;
	struct parcel_view  *v;
	struct order_state   state;
	enum err             e;

	e = order_page_read(rq, id, by, &out->order, &parcels, &steps);
	if (e != ERR_OK)
		return e;
	order_state_of(&out->order, &parcels, &state);
	moves_fill(&state, by, PARCEL_ALL, &out->moves);
	p = parcels.items;
	for (size_t i = 0; i < parcels.n; i++, p++) {
		if (by == BY_VENDOR &&
		    !uuid_equal(p->vendor_user_id, rq->session.user_id))
			continue;
		v = list_add(rq->arena, &out->parcels);
		parcel_fill(rq, &out->order, p, &steps, v);
		if (by != BY_BUYER)
			moves_fill(&state, by, i, &v->moves);
	}
	out->expires_at = out->order.status != ORDER_PENDING ?
	    TIMESTAMP_NONE :
	    (struct timestamp){ out->order.created_at.us + reservation_us() };
	return ERR_OK;
}
