/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/checkout/order_draft.h"
#include "common/base/crypto.h"
#include "common/model/config.h"
#include "fcgi/orders/cart/totals.h"
#include "fcgi/orders/orders.h"

/* No letter that people take for a digit or for another letter. */
const char *
order_number_new(struct arena *a)
{
	static const char signs[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	unsigned char     random[6];
	char              text[7] = "", year[TIMESTAMP_SIZE];

	random_bytes(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++)
		text[i] = signs[random[i] % 32];
	timestamp_strftime(clock_now(), "%y", year);
	return arena_printf(a, "F-%s-%s", year, text);
}

static struct parcel *
parcel_for(struct req *rq, struct order_draft *d, const struct reserved_line *h)
{
	struct parcel *p = d->parcels.items;

	for (size_t i = 0; i < d->parcels.n; i++)
		if (uuid_equal(p[i].vendor_id, h->vendor_id))
			return &p[i];
	p = list_add(rq->arena, &d->parcels);
	*p = (struct parcel){ .order_id = d->order.id,
		.vendor_id = h->vendor_id,
		.vendor_user_id = h->vendor_user_id,
		.vendor_name = h->vendor_name,
		.items_amount = currency_amount(config_currency(), 0) };
	return p;
}

static enum err
item_add(struct req *rq, struct order_draft *d, const struct reserved_line *h)
{
	struct parcel     *p = parcel_for(rq, d, h);
	struct order_item *it = list_add(rq->arena, &d->order.items);

	*it = (struct order_item){ .id = uuid_new(),
		.product_id = h->product_id,
		.variant_id = h->variant_id,
		.vendor_id = h->vendor_id,
		.vendor_user_id = h->vendor_user_id,
		.vendor_name = h->vendor_name,
		.name = h->name,
		.sku = h->sku,
		.image = h->image,
		.quantity = h->quantity,
		.price = h->price };
	return money_times(h->price, h->quantity, &it->total_price) &&
		money_add(p->items_amount, it->total_price, &p->items_amount) ?
	    ERR_OK :
	    ERR_AMOUNT_TOO_LARGE;
}

static enum err
amounts_fill(struct req *rq, struct order_draft *d)
{
	struct parcel      *p = d->parcels.items;
	struct totals_part *parts;
	struct totals_rule  rule = { config_currency(),
		 orders_settings.shipping_amount, orders_settings.tax_percent };
	struct totals       t;
	enum err            e;

	parts = arena_array(rq->arena, d->parcels.n, sizeof(*parts));
	for (size_t i = 0; i < d->parcels.n; i++)
		parts[i].items = p[i].items_amount;
	if ((e = totals_make(&t, parts, d->parcels.n, &rule)) != ERR_OK)
		return e;
	for (size_t i = 0; i < d->parcels.n; i++) {
		p[i].shipping_amount = parts[i].shipping;
		p[i].tax_amount = parts[i].tax;
	}
	d->order.subtotal_amount = t.subtotal_amount;
	d->order.shipping_amount = t.shipping_amount;
	d->order.tax_amount = t.tax_amount;
	d->order.total_amount = t.total_amount;
	return payment_amount_check(d->order.payment_method, t.total_amount,
	    d->order.currency);
}

enum err
order_draft_fill(struct req *rq, struct order_draft *d,
    const LIST(reserved_line) *held)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < held->n && e == ERR_OK; i++)
		e = item_add(rq, d, &held->items[i]);
	return e != ERR_OK ? e : amounts_fill(rq, d);
}
