/* SPDX-License-Identifier: ISC */
/*
 * order_status.c - people move an order on.  A buyer may cancel it, a vendor
 * moves its own parcel, an administrator may take every step that is legal.
 */
#include "db/orders/pages/order_read.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/state/order_change.h"

struct order_status_in {
	struct uuid       id, vendor_id;
	enum order_status status;
	const char       *reason;
	int64_t           version;
};
SPEC_STATIC(order_status_in,
    FIELD(id, REQUIRED),
    FIELD_ENUM(status, order_status_words, REQUIRED),
    FIELD(reason, RANGE(0, 200)),
    FIELD(vendor_id),
    FIELD(version, EDIT_VERSION));

static struct stored_text
note_of(struct arena *a, const struct order_status_in *in, enum order_actor by)
{
	static const enum stored_sentence cancelled[] = {
		[BY_BUYER] = STORED_CANCELLED_BY_BUYER,
		[BY_VENDOR] = STORED_CANCELLED_BY_VENDOR,
		[BY_ADMIN] = STORED_CANCELLED_BY_SHOP,
	};

	if (in->reason != NULL && *in->reason != '\0')
		return stored_words(in->reason);
	return stored_sentence(a,
	    in->status == ORDER_CANCELLED ? cancelled[by] : STORED_NONE,
	    NO_ARGS);
}

/* Say what the order, or the vendor's part of it, has become. */
static enum err
stale_complain(struct order_change *c)
{
	static const char *const now_is[] = {
		[ORDER_PENDING] = SAY_LATER("The order has changed since you "
					    "opened this page. It is "
					    "awaiting payment."),
		[ORDER_CONFIRMED] = SAY_LATER("The order has changed since you "
					      "opened this page. It is "
					      "confirmed now."),
		[ORDER_PROCESSING] = SAY_LATER("The order has changed since "
					       "you opened this page. It is "
					       "being prepared now."),
		[ORDER_SHIPPED] = SAY_LATER("The order has changed since you "
					    "opened this page. It has "
					    "been shipped."),
		[ORDER_DELIVERED] = SAY_LATER("The order has changed since you "
					      "opened this page. It has "
					      "been delivered."),
		[ORDER_CANCELLED] = SAY_LATER("The order has changed since you "
					      "opened this page. It has "
					      "been cancelled."),
		[ORDER_REFUNDED] = SAY_LATER("The order has changed since you "
					     "opened this page. It has "
					     "been refunded."),
	};
	enum order_status status = uuid_given(c->vendor_user) ?
	    c->state.parcels[c->event.parcel] :
	    c->state.status;

	complain_as(&c->rq->complaints, "", err_slug(ERR_STALE),
	    SAY(now_is[status]), NO_ARGS);
	return ERR_STALE;
}

static enum err
order_set_status(struct req *rq, const struct order_status_in *in,
    enum order_actor by)
{
	struct order_change c = { .rq = rq,
		.id = in->id,
		.version = in->version };
	enum err            e;

	c.event = (struct order_event){ ACT_MOVE, .by = by, .to = in->status };
	c.note = note_of(rq->arena, in, by);
	if (by == BY_BUYER)
		c.buyer = rq->session.user_id;
	else if (by == BY_VENDOR)
		c.vendor_user = rq->session.user_id;
	else
		c.vendor = in->vendor_id;
	e = order_change(&c);
	return e == ERR_STALE ? stale_complain(&c) : e;
}

/* PUT /orders/:id/status - the next step, as far as the caller may take it. */
HANDLER(order_edit_status, order_status_in, order)
{
	enum order_actor by = rq->session.role == ROLE_ADMIN ? BY_ADMIN :
	    rq->session.role == ROLE_VENDOR                  ? BY_VENDOR :
							       BY_BUYER;
	struct uuid      anybody = { "" };
	enum err         e = order_set_status(rq, in, by);

	/* Vendors buy things, too. */
	if (e == ERR_ORDER_NOT_FOUND && by == BY_VENDOR)
		e = order_set_status(rq, in, by = BY_BUYER);
	if (e != ERR_OK)
		return e;
	req_next(rq, "/orders/%s?notice=%s", in->id.text,
	    in->status == ORDER_CANCELLED ? "cancelled" : "status-changed");
	if (!rq->api)
		return ERR_OK;
	return by == BY_VENDOR ?
	    db_order_of_vendor(rq->db, in->id, rq->session.user_id, out) :
	    db_order_get(rq->db, in->id, anybody, out);
}

/* PUT /vendor/orders/:id - the buttons of the vendor's pages. */
HANDLER(vendor_order_edit, order_status_in, none)
{
	req_next(rq, "/vendor/orders/%s?notice=status-changed", in->id.text);
	return order_set_status(rq, in, BY_VENDOR);
}

/* PUT /admin/orders/:id - the buttons of the administrator's pages. */
HANDLER(admin_order_edit, order_status_in, none)
{
	req_next(rq, "/admin/orders/%s?notice=status-changed", in->id.text);
	return order_set_status(rq, in, BY_ADMIN);
}

const struct route order_status_routes[] = {
	{ PUT, "/orders/:id/status", &order_edit_status, .who = SIGNED_IN,
	    .form = "/orders/:id" },
	{ PUT, "/vendor/orders/:id", &vendor_order_edit, .who = VENDOR,
	    .face = PAGE_ONLY },
	{ PUT, "/admin/orders/:id", &admin_order_edit, .who = ADMIN,
	    .face = PAGE_ONLY },
	{ 0 },
};
