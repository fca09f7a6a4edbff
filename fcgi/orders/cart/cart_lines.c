/* SPDX-License-Identifier: ISC */
#include <inttypes.h>

#include "fcgi/orders/cart/cart.h"
#include "fcgi/orders/goods.h"
#include "fcgi/orders/orders.h"

struct cart_add_in {
	struct uuid product_id, variant_id;
	int64_t     quantity;
};
SPEC_STATIC(cart_add_in,
    FIELD(product_id, REQUIRED),
    FIELD(variant_id),
    FIELD(quantity, RANGE(1, CART_PIECES_MAX), DEFAULT(1)));

struct cart_edit_in {
	struct uuid id;
	int64_t     quantity;
};
SPEC_STATIC(cart_edit_in,
    FIELD(id, REQUIRED),
    FIELD(quantity, REQUIRED, RANGE(1, CART_PIECES_MAX)));

struct cart_part {
	int64_t count;
};
SPEC_STATIC(cart_part, FIELD(count));

/* GET /cart - the cart at present prices. */
HANDLER(cart_show, none, cart)
{
	struct cart_owner owner;
	enum err          e;

	if ((e = cart_owner(rq, false, &owner)) != ERR_OK)
		return e;
	return cart_load(rq, owner, out);
}

/* The highest quantity that can be chosen. */
static int64_t
quantity_max(const struct goods *g)
{
	return g->stock_quantity < CART_PIECES_MAX ? g->stock_quantity :
						     CART_PIECES_MAX;
}

/* Complain that there is less than was wanted. */
static enum err
stock_complain(struct req *rq, const struct goods *g)
{
	int64_t         left = quantity_max(g);
	struct sentence why = left == 0 ?
	    SAY("{name} is sold out.") :
	    g->stock_quantity > CART_PIECES_MAX ?
	    SAY("You can buy at most {left|number} of {name} at once.") :
	    SAY_N("left", "Only one of {name} is left.",
		"Only {left|number} of {name} are left.");

	complain_as(&rq->complaints, rq->api ? "quantity" : "", "out_of_stock",
	    why,
	    ARGS({ "name", g->name },
		{ "left", arena_printf(rq->arena, "%" PRId64, left) }));
	return ERR_OUT_OF_STOCK;
}

/* Why this cannot be put into a cart. */
static enum err
sale_complain(struct req *rq, const struct goods *g)
{
	if (g->has_variants.is < 0)
		return ERR_PRODUCT_NOT_FOUND;
	if (uuid_given(g->variant_id))
		return ERR_VARIANT_NOT_FOUND;
	complain_as(&rq->complaints, rq->api ? "variantId" : "",
	    "variant_required", SAY("Choose a variant."), NO_ARGS);
	return ERR_INVALID;
}

/*
 * Ask products once.  The line that is going to change comes first; the others
 * are needed for the answer of the API only.
 */
static enum err
cart_goods(struct req *rq, const struct cart_rows *cart,
    const struct cart_line *first, LIST(goods) *goods)
{
	const struct cart_line *l = cart->lines.items;
	struct cart_line       *to;
	LIST(cart_line)         lines;

	to = arena_array(rq->arena, cart->lines.n + 1, sizeof(*to));
	lines = (LIST(cart_line)){ to, 1, 1 };
	*to = *first;
	for (size_t i = 0; rq->api && i < cart->lines.n; i++)
		if (!uuid_equal(l[i].product_id, first->product_id) ||
		    !uuid_equal(l[i].variant_id, first->variant_id))
			to[lines.n++] = l[i];
	return goods_lookup(rq, &lines, goods);
}

/* After a change a page goes to the cart, and the API answers with it. */
static enum err
cart_answer(struct req *rq, struct cart_owner owner, const char *notice,
    struct cart_rows *cart, const LIST(goods) *known, struct cart *out)
{
	req_next(rq, "/cart?notice=%s", notice);
	return rq->api ? cart_view(rq, owner, cart, known, out) : ERR_OK;
}

/* POST /cart/items - add a product, or more of it. */
HANDLER(cart_line_add, cart_add_in, cart)
{
	struct cart_line    line = { .id = uuid_new(),
		   .product_id = in->product_id,
		   .variant_id = in->variant_id,
		   .quantity = in->quantity,
		   .price = MONEY_NONE };
	struct cart_owner   owner;
	struct cart_rows    cart;
	LIST(goods)         known;
	const struct goods *goods;
	enum err            e;

	if ((e = cart_owner(rq, false, &owner)) != ERR_OK ||
	    (e = cart_rows(rq, owner, &cart)) != ERR_OK ||
	    (e = cart_goods(rq, &cart, &line, &known)) != ERR_OK)
		return e;
	goods = known.items;
	if (!goods->available)
		return sale_complain(rq, goods);
	if (line.quantity > quantity_max(goods))
		return stock_complain(rq, goods);
	if (!session_given(&rq->session) &&
	    (e = cart_owner(rq, true, &owner)) != ERR_OK)
		return e;
	line.price = goods->price;
	line.name = goods->name;
	e = db_cart_line_add(rq->db, owner, &line, quantity_max(goods), &cart);
	if (e == ERR_OUT_OF_STOCK)
		return stock_complain(rq, goods);
	return e != ERR_OK ?
	    e :
	    cart_answer(rq, owner, "cart-added", &cart, &known, out);
}

static const struct cart_line *
line_of(const struct cart_rows *cart, struct uuid id)
{
	const struct cart_line *l = cart->lines.items;

	for (size_t i = 0; i < cart->lines.n; i++)
		if (uuid_equal(l[i].id, id))
			return &l[i];
	return NULL;
}

/* PUT /cart/items/:id - change the quantity. */
HANDLER(cart_line_edit, cart_edit_in, cart)
{
	struct cart_owner       owner;
	struct cart_rows        cart;
	const struct cart_line *line;
	LIST(goods)             known;
	const struct goods     *goods;
	enum err                e;

	if ((e = cart_owner(rq, false, &owner)) != ERR_OK ||
	    (e = cart_rows(rq, owner, &cart)) != ERR_OK)
		return e;
	if ((line = line_of(&cart, in->id)) == NULL)
		return ERR_CART_ITEM_NOT_FOUND;
	if ((e = cart_goods(rq, &cart, line, &known)) != ERR_OK)
		return e;
	goods = known.items;
	if (!goods->available)
		return ERR_PRODUCT_NOT_FOUND;
	if (in->quantity > quantity_max(goods))
		return stock_complain(rq, goods);
	e = db_cart_line_edit(rq->db, owner, in->id, in->quantity, &cart);
	return e != ERR_OK ?
	    e :
	    cart_answer(rq, owner, "cart-changed", &cart, &known, out);
}

/* DELETE /cart/items/:id - remove a line. */
HANDLER(cart_line_remove, id_in, cart)
{
	const LIST(goods) nothing = { 0 };
	struct cart_owner owner;
	struct cart_rows  cart;
	enum err          e;

	if ((e = cart_owner(rq, false, &owner)) != ERR_OK ||
	    (e = db_cart_line_remove(rq->db, owner, in->id, &cart)) != ERR_OK)
		return e;
	return cart_answer(rq, owner, "cart-changed", &cart, &nothing, out);
}

/* GET /_part/cart - the link to the cart on every page, with its count. */
HANDLER(cart_part, none, cart_part)
{
	return db_cart_count(rq->db, cart_owner_both(rq), &out->count);
}

const struct route cart_routes[] = {
	{ GET, "/cart", &cart_show, .page = "orders/cart", .who = VISITOR },
	{ POST, "/cart/items", &cart_line_add, .who = VISITOR,
	    .form = "/cart" },
	{ PUT, "/cart/items/:id", &cart_line_edit, .who = VISITOR,
	    .form = "/cart" },
	{ DELETE, "/cart/items/:id", &cart_line_remove, .who = VISITOR,
	    .form = "/cart" },
	{ GET, "/_part/cart", &cart_part, .page = "orders/part_cart",
	    .who = VISITOR },
	{ 0 },
};
