/* SPDX-License-Identifier: ISC */
/*
 * stock_model.c - db_stock.c beside db/products/stock.c.
 */
#include "tests/simulate/model.h"

#define REQUESTS 500
#define ORDERS   8

#define STOCK(Q)            \
	Q(db_stock_reserve) \
	Q(db_stock_commit)  \
	Q(db_stock_release) \
	Q(db_stock_expire)
MODEL_QUERIES(stock, STOCK);

static struct uuid orders[ORDERS];

/* ---- one request --------------------------------------------------------- */

enum kind {
	RESERVE,
	RESERVE_LATE,
	COMMIT,
	RELEASE,
	RELEASE_PART,
	EXPIRE,
	KINDS
};

static struct request {
	enum kind           kind;
	struct reserve_in   in;
	struct reserve_item items[2];
	struct uuid         vendor;
} now;

/* What is reserved late has expired already. */
static struct decimal
minutes_of(enum kind kind)
{
	return kind == RESERVE_LATE ? DECIMAL(-1000) : DECIMAL(3000);
}

static enum err
stock_ask(const void *queries, struct db *d, const char **answer)
{
	const struct stock_queries *q = queries;
	struct reservation          out;
	LIST(refusal)               refused;
	int64_t                     released = 0;
	enum err                    e = ERR_OK;

	switch (now.kind) {
	case RESERVE:
	case RESERVE_LATE:
		return q->db_stock_reserve(d, &now.in, minutes_of(now.kind),
		    &out, &refused);
	case COMMIT: return q->db_stock_commit(d, now.in.order_id);
	case RELEASE:
	case RELEASE_PART:
		return q->db_stock_release(d, now.in.order_id, now.vendor);
	case EXPIRE: e = q->db_stock_expire(d, &released); break;
	case KINDS: break;
	}
	*answer = arena_printf(ta, "%d released", (int)released);
	return e;
}

static int
stock_choose(unsigned n)
{
	struct rng *r = &world.dice;

	if (n % 60 == 0) /* other orders, to see them from their birth */
		orders[rng_below(r, ORDERS)] = uuid_new();
	now = (struct request){ .kind = (enum kind)rng_below(r, KINDS) };
	now.in.order_id = orders[rng_below(r, ORDERS)];
	now.in.user_id = world.buyers[0];
	now.in.items = (LIST(reserve_item)){ now.items, 1 + rng_below(r, 2),
		0 };
	for (int i = 0; i < 2; i++) {
		const struct ware *p = &world.products[rng_below(r, PRODUCTS)];

		now.items[i] = (struct reserve_item){ .product_id = p->id,
			.quantity = 1 + rng_below(r, 4),
			.price = rng_below(r, 12) == 0 ?
			    CENTS(p->price.minor + 1) :
			    p->price };
	}
	if (now.kind == RELEASE_PART)
		now.vendor = world.vendors[rng_below(r, VENDORS)];
	return (int)now.kind;
}

/* ---- what both have ------------------------------------------------------ */

static void
shelves_fill(void)
{
	owner("TRUNCATE vendors, categories, products, product_variants,"
	      " category_counts, reservations, reservation_lines;"
	      " INSERT INTO categories (id, name, slug) VALUES"
	      " ('00000000-0000-7000-8000-0000000000c1', 'Tools', 'tools')");
	for (int i = 0; i < VENDORS; i++)
		owner(arena_printf(ta,
		    "INSERT INTO vendors (id, user_id, email, business_name,"
		    " slug, status) VALUES ('%s', '%s', 'v%d@x', 'Shop %d',"
		    " 'shop-%d', 'APPROVED')",
		    world.vendors[i].text, world.vendor_users[i].text, i, i,
		    i));
	for (int i = 0; i < PRODUCTS; i++) {
		const struct ware *p = &world.products[i];

		owner(arena_printf(ta,
		    "INSERT INTO products (id, vendor_id, category_id, name,"
		    " slug, price, stock_quantity, is_active, has_variants)"
		    " VALUES ('%s', '%s',"
		    " '00000000-0000-7000-8000-0000000000c1', 'Thing %d',"
		    " 'thing-%d', round(%lld / 100.0, 2), %lld, true, false)",
		    p->id.text, world.vendors[p->vendor].text, i, i,
		    (long long)p->price.minor, (long long)p->stock));
	}
}

static const char *
shelves_simulated(void)
{
	static const char *const words[] = { "held", "sold", "released" };
	const char              *text = "";

	for (int i = 0; i < PRODUCTS; i++)
		text = arena_printf(ta, "%s%lld ", text,
		    (long long)world.products[i].stock);
	for (int i = 0; i < ORDERS; i++) {
		const struct deal *d = deal_of(orders[i]);

		text = arena_printf(ta, "%s| ", text);
		for (int k = 0; d != NULL && k < d->holding.n; k++)
			text = arena_printf(ta, "%s%s%s ", text,
			    words[d->holding.lines[k].status],
			    d->holding.lines[k].expired ? "-expired" : "");
	}
	return text;
}

static const char *
shelves_real(void)
{
	const char *text = "";

	for (int i = 0; i < PRODUCTS; i++)
		text = arena_printf(ta, "%s%s ", text,
		    owner(arena_printf(ta,
			"SELECT stock_quantity FROM products WHERE id = '%s'",
			world.products[i].id.text)));
	for (int i = 0; i < ORDERS; i++)
		text = arena_printf(ta, "%s| %s", text,
		    owner(arena_printf(ta,
			"SELECT coalesce(string_agg(status || CASE WHEN expired"
			" THEN '-expired ' ELSE ' ' END, '' ORDER BY line), '')"
			" FROM reservation_lines WHERE order_id = '%s'",
			orders[i].text)));
	return text;
}

static void
the_simulated_stock_does_what_postgresql_does(void)
{
	static const struct model m = {
		.real = &REAL_stock,
		.simulated = &SIMULATED_stock,
		.kinds = KINDS,
		.choose = stock_choose,
		.ask = stock_ask,
		.look_real = shelves_real,
		.look_simulated = shelves_simulated,
	};

	model_begin(7);
	WITH_DB();
	shelves_fill();
	for (int i = 0; i < ORDERS; i++)
		orders[i] = uuid_new();
	model_compare(&m, REQUESTS);
	model_end();
}

static const struct test tests[] = {
	TEST(the_simulated_stock_does_what_postgresql_does),
	{ 0 },
};

int
main(void)
{
	return db_tests("stock_model", "PRODUCTS", tests);
}
