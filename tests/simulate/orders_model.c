/* SPDX-License-Identifier: ISC */
/*
 * orders_model.c - db_orders.c beside db/orders.
 */
#include "db/orders/checkout/order_add.h"
#include "db/orders/pages/order_read.h"
#include "db/orders/state/order_move.h"
#include "tests/simulate/model.h"

#define REQUESTS 600
#define ORDERS   6
#define KEYS     3

#define QUERIES(Q)            \
	Q(db_batch)           \
	Q(db_cart_lines_take) \
	Q(db_cart_rows)       \
	Q(db_flush)           \
	Q(db_order_add)       \
	Q(db_order_get)       \
	Q(db_order_lock)      \
	Q(db_order_move)      \
	Q(db_order_of_vendor) \
	Q(db_order_paid)      \
	Q(db_order_refunded)  \
	Q(db_orders_unpaid)   \
	Q(db_parcel_list)     \
	Q(db_tx)
MODEL_QUERIES(orders, QUERIES);

/* ---- one request --------------------------------------------------------- */

enum kind {
	ADD,
	MOVE,
	PAY,
	REFUND,
	GET_OWN,
	GET_OF_VENDOR,
	UNPAID,
	CART_TAKE,
	KINDS
};

static struct request {
	enum kind         kind;
	struct order      order; /* to add */
	LIST(parcel)      parcels;
	struct uuid       id, key, user;
	enum order_status status, parcel_status;
	int               parcel; /* the only one that moves; -1: all */
	struct money      amount;
	int64_t           ms;
	struct uuid       cart_id;
	LIST(cart_line)   lines;
} now;

/* Orders, and for each a few keys of refunds, so that some come again. */
static struct uuid orders[ORDERS], keys[ORDERS][KEYS];

/* What is used in the transaction. */
struct asked {
	const struct orders_queries *q;
};

static enum err
order_change_tx(struct db *d, void *ctx)
{
	const struct orders_queries *q = ((struct asked *)ctx)->q;
	const struct stored_text     note = stored_words("A note");
	struct order                 o;
	LIST(parcel)                 parcels;
	enum err e = q->db_order_lock(d, now.id, &o, &parcels);

	if (e != ERR_OK)
		return e;
	if (now.kind == PAY)
		return q->db_order_paid(d, now.id, now.key);
	if (now.kind == REFUND)
		return q->db_order_refunded(d, now.id, now.key, now.amount);
	if (now.parcel >= 0) {
		parcels.items += (size_t)now.parcel % parcels.n;
		parcels.n = 1;
	}
	return q->db_order_move(d, now.id, now.status, &parcels,
	    now.parcel_status, &note);
}

static enum err
order_add_tx(struct db *d, void *ctx)
{
	const struct orders_queries *q = ((struct asked *)ctx)->q;

	q->db_batch(d);
	q->db_order_add(d, &now.order, &now.parcels);
	return q->db_flush(d);
}

/* ---- what both answer ---------------------------------------------------- */

static const char *
order_text(const struct order *o)
{
	const char *text = arena_printf(ta,
	    "%s %s %s %s %lld %lld %s:", o->order_number,
	    order_status_words[o->status], o->email, o->payment_id.text,
	    (long long)o->total_amount.minor,
	    (long long)o->refunded_amount.minor,
	    timestamp_given(o->paid_at) ? "paid" : "unpaid");

	for (size_t i = 0; i < o->items.n; i++)
		text = arena_printf(ta, "%s %lld x %s of %s %s", text,
		    (long long)o->items.items[i].quantity,
		    o->items.items[i].name, o->items.items[i].vendor_name,
		    order_status_words[o->items.items[i].status]);
	return text;
}

static const char *
orders_text(const struct orders_queries *q, struct db *d)
{
	const char *text = "";

	for (int i = 0; i < ORDERS; i++) {
		struct order o;
		LIST(parcel) parcels = { 0 };
		struct uuid  anybody = { "" };
		enum err     e = q->db_order_get(d, orders[i], anybody, &o);

		text = arena_printf(ta, "%s\n%d %s", text, i,
		    e == ERR_OK ? order_text(&o) : err_slug(e));
		CHECK_INT(q->db_parcel_list(d, orders[i], &parcels), ERR_OK);
		for (size_t k = 0; k < parcels.n; k++)
			text = arena_printf(ta, "%s, %s v%lld %s %lld", text,
			    parcels.items[k].vendor_name,
			    (long long)parcels.items[k].version,
			    order_status_words[parcels.items[k].status],
			    (long long)parcel_total(&parcels.items[k]).minor);
	}
	return text;
}

static const char *
carts_text(const struct orders_queries *q, struct db *d)
{
	const char *text = "";

	for (int i = 0; i < BUYERS; i++) {
		struct cart_owner o = { world.buyers[i], NULL };
		struct cart_rows  rows;
		int64_t           pieces = 0;

		CHECK_INT(q->db_cart_rows(d, o, &rows), ERR_OK);
		for (size_t k = 0; k < rows.lines.n; k++)
			pieces += rows.lines.items[k].quantity;
		text = arena_printf(ta, "%s %s %d/%d", text, rows.id.text,
		    (int)rows.lines.n, (int)pieces);
	}
	return text;
}

static const char *
unpaid_text(const LIST(order_id) *ids)
{
	const char *text = "unpaid:";

	for (size_t i = 0; i < ids->n; i++)
		text = arena_printf(ta, "%s %s", text, ids->items[i].id.text);
	return text;
}

static enum err
request_make(const struct orders_queries *q, struct db *d, const char **answer)
{
	struct asked   asked = { q };
	struct order   o;
	LIST(order_id) ids;
	int64_t        taken = -1;
	enum err       e = ERR_OK;

	switch (now.kind) {
	case ADD: return q->db_tx(d, order_add_tx, &asked);
	case MOVE:
	case PAY:
	case REFUND: return q->db_tx(d, order_change_tx, &asked);
	case GET_OWN:
	case GET_OF_VENDOR:
		e = now.kind == GET_OWN ?
		    q->db_order_get(d, now.id, now.user, &o) :
		    q->db_order_of_vendor(d, now.id, now.user, &o);
		*answer = e == ERR_OK ? order_text(&o) : "";
		break;
	case UNPAID:
		e = q->db_orders_unpaid(d, now.ms, 3, &ids);
		*answer = unpaid_text(&ids);
		break;
	case CART_TAKE:
		e = q->db_cart_lines_take(d, now.cart_id, &now.lines, &taken);
		*answer = arena_printf(ta, "%d taken", (int)taken);
		break;
	case KINDS: break;
	}
	return e;
}

static enum err
orders_ask(const void *queries, struct db *d, const char **answer)
{
	enum err e = request_make(queries, d, answer);

	*answer = arena_printf(ta, "%s%s\n%s", *answer, orders_text(queries, d),
	    carts_text(queries, d));
	return e;
}

/* ---- choosing ------------------------------------------------------------ */

static unsigned
dice(unsigned n)
{
	return rng_below(&world.dice, n);
}

static void
line_add(int vendor)
{
	struct money       price = CENTS(100 + dice(9000));
	struct parcel     *p = list_add(ta, &now.parcels);
	struct order_item *it = list_add(ta, &now.order.items);

	*p = (struct parcel){ .order_id = now.order.id,
		.vendor_id = world.vendors[vendor],
		.vendor_user_id = world.vendor_users[vendor],
		.vendor_name = arena_printf(ta, "Vendor %d", vendor),
		.items_amount = price,
		.shipping_amount = CENTS(490),
		.tax_amount = CENTS(0) };
	*it = (struct order_item){ .id = uuid_new(),
		.product_id = world.products[0].id,
		.vendor_id = p->vendor_id,
		.vendor_user_id = p->vendor_user_id,
		.vendor_name = p->vendor_name,
		.name = "A Product",
		.quantity = 1,
		.price = price,
		.total_price = price };
	now.order.subtotal_amount.minor += price.minor;
	now.order.shipping_amount.minor += 490;
	now.order.total_amount.minor += price.minor + 490;
}

/* Sometimes one that is there already. */
static void
order_choose(void)
{
	static struct address to = { .full_name = "A Buyer", .country = "DE" };
	struct order         *o = &now.order;

	*o = (struct order){ .id = now.id,
		.user_id = world.buyers[dice(BUYERS)],
		.email = "somebody@example.com",
		.currency = "EUR",
		.order_number = arena_printf(ta, "F-26-%s", now.id.text + 24),
		.shipping_address = &to,
		.billing_address = &to,
		.subtotal_amount = CENTS(0),
		.shipping_amount = CENTS(0),
		.tax_amount = CENTS(0),
		.total_amount = CENTS(0),
		.refunded_amount = CENTS(0) };
	for (int v = 0; v <= (int)dice(VENDORS); v++)
		line_add(v);
}

/* The lines of a cart, some of which are not so any more. */
static void
cart_choose(void)
{
	struct cart_row *c = &world.carts[dice(BUYERS)];
	struct cart_line l;

	now.cart_id = c->id;
	for (int i = 0; i < c->n; i++) {
		l = c->lines[i];
		l.quantity += dice(4) == 0;
		if (dice(4) != 0)
			*list_add(ta, &now.lines) = l;
	}
}

/* Fill a cart on both sides. */
static void
cart_fill(void)
{
	struct cart_row *c = &world.carts[dice(BUYERS)];

	owner(arena_printf(ta, "DELETE FROM cart_items WHERE cart_id = '%s'",
	    c->id.text));
	c->n = 0;
	for (unsigned n = 1 + dice(3); n > 0; n--) {
		struct cart_line *l = &c->lines[c->n++];

		*l = (struct cart_line){ .cart_id = c->id,
			.id = uuid_new(),
			.product_id = uuid_new(),
			.quantity = 1 + dice(3),
			.price = CENTS(100),
			.name = "A Product" };
		owner(arena_printf(ta,
		    "INSERT INTO cart_items (id, cart_id, product_id,"
		    " quantity, price, name) VALUES ('%s', '%s', '%s', %d,"
		    " 1.00, 'A Product')",
		    l->id.text, c->id.text, l->product_id.text,
		    (int)l->quantity));
	}
}

static void
order_begin(unsigned i)
{
	orders[i] = uuid_new();
	for (int k = 0; k < KEYS; k++)
		keys[i][k] = uuid_new();
}

static int
orders_choose(unsigned n)
{
	unsigned which = dice(ORDERS);

	model_wait(1000 + (n % 7 == 0 ? dice(20) * MINUTE_US : 0));
	if (n % 40 == 0)
		order_begin(dice(ORDERS));
	if (n % 5 == 0)
		cart_fill();
	now = (struct request){ .kind = (enum kind)dice(KINDS),
		.id = orders[which],
		.key = keys[which][dice(KEYS)],
		.status = (enum order_status)dice(ORDER_STATUSES),
		.parcel_status = (enum order_status)dice(ORDER_STATUSES),
		.parcel = (int)dice(3) - 1,
		.amount = CENTS(dice(3000)),
		.ms = dice(60) * MINUTE_US / 1000 };
	now.user = now.kind == GET_OWN ? world.buyers[dice(BUYERS)] :
					 world.vendor_users[dice(VENDORS)];
	if (now.kind == ADD) {
		deal_add(now.id);
		order_choose();
	} else if (now.kind == CART_TAKE)
		cart_choose();
	return (int)now.kind;
}

/* ---- side by side -------------------------------------------------------- */

static void
carts_make(void)
{
	owner("TRUNCATE orders, parcels, order_items, order_steps,"
	      " order_refunds, order_counts, order_tallies, sales_tallies,"
	      " carts, cart_items");
	for (int i = 0; i < BUYERS; i++)
		owner(arena_printf(ta,
		    "INSERT INTO carts (id, user_id) VALUES ('%s', '%s')",
		    world.carts[i].id.text, world.buyers[i].text));
}

static void
the_simulated_orders_do_what_postgresql_does(void)
{
	static const struct model m = {
		.real = &REAL_orders,
		.simulated = &SIMULATED_orders,
		.kinds = KINDS,
		.choose = orders_choose,
		.ask = orders_ask,
	};

	model_begin(11);
	WITH_DB();
	carts_make();
	for (int i = 0; i < ORDERS; i++)
		order_begin((unsigned)i);
	model_compare(&m, REQUESTS);
	model_end();
}

static const struct test tests[] = {
	TEST(the_simulated_orders_do_what_postgresql_does),
	{ 0 },
};

int
main(void)
{
	return db_tests("orders_model", "ORDERS", tests);
}
