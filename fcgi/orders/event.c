/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/event.h"

struct event_item {
	struct uuid       product_id, variant_id, vendor_id, vendor_user_id;
	const char       *name;
	int64_t           quantity;
	struct money      price, total_price;
	enum order_status status;
};
SPEC_STATIC(event_item,
    FIELD(event_item, product_id),
    FIELD(event_item, variant_id),
    FIELD(event_item, vendor_id),
    FIELD(event_item, vendor_user_id),
    FIELD(event_item, name),
    FIELD(event_item, quantity),
    FIELD(event_item, price),
    FIELD(event_item, total_price),
    FIELD_ENUM(event_item, status, order_status_words));

struct order_event_out {
	struct uuid order_id, user_id, vendor_id, vendor_user_id;
	const char *order_number, *email, *currency, *vendor_name, *reason;
	enum order_status status;
	struct money subtotal_amount, shipping_amount, tax_amount, total_amount,
	    amount;
	struct list     items;
	struct address *shipping_address;
	bool            is_paid;
};
SPEC_STATIC(order_event_out,
    FIELD(order_event_out, order_id),
    FIELD(order_event_out, order_number),
    FIELD(order_event_out, user_id),
    FIELD(order_event_out, email),
    FIELD_ENUM(order_event_out, status, order_status_words),
    FIELD(order_event_out, currency),
    FIELD(order_event_out, subtotal_amount),
    FIELD(order_event_out, shipping_amount),
    FIELD(order_event_out, tax_amount),
    FIELD(order_event_out, total_amount),
    FIELD_OF(order_event_out, items, event_item),
    FIELD_PTR(order_event_out, shipping_address, address),
    FIELD(order_event_out, vendor_id),
    FIELD(order_event_out, vendor_user_id),
    FIELD(order_event_out, vendor_name),
    FIELD(order_event_out, reason),
    FIELD(order_event_out, amount),
    FIELD(order_event_out, is_paid));

static void
items_fill(struct db *db, const struct order *o, const struct parcel *p,
    struct list *out)
{
	const struct order_item *it = o->items.items;
	struct event_item       *e;

	out->items = e = arena_array(db_arena(db), o->items.n, sizeof(*e));
	for (size_t i = 0; i < o->items.n; i++, it++) {
		if (p != NULL && !uuid_equal(it->vendor_id, p->vendor_id))
			continue;
		*e++ = (struct event_item){ it->product_id, it->variant_id,
			it->vendor_id, it->vendor_user_id, it->name,
			it->quantity, it->price, it->total_price, it->status };
		out->n++;
	}
}

enum err
order_tell(struct db *db, const char *name, const struct order *o,
    const struct parcel *p, struct money amount, const char *reason)
{
	struct order_event_out ev = {
		.order_id = o->id,
		.user_id = o->user_id,
		.order_number = o->order_number,
		.email = o->email,
		.currency = o->currency,
		.status = o->status,
		.subtotal_amount = o->subtotal_amount,
		.shipping_amount = o->shipping_amount,
		.tax_amount = o->tax_amount,
		.total_amount = o->total_amount,
		.amount = amount,
		.shipping_address = o->shipping_address,
		.reason = reason,
		.is_paid = uuid_given(o->payment_id),
	};

	if (p != NULL) {
		ev.vendor_id = p->vendor_id;
		ev.vendor_user_id = p->vendor_user_id;
		ev.vendor_name = p->vendor_name;
	}
	items_fill(db, o, p, &ev.items);
	return db_event(db, name, o->id, &order_event_out_spec, &ev);
}
