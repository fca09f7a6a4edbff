/* SPDX-License-Identifier: ISC */
/*
 * stock_model.c - db_stock.c and db_desk.c beside db/products.
 */
#include "db/products/desk.h"
#include "tests/simulate/model.h"

#define REQUESTS 800
#define ORDERS   8

#define STOCK(Q)            \
	Q(db_stock_reserve) \
	Q(db_stock_commit)  \
	Q(db_stock_release) \
	Q(db_stock_expire)  \
	Q(db_desk_edit)     \
	Q(db_desk_get)
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
	EDIT,
	EDIT_STOCK,
	DESK_GET,
	KINDS
};

static struct request {
	enum kind            kind;
	struct reserve_in    in;
	struct reserve_item  items[2];
	struct uuid          vendor;
	struct product_write edit;
} now;

/* What is reserved late has expired already. */
static struct decimal
minutes_of(enum kind kind)
{
	return kind == RESERVE_LATE ? DECIMAL(-1000) : DECIMAL(3000);
}

static enum err
desk_ask(const struct stock_queries *q, struct db *d, const char **answer)
{
	struct product p;
	enum err       e = now.kind == DESK_GET ?
		  q->db_desk_get(d, now.edit.user_id, now.edit.id, &p) :
		  q->db_desk_edit(d, &now.edit, &p);

	if (e == ERR_OK)
		*answer = arena_printf(ta,
		    "%" PRId64 " pieces at %" PRId64 ", version %" PRId64,
		    p.stock_quantity, p.price.minor, p.version);
	return e;
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
	case EDIT:
	case EDIT_STOCK:
	case DESK_GET: return desk_ask(q, d, answer);
	case KINDS: break;
	}
	*answer = arena_printf(ta, "%d released", (int)released);
	return e;
}

/* Another price, of a version that may be old; pieces by count or difference. */
static void
edit_choose(struct rng *r)
{
	const struct ware *p = &world.products[rng_below(r, PRODUCTS)];
	int64_t            version = p->version - (rng_below(r, 4) == 0);

	now.edit = (struct product_write){ .id = p->id,
		.user_id = world.vendor_users[rng_below(r, 8) == 0 ?
			rng_below(r, VENDORS) :
			(unsigned)p->vendor],
		.version = rng_below(r, 2) == 0 ? version : INT_NONE,
		.price = rng_below(r, 6) == 0 ? CENTS(1 + rng_below(r, 9000)) :
						MONEY_NONE,
		.stock = { INT_NONE, INT_NONE },
		.is_active = FLAG_NONE };
	if (now.kind != EDIT_STOCK)
		return;
	now.edit.stock.quantity = rng_below(r, 20);
	switch (rng_below(r, 4)) {
	case 0: break; /* a count */
	case 1:        /* about as many as there are, taken away or added */
		now.edit.stock.was = p->stock + (int64_t)rng_below(r, 5) - 2;
		now.edit.stock.quantity = rng_below(r, 2) == 0 ?
		    rng_below(r, 3) :
		    STOCK_MAX - (int64_t)rng_below(r, 3);
		break;
	default: now.edit.stock.was = rng_below(r, 20);
	}
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
	edit_choose(r);
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
		text = arena_printf(ta, "%s%lld at %lld ", text,
		    (long long)world.products[i].stock,
		    (long long)world.products[i].price.minor);
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
			"SELECT stock_quantity || ' at ' || (price * 100)::int"
			" FROM products WHERE id = '%s'",
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
