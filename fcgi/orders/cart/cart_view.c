/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <string.h>

#include "common/base/text.h"
#include "common/model/config.h"
#include "fcgi/orders/cart/cart.h"
#include "fcgi/orders/goods.h"
#include "fcgi/orders/orders.h"

SPEC_STATIC(cart_product,
    FIELD(name, GIVEN),
    FIELD(slug),
    FIELD(image),
    FIELD(stock_quantity, GIVEN));

SPEC_STATIC(cart_item,
    FIELD(id, GIVEN),
    FIELD(product_id, GIVEN),
    FIELD(variant_id),
    FIELD(quantity, GIVEN),
    FIELD(price, GIVEN),
    FIELD(line_total),
    FIELD(variant_name),
    FIELD(is_available, GIVEN),
    FIELD(previous_price),
    FIELD_SUB(product, cart_product),
    FIELD(index, FOR_PAGES),
    FIELD(is_short, FOR_PAGES),
    FIELD(max, FOR_PAGES));

SPEC_STATIC(cart_group,
    FIELD(vendor_name),
    FIELD(vendor_slug),
    FIELD_OF(items, cart_item),
    FIELD(items_amount),
    FIELD(shipping_amount));

SPEC(cart,
    FIELD(id),
    FIELD(user_id),
    FIELD_OF(items, cart_item),
    FIELD(total_amount),
    FIELD(currency, GIVEN),
    FIELD_OF(groups, cart_group, FOR_PAGES),
    FIELD_SUB(totals, totals, FOR_PAGES),
    FIELD(version, EDIT_VERSION),
    FIELD(count, FOR_PAGES),
    FIELD(has_changes, FOR_PAGES),
    FIELD(can_check_out, FOR_PAGES),
    FIELD(is_too_much, FOR_PAGES));

static void
item_fill(struct cart_item *it, const struct cart_line *l,
    const struct goods *g)
{
	it->id = l->id;
	it->product_id = l->product_id;
	it->variant_id = l->variant_id;
	it->quantity = l->quantity;
	it->is_available = g->available;
	it->price = g->available ? g->price : l->price;
	it->previous_price = money_equal(it->price, l->price) ? MONEY_NONE :
								l->price;
	it->product.name = g->available ? g->name : l->name;
	it->line_total = currency_amount(config_currency(), 0);
	if (!g->available)
		return;
	it->product.slug = g->slug;
	it->product.image = g->image;
	it->product.stock_quantity = g->stock_quantity;
	it->variant_name = g->variant_name;
	it->is_short = g->stock_quantity < l->quantity;
	it->max = g->stock_quantity < CART_PIECES_MAX ? g->stock_quantity :
							CART_PIECES_MAX;
	it->vendor_id = g->vendor_id;
	it->vendor_name = g->vendor_name;
	it->vendor_slug = g->vendor_slug;
}

static struct cart_group *
group_of(struct req *rq, struct cart *c, const struct cart_item *it)
{
	struct cart_group *g = c->groups.items;

	for (size_t i = 0; i < c->groups.n; i++)
		if (uuid_equal(g[i].vendor_id, it->vendor_id))
			return &g[i];
	g = list_add(rq->arena, &c->groups);
	*g = (struct cart_group){ .vendor_id = it->vendor_id,
		.vendor_name = it->vendor_name,
		.vendor_slug = it->vendor_slug,
		.items_amount = currency_amount(config_currency(), 0),
		.shipping_amount = MONEY_NONE };
	return g;
}

/* Copies of the items, by vendor. */
static enum err
group_items(struct req *rq, struct cart *c)
{
	const struct cart_item *it = c->items.items;
	struct cart_group      *g;
	struct cart_item       *copy;
	enum err                e = ERR_OK;

	for (size_t i = 0; i < c->items.n; i++, it++) {
		g = group_of(rq, c, it);
		if (g->items.items == NULL)
			g->items.items = arena_array(rq->arena, c->items.n - i,
			    sizeof(*it));
		copy = (struct cart_item *)g->items.items + g->items.n++;
		*copy = *it;
		if (!money_given(it->line_total) ||
		    !money_add(g->items_amount, it->line_total,
			&g->items_amount))
			e = ERR_AMOUNT_TOO_LARGE;
	}
	return e;
}

/* Shipping and tax of the items that are on sale. */
static enum err
totals_fill(struct req *rq, struct cart *c)
{
	struct cart_group  *g = c->groups.items;
	struct totals_part *parts;
	struct totals_rule  rule = { config_currency(),
		 orders_settings.shipping_amount, orders_settings.tax_percent };
	size_t              n = 0;
	enum err            e;

	parts = arena_array(rq->arena, c->groups.n + 1, sizeof(*parts));
	for (size_t i = 0; i < c->groups.n; i++)
		if (uuid_given(g[i].vendor_id)) {
			g[i].shipping_amount = orders_settings.shipping_amount;
			parts[n++].items = g[i].items_amount;
		}
	e = totals_make(&c->totals, parts, n, &rule);
	c->total_amount = c->totals.subtotal_amount;
	return e;
}

/* The total is too high: show the cart without it, so that items can be
   removed. */
static void
totals_clear(struct cart *c)
{
	struct cart_group *g = c->groups.items;

	for (size_t i = 0; i < c->groups.n; i++)
		g[i].items_amount = MONEY_NONE;
	c->total_amount = MONEY_NONE;
	c->totals = (struct totals){ MONEY_NONE, MONEY_NONE, MONEY_NONE,
		MONEY_NONE };
	c->is_too_much = true;
	c->can_check_out = false;
}

static enum err
cart_fill(struct req *rq, const LIST(cart_line) *lines,
    const LIST(goods) *goods, struct cart *c)
{
	const struct cart_line *l = lines->items;
	const struct goods     *g = goods->items;
	struct cart_item       *it;
	enum err                e;

	c->items.n = lines->n;
	c->items.items = it = arena_array(rq->arena, lines->n, sizeof(*it));
	c->can_check_out = lines->n > 0;
	for (size_t i = 0; i < lines->n; i++, it++, l++, g++) {
		item_fill(it, l, g);
		it->index = (int64_t)i;
		if (g->available &&
		    !money_times(it->price, it->quantity, &it->line_total))
			it->line_total = MONEY_NONE;
		c->count += it->quantity;
		c->can_check_out = c->can_check_out && g->available &&
		    !it->is_short;
		c->has_changes = c->has_changes || !g->available ||
		    it->is_short || money_given(it->previous_price);
	}
	if ((e = group_items(rq, c)) == ERR_OK)
		e = totals_fill(rq, c);
	if (e == ERR_AMOUNT_TOO_LARGE)
		totals_clear(c);
	return ERR_OK;
}

/* Store the prices and names that are going to be shown. */
static enum err
shown_store(struct req *rq, struct cart_rows *rows, const LIST(goods) *goods)
{
	struct cart_line   *l = rows->lines.items;
	const struct goods *g = goods->items;
	LIST(cart_line)     changes = { 0 };

	for (size_t i = 0; i < rows->lines.n; i++, l++, g++) {
		if (!g->available ||
		    (money_equal(l->price, g->price) &&
			strcmp(l->name, g->name) == 0))
			continue;
		l->price = g->price;
		l->name = g->name;
		*list_add(rq->arena, &changes) = *l;
	}
	return changes.n == 0 ? ERR_OK :
				db_cart_lines_shown(rq->db, rows->id, &changes);
}

int64_t
cart_version(struct arena *a, const LIST(cart_line) *lines)
{
	const char *text = "";
	char        price[MONEY_SIZE];

	for (size_t i = 0; i < lines->n; i++) {
		money_format(lines->items[i].price, price);
		text = arena_printf(a, "%s%s %" PRId64 " %s,", text,
		    lines->items[i].id.text, lines->items[i].quantity, price);
	}
	return (int64_t)(text_hash(text, strlen(text)) >> 1);
}

enum err
cart_rows(struct req *rq, struct cart_owner owner, struct cart_rows *out)
{
	*out = (struct cart_rows){ .lines = { 0 } };
	return uuid_given(owner.user_id) || owner.token_hash != NULL ?
	    db_cart_rows(rq->db, owner, out) :
	    ERR_OK;
}

static const struct goods *
goods_of(const LIST(goods) *known, const struct cart_line *l)
{
	const struct goods *g = known->items;

	for (size_t i = 0; i < known->n; i++)
		if (uuid_equal(g[i].product_id, l->product_id) &&
		    uuid_equal(g[i].variant_id, l->variant_id))
			return &g[i];
	return NULL;
}

/* A struct goods for each line, all from products when one is not known. */
static enum err
goods_for(struct req *rq, const LIST(cart_line) *lines,
    const LIST(goods) *known, LIST(goods) *out)
{
	const struct cart_line *l = lines->items;
	const struct goods     *g;
	struct goods           *to;

	to = arena_array(rq->arena, lines->n, sizeof(*to));
	*out = (LIST(goods)){ to, lines->n, lines->n };
	for (size_t i = 0; i < lines->n; i++) {
		if ((g = goods_of(known, &l[i])) == NULL)
			return goods_lookup(rq, lines, out);
		to[i] = *g;
	}
	return ERR_OK;
}

enum err
cart_view(struct req *rq, struct cart_owner owner, struct cart_rows *rows,
    const LIST(goods) *known, struct cart *out)
{
	LIST(goods) goods;
	enum err    e = ERR_OK;

	out->id = rows->id;
	if (!uuid_given(out->id) && uuid_given(owner.user_id))
		e = db_cart_of_user(rq->db, owner.user_id, &out->id);
	out->user_id = owner.user_id;
	out->currency = config.currency;
	if (e != ERR_OK ||
	    (e = goods_for(rq, &rows->lines, known, &goods)) != ERR_OK ||
	    (e = cart_fill(rq, &rows->lines, &goods, out)) != ERR_OK ||
	    (e = shown_store(rq, rows, &goods)) != ERR_OK)
		return e;
	out->version = cart_version(rq->arena, &rows->lines);
	return ERR_OK;
}

enum err
cart_load(struct req *rq, struct cart_owner owner, struct cart *out)
{
	const LIST(goods) none = { 0 };
	struct cart_rows  rows;
	enum err          e = cart_rows(rq, owner, &rows);

	return e != ERR_OK ? e : cart_view(rq, owner, &rows, &none, out);
}

/* ---- complaints ---------------------------------------------------------- */

bool
cart_complain(struct req *rq, const struct cart_line *l, const struct goods *g,
    size_t i)
{
	/* A page marks the whole line. */
	const char *field = arena_printf(rq->arena, "items.%zu%s", i,
	    !rq->api                            ? "" :
		!g->available                   ? ".productId" :
		g->stock_quantity < l->quantity ? ".quantity" :
						  ".price");
	char        was[MONEY_SIZE], is[MONEY_SIZE];

	if (!g->available)
		complain_as(&rq->complaints, field, "not_on_sale",
		    SAY("{name} is no longer on sale."),
		    ARGS({ "name", l->name }));
	else if (g->stock_quantity < l->quantity)
		complain_as(&rq->complaints, field, "out_of_stock",
		    g->stock_quantity == 0 ?
			SAY("{name} is sold out.") :
			SAY_N("left", "Only one of {name} is left.",
			    "Only {left|number} of {name} are left."),
		    ARGS({ "name", g->name },
			{ "left",
			    arena_printf(rq->arena, "%" PRId64,
				g->stock_quantity) }));
	else if (!money_equal(g->price, l->price)) {
		money_format(l->price, was);
		money_format(g->price, is);
		complain_as(&rq->complaints, field, "price_changed",
		    SAY("{name} now costs {price|money} instead of "
			"{was|money}."),
		    ARGS({ "name", g->name }, { "price", is }, { "was", was }));
	} else
		return false;
	return true;
}
