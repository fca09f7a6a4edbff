/* SPDX-License-Identifier: ISC */
/*
 * checkout.c - from a cart to an order, as a saga: hold the stock, then write
 * the order, its event and the emptied cart in one transaction.  The id of the
 * order is that of the Idempotency-Key, so a repetition of a checkout that was
 * interrupted finds the order, or the held stock, of the first try.
 */
#include "common/model/config.h"
#include "db/orders/checkout/order_add.h"
#include "db/orders/pages/order_read.h"
#include "fcgi/orders/cart/cart.h"
#include "fcgi/orders/checkout/address_in.h"
#include "fcgi/orders/checkout/order_draft.h"
#include "fcgi/orders/orders.h"
#include "fcgi/orders/state/order_event.h"

#define NUMBER_TRIES 5

struct checkout_in {
	struct address_in   shipping_address, *billing_address;
	enum payment_method payment_method;
	int64_t             version; /* of the cart */
};
SPEC_STATIC(checkout_in,
    FIELD_SUB(shipping_address, address_in, REQUIRED),
    FIELD_PTR(billing_address, address_in),
    FIELD_ENUM(payment_method, payment_method_words, REQUIRED),
    FIELD(version, EDIT_VERSION));

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
	struct cart_rows   cart;
	struct order_draft draft;
	struct order       order;    /* as it was written */
	bool               is_shown; /* it is the answer */
};

/* GET /checkout - address, method of payment, and the total. */
HANDLER(checkout_show, none, checkout_page)
{
	struct cart_owner owner;
	enum err          e;

	if ((e = cart_owner(rq, false, &owner)) != ERR_OK ||
	    (e = cart_load(rq, owner, &out->cart)) != ERR_OK)
		return e;
	payment_choices(&orders_settings.offer, rq->arena, &out->methods);
	out->payment_method = out->methods.n > 0 ?
	    (int)out->methods.items[0].method :
	    -1;
	if (out->cart.items.n == 0)
		req_next(rq, "/cart");
	e = db_last_address(rq->db, rq->session.user_id,
	    &out->shipping_address);
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* ---- writing the order --------------------------------------------------- */

static void
draft_begin(struct req *rq, const struct checkout_in *in, struct order *o)
{
	struct address *to = arena_alloc(rq->arena, sizeof(*to));

	*to = in->shipping_address.address;
	*o = (struct order){
		.id = rq->once_id,
		.user_id = rq->session.user_id,
		.email = rq->session.email,
		.currency = config.currency,
		.status = ORDER_PENDING,
		.shipping_address = to,
		.billing_address = in->billing_address != NULL ?
		    &in->billing_address->address :
		    to,
		.payment_method = in->payment_method,
	};
}

static enum err
checkout_write(struct db *db, void *ctx)
{
	struct checkout *c = ctx;
	struct order    *o = &c->draft.order;
	int64_t          taken = 0;
	enum err         e;

	db_batch(db);
	db_cart_lines_take(db, c->cart.id, &c->cart.lines, &taken);
	db_order_add(db, o, &c->draft.parcels);
	order_tell(db, EVENT_NAME(EVENT_ORDER_CREATED), o, NULL, MONEY_NONE,
	    NULL);
	if (c->is_shown)
		db_order_get(db, o->id, o->user_id, &c->order);
	if ((e = db_flush(db)) != ERR_OK)
		return e;
	/* Another checkout, or another window, took lines out of the cart. */
	return taken == (int64_t)c->cart.lines.n ? ERR_OK : ERR_CART_EMPTY;
}

/*
 * The order may be there: another request with the same key wrote it, or this
 * one did and the answer to its COMMIT was lost.
 */
static enum err
order_find(struct req *rq, struct checkout *c)
{
	return db_order_get(rq->db, rq->once_id, rq->session.user_id,
	    &c->order);
}

/* ERR_CONFLICT: the number is taken, or the id. */
static enum err
order_write(struct req *rq, struct checkout *c)
{
	enum err e = ERR_CONFLICT;

	for (int i = 0; i < NUMBER_TRIES && e == ERR_CONFLICT; i++) {
		c->draft.order.order_number = order_number_new(rq->arena);
		e = db_tx(rq->db, checkout_write, c);
		if ((e == ERR_CONFLICT || e == ERR_UNCERTAIN) &&
		    order_find(rq, c) == ERR_OK)
			return ERR_OK;
	}
	return e;
}

/* ---- the saga ------------------------------------------------------------ */

/* An earlier try may have held other lines. */
static bool
is_held(const LIST(cart_line) *lines, const LIST(reserved_line) *held)
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
checkout_place(struct req *rq, struct checkout *c,
    const LIST(reserved_line) *held)
{
	enum err e;

	if (!is_held(&c->cart.lines, held))
		return ERR_CONFLICT;
	if ((e = order_draft_fill(rq, &c->draft, held)) != ERR_OK)
		return e;
	return order_write(rq, c);
}

/*
 * Complain about each line that cannot be bought as it is.  "e" is what
 * products said, for the case that it all can be bought by now.
 */
static enum err
lines_complain(struct req *rq, const LIST(cart_line) *lines, enum err e)
{
	const struct cart_line *l = lines->items;
	const struct goods     *g;
	LIST(goods)             goods;
	size_t                  prices = 0, others = 0;

	e = e == ERR_PRICE_CHANGED ? e : ERR_OUT_OF_STOCK;
	if (goods_lookup(rq, lines, &goods) != ERR_OK)
		return e;
	g = goods.items;
	for (size_t i = 0; i < lines->n; i++, l++, g++) {
		if (!cart_complain(rq, l, g, i))
			continue;
		if (g->available && g->stock_quantity >= l->quantity)
			prices++;
		else
			others++;
	}
	return others > 0 ? ERR_OUT_OF_STOCK :
	    prices > 0    ? ERR_PRICE_CHANGED :
			    e;
}

static enum err
checkout_run(struct req *rq, struct checkout *c)
{
	LIST(reserved_line) held;
	enum err            e;

	e = goods_hold(rq, c->draft.order.id, &c->cart.lines, &held);
	if (e == ERR_OUT_OF_STOCK || e == ERR_PRICE_CHANGED ||
	    e == ERR_PRODUCT_NOT_FOUND || e == ERR_VARIANT_NOT_FOUND)
		return lines_complain(rq, &c->cart.lines, e);
	if (e != ERR_OK)
		return e;
	e = checkout_place(rq, c, &held);
	/* After an outage the order may exist, from this try or from one
	   before it.  A repetition finds it, or the reservation expires. */
	if (e != ERR_OK && !err_is_outage(e))
		goods_give_back(rq, c->draft.order.id);
	return e;
}

/* The lines of the cart, if they are those that the buyer saw. */
static enum err
cart_lines_read(struct req *rq, const struct checkout_in *in,
    struct checkout *c)
{
	struct cart_owner owner;
	enum err          e;

	if ((e = cart_owner(rq, false, &owner)) != ERR_OK ||
	    (e = cart_rows(rq, owner, &c->cart)) != ERR_OK)
		return e;
	if (c->cart.lines.n == 0)
		return ERR_CART_EMPTY;
	if (in->version == INT_NONE ||
	    in->version == cart_version(rq->arena, &c->cart.lines))
		return ERR_OK;
	complain_as(&rq->complaints, "", err_slug(ERR_STALE),
	    SAY("Your cart has changed since you opened this page. Check it "
		"and order again."),
	    NO_ARGS);
	return ERR_STALE;
}

static enum err
checkout_begin(struct req *rq, const struct checkout_in *in, struct checkout *c)
{
	enum err e = cart_lines_read(rq, in, c);

	/* An earlier try with this key may have held what was in the cart. */
	if ((e == ERR_CART_EMPTY || e == ERR_STALE) && rq->once_again)
		goods_give_back(rq, rq->once_id);
	if (e != ERR_OK)
		return e;
	if (!payment_method_offered(&orders_settings.offer,
		(int)in->payment_method)) {
		payment_method_complain(&rq->complaints, "paymentMethod");
		return ERR_INVALID;
	}
	draft_begin(rq, in, &c->draft.order);
	return checkout_run(rq, c);
}

/* POST /checkout - order what is in the cart. */
HANDLER(checkout_add, checkout_in, order)
{
	struct checkout c = { .is_shown = rq->api };
	enum err        e;

	e = rq->once_again ? order_find(rq, &c) : ERR_ORDER_NOT_FOUND;
	if (e == ERR_ORDER_NOT_FOUND)
		e = checkout_begin(rq, in, &c);
	if (e != ERR_OK)
		return e;
	req_next(rq, "/pay/%s", rq->once_id.text);
	if (c.is_shown)
		*out = c.order;
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
