/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/event.h"

struct event_item {
	struct uuid       product_id, variant_id, vendor_id, vendor_user_id;
	const char       *name;
	int64_t           quantity;
	struct money      price, total_price;
	enum order_status status;
};
LIST_DECLARE(event_item);
SPEC_STATIC(event_item,
    FIELD(product_id),
    FIELD(variant_id),
    FIELD(vendor_id),
    FIELD(vendor_user_id),
    FIELD(name),
    FIELD(quantity),
    FIELD(price),
    FIELD(total_price),
    FIELD_ENUM(status, order_status_words));

struct order_event_out {
	struct uuid order_id, user_id, vendor_id, vendor_user_id;
	const char *order_number, *email, *currency, *vendor_name, *reason;
	enum order_status status;
	struct money subtotal_amount, shipping_amount, tax_amount, total_amount,
	    amount;
	LIST(event_item) items;
	struct address  *shipping_address;
	bool             is_paid;
};
SPEC_STATIC(order_event_out,
    FIELD(order_id),
    FIELD(order_number),
    FIELD(user_id),
    FIELD(email),
    FIELD_ENUM(status, order_status_words),
    FIELD(currency),
    FIELD(subtotal_amount),
    FIELD(shipping_amount),
    FIELD(tax_amount),
    FIELD(total_amount),
    FIELD_OF(items, event_item),
    FIELD_PTR(shipping_address, address),
    FIELD(vendor_id),
    FIELD(vendor_user_id),
    FIELD(vendor_name),
    FIELD(reason),
    FIELD(amount),
    FIELD(is_paid));

static void
items_fill(struct db *db, const struct order *o, const struct parcel *p,
    LIST(event_item) *out)
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
	return db_event(db, name, o->id, order_event_out, &ev);
}
