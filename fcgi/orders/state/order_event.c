/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/state/order_event.h"

static void
items_fill(struct db *db, const struct order *o, const struct parcel *p,
    LIST(order_payload_item) *out)
{
	const struct order_item   *it = o->items.items;
	struct order_payload_item *e;

	out->items = e = arena_array(db_arena(db), o->items.n, sizeof(*e));
	for (size_t i = 0; i < o->items.n; i++, it++) {
		if (p != NULL && !uuid_equal(it->vendor_id, p->vendor_id))
			continue;
		*e++ = (struct order_payload_item){ it->product_id,
			it->variant_id, it->vendor_id, it->vendor_user_id,
			it->name, it->quantity, it->price, it->total_price,
			it->status };
		out->n++;
	}
}

enum err
order_tell(struct db *db, const char *name, const struct order *o,
    const struct parcel *p, struct money amount,
    const struct stored_text *reason)
{
	struct order_payload ev = {
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
		.reason = reason != NULL ? reason->text : NULL,
		.reason_id = reason != NULL ? reason->id : NULL,
		.is_paid = { uuid_given(o->payment_id) },
	};

	if (p != NULL) {
		ev.vendor_id = p->vendor_id;
		ev.vendor_user_id = p->vendor_user_id;
		ev.vendor_name = p->vendor_name;
	}
	items_fill(db, o, p, &ev.items);
	return db_event(db, name, order_payload, o->id, &ev);
}
