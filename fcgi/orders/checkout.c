/* SPDX-License-Identifier: ISC */
/*
 * checkout.c - from a cart to an order: hold the stock, then write the order,
 * its event and the emptied cart in one transaction.  The order's id is that
 * of the idempotency key, so whoever repeats a checkout that broke off finds
 * the order, or the held stock, of the first try.
 */
#include <stdio.h>

#include "common/base/crypto.h"
#include "common/model/config.h"
#include "db/orders/orders.h"
#include "fcgi/orders/cart.h"
#include "fcgi/orders/event.h"
#include "fcgi/orders/goods.h"
#include "fcgi/orders/orders.h"

#define NUMBER_TRIES 5

struct checkout_in {
	struct address      shipping_address, *billing_address;
	enum payment_method payment_method;
};
SPEC_STATIC(checkout_in,
    FIELD_SUB(shipping_address, address, REQUIRED),
    FIELD_PTR(billing_address, address),
    FIELD_ENUM(payment_method, payment_method_words, REQUIRED));

struct checkout_page {
	struct cart          cart;
	struct address       shipping_address;
	int                  payment_method; /* chosen; -1: none is offered */
	LIST(payment_choice) methods;
};
SPEC_STATIC(checkout_page,
    FIELD_BASE(cart, cart),
    FIELD_SUB(shipping_address, address, FOR_PAGES),
    FIELD_ENUM(payment_method, payment_method_words),
    FIELD_OF(methods, payment_choice));

struct checkout {
	struct cart_rows cart;
	LIST(parcel)     parcels;
	struct order     order; /* to be written */
	struct order     made;  /* as it stands there */
	bool             shown; /* the answer is that */
};

/* GET /checkout - address, way to pay, and what it will cost. */
HANDLER(checkout_show, none, checkout_page)
{
	struct cart_owner owner;
	enum err          e;

	if ((e = cart_owner(rq, false, &owner)) != ERR_OK ||
	    (e = cart_load(rq, owner, &out->cart)) != ERR_OK)
		return e;
	payment_choices(&settings.offer, rq->arena, &out->methods);
	out->payment_method = out->methods.n > 0 ?
	    (int)out->methods.items[0].method :
	    -1;
	if (out->cart.items.n == 0)
		req_next(rq, "/cart");
	e = db_last_address(rq->db, rq->session.user_id,
	    &out->shipping_address);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- the order in memory ------------------------------------------------ */

/* "F-26-4K7Q2X": digits and letters that nobody mistakes for one another. */
static const char *
number_make(struct req *rq)
{
	static const char signs[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	unsigned char     random[6];
	char              text[7] = "", year[TIMESTAMP_SIZE];

	random_bytes(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++)
		text[i] = signs[random[i] % 32];
	timestamp_strftime(clock_now(), "%y", year);
	return arena_printf(rq->arena, "F-%s-%s", year, text);
}

static struct parcel *
parcel_of(struct req *rq, struct checkout *c, const struct reserved_line *h)
{
	struct parcel *p = c->parcels.items;

	for (size_t i = 0; i < c->parcels.n; i++)
		if (uuid_equal(p[i].vendor_id, h->vendor_id))
			return &p[i];
	p = list_add(rq->arena, &c->parcels);
	*p = (struct parcel){ .order_id = c->order.id,
		.vendor_id = h->vendor_id,
		.vendor_user_id = h->vendor_user_id,
		.vendor_name = h->vendor_name,
		.items_amount = currency_amount(config_currency(), 0) };
	return p;
}

static enum err
items_make(struct req *rq, struct checkout *c, const LIST(reserved_line) *held)
{
	const struct reserved_line *h = held->items;
	struct order_item          *it;
	struct parcel              *p;

	c->order.items.n = held->n;
	c->order.items.items = it = arena_array(rq->arena, held->n,
	    sizeof(*it));
	for (size_t i = 0; i < held->n; i++, it++, h++) {
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
		p = parcel_of(rq, c, h);
		if (!money_times(h->price, h->quantity, &it->total_price) ||
		    !money_add(p->items_amount, it->total_price,
			&p->items_amount))
			return ERR_AMOUNT_TOO_LARGE;
	}
	return ERR_OK;
}

static enum err
amounts_make(struct req *rq, struct checkout *c)
{
	struct parcel      *p = c->parcels.items;
	struct totals_part *parts;
	struct totals       t;
	enum err            e;
	struct totals_rule rule = { config_currency(), settings.shipping_amount,
		settings.tax_percent };

	parts = arena_array(rq->arena, c->parcels.n, sizeof(*parts));
	for (size_t i = 0; i < c->parcels.n; i++)
		parts[i].items = p[i].items_amount;
	if ((e = totals_make(&t, parts, c->parcels.n, &rule)) != ERR_OK)
		return e;
	for (size_t i = 0; i < c->parcels.n; i++) {
		p[i].shipping_amount = parts[i].shipping;
		p[i].tax_amount = parts[i].tax;
	}
	c->order.subtotal_amount = t.subtotal_amount;
	c->order.shipping_amount = t.shipping_amount;
	c->order.tax_amount = t.tax_amount;
	c->order.total_amount = t.total_amount;
	return ERR_OK;
}

static void
order_make(struct req *rq, const struct checkout_in *in, struct order *o)
{
	struct address *to = arena_alloc(rq->arena, sizeof(*to));

	*to = in->shipping_address;
	*o = (struct order){
		.id = rq->once_id,
		.user_id = rq->session.user_id,
		.email = rq->session.email,
		.currency = config.currency,
		.status = ORDER_PENDING,
		.shipping_address = to,
		.billing_address = in->billing_address != NULL ?
		    in->billing_address :
		    to,
		.payment_method = in->payment_method,
	};
}

/* ---- the saga ----------------------------------------------------------- */

/* What was held must be what the cart says: it is from an earlier try. */
static bool
same(const LIST(cart_line) *lines, const LIST(reserved_line) *held)
{
	const struct cart_line     *l = lines->items;
	const struct reserved_line *h = held->items;

	if (lines->n != held->n)
		return false;
	for (size_t i = 0; i < lines->n; i++)
		if (!uuid_equal(l[i].product_id, h[i].product_id) ||
		    !uuid_equal(l[i].variant_id, h[i].variant_id) ||
		    l[i].quantity != h[i].quantity ||
		    !money_equal(l[i].price, h[i].price))
			return false;
	return true;
}

static enum err
write_order(struct db *db, void *ctx)
{
	struct checkout *c = ctx;
	int64_t          taken = 0;
	enum err         e;

	db_batch(db);
	db_cart_lines_take(db, c->cart.id, &c->cart.lines, &taken);
	db_order_add(db, &c->order, &c->parcels);
	order_tell(db, EVENT_NAME(EVENT_ORDER_CREATED), &c->order, NULL,
	    MONEY_NONE, NULL);
	if (c->shown)
		db_order_get(db, c->order.id, c->order.user_id, &c->made);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	/* Another checkout, or another window, was faster. */
	return taken == (int64_t)c->cart.lines.n ? ERR_OK : ERR_CART_EMPTY;
}

static enum err
place(struct req *rq, struct checkout *c, const LIST(reserved_line) *held)
{
	enum err e;

	if (!same(&c->cart.lines, held))
		return ERR_CONFLICT;
	if ((e = items_make(rq, c, held)) != ERR_OK ||
	    (e = amounts_make(rq, c)) != ERR_OK)
		return e;
	e = ERR_CONFLICT;
	for (int i = 0; i < NUMBER_TRIES && e == ERR_CONFLICT; i++) {
		c->order.order_number = number_make(rq);
		e = db_tx(rq->db, write_order, c);
		/* Or written already, by somebody with the same key? */
		if (e == ERR_CONFLICT &&
		    db_order_get(rq->db, c->order.id, c->order.user_id,
			&c->made) == ERR_OK)
			e = ERR_OK;
	}
	return e;
}

/* Say of each line what products would not say: why it cannot be had. */
static enum err
explain(struct req *rq, const LIST(cart_line) *lines, enum err e)
{
	const struct cart_line *l = lines->items;
	const struct goods     *g;
	LIST(goods)             goods;
	bool                    prices_only = true, any = false;

	if (goods_lookup(rq, lines, &goods) != ERR_OK)
		return e == ERR_PRICE_CHANGED ? e : ERR_OUT_OF_STOCK;
	g = goods.items;
	for (size_t i = 0; i < lines->n; i++, l++, g++) {
		if (!cart_complain(rq, l, g, i))
			continue;
		any = true;
		prices_only = prices_only && g->available &&
		    g->stock_quantity >= l->quantity;
	}
	return any ? prices_only ? ERR_PRICE_CHANGED : ERR_OUT_OF_STOCK :
	    e == ERR_PRICE_CHANGED ? e :
				     ERR_OUT_OF_STOCK;
}

/* The cart's lines, or the order that an earlier try has made of them. */
static enum err
begin(struct req *rq, struct checkout *c, bool *done)
{
	struct cart_owner owner;
	enum err          e;

	*done = false;
	if (rq->once_again) {
		e = db_order_get(rq->db, rq->once_id, rq->session.user_id,
		    &c->made);
		*done = e == ERR_OK;
		if (e != ERR_ORDER_NOT_FOUND)
			return e;
	}
	if ((e = cart_owner(rq, false, &owner)) != ERR_OK ||
	    (e = cart_rows(rq, owner, &c->cart)) != ERR_OK)
		return e;
	if (c->cart.lines.n > 0)
		return ERR_OK;
	/* An earlier try with this key may have held what was bought since. */
	if (rq->once_again)
		goods_give_back(rq, rq->once_id, (struct uuid){ "" });
	return ERR_CART_EMPTY;
}

static enum err
run(struct req *rq, struct checkout *c)
{
	LIST(reserved_line) held;
	enum err            e;

	e = goods_hold(rq, c->order.id, &c->cart.lines, &held);
	if (e == ERR_OUT_OF_STOCK || e == ERR_PRICE_CHANGED ||
	    e == ERR_PRODUCT_NOT_FOUND || e == ERR_VARIANT_NOT_FOUND)
		return explain(rq, &c->cart.lines, e);
	if (e != ERR_OK)
		return e;
	e = place(rq, c, &held);
	/* After an outage the order may exist, from this try or from one
	   before it.  A repeat finds out, or the reservation expires. */
	if (e != ERR_OK && !err_is_outage(e))
		goods_give_back(rq, c->order.id, (struct uuid){ "" });
	return e;
}

/* POST /checkout - order what is in the cart. */
HANDLER(checkout_add, checkout_in, order)
{
	struct checkout c = { .shown = rq->api };
	bool            done;
	enum err        e;

	if ((e = begin(rq, &c, &done)) != ERR_OK)
		return e;
	if (!done) {
		if (!payment_method_offered(&settings.offer,
			(int)in->payment_method)) {
			payment_method_complain(&rq->complaints,
			    "paymentMethod");
			return ERR_INVALID;
		}
		order_make(rq, in, &c.order);
		if ((e = run(rq, &c)) != ERR_OK)
			return e;
	}
	req_next(rq, "/pay/%s", rq->once_id.text);
	if (c.shown)
		*out = c.made;
	return ERR_OK;
}

static const struct rate checkouts = { "checkout", 6, 60 };

const struct route checkout_routes[] = {
	{ GET, "/checkout", &checkout_show, .page = "orders/checkout",
	    .who = SIGNED_IN, .face = PAGE_ONLY },
	{ POST, "/checkout", &checkout_add, .who = SIGNED_IN, .face = BOTH,
	    .status = 201, .once = true, .rate = &checkouts },
	{ 0 },
};
