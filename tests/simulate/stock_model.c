/* SPDX-License-Identifier: ISC */
/*
 * stock_model.c - the simulated stock does what PostgreSQL does: the same
 * requests, chosen at random, to both.
 */
#include "tests/simulate/breaks.h"
#include "tests/simulate/task.h"

#include "tests/db/tap_db.h"

#define REQUESTS 500
#define ORDERS   8

/* As names.h calls them. */
__typeof__(db_stock_reserve) sim_db_stock_reserve;
__typeof__(db_stock_commit)  sim_db_stock_commit;
__typeof__(db_stock_release) sim_db_stock_release;
__typeof__(db_stock_expire)  sim_db_stock_expire;

/* Of the simulator only the stock is wanted. */
const struct service *services[3];

void
answered(struct task *t, int status, const char *body, const char *headers)
{
	(void)t;
	(void)status;
	(void)body;
	(void)headers;
}

bool
breaks(enum a_break what)
{
	(void)what;
	return false;
}

/* ---- one request --------------------------------------------------------- */

enum kind { RESERVE, RESERVE_LATE, COMMIT, RELEASE, RELEASE_PART, EXPIRE };

static struct request {
	enum kind           kind;
	struct reserve_in   in;
	struct reserve_item items[2];
	struct uuid         vendor;
	/* What the model said. */
	enum err e;
	int64_t  released;
} now;

/* What is reserved late has expired already. */
static struct decimal
minutes_of(enum kind kind)
{
	return kind == RESERVE_LATE ? DECIMAL(-1000) : DECIMAL(3000);
}

static void
ask_model(struct task *t)
{
	struct reservation out;
	LIST(refusal)      refused;

	switch (now.kind) {
	case RESERVE:
	case RESERVE_LATE:
		now.e = sim_db_stock_reserve(&t->db, &now.in,
		    minutes_of(now.kind), &out, &refused);
		break;
	case COMMIT:
		now.e = sim_db_stock_commit(&t->db, now.in.order_id);
		break;
	case RELEASE:
	case RELEASE_PART:
		now.e = sim_db_stock_release(&t->db, now.in.order_id,
		    now.vendor);
		break;
	case EXPIRE: now.e = sim_db_stock_expire(&t->db, &now.released); break;
	}
}

static enum err
ask_database(int64_t *released)
{
	struct reservation out;
	LIST(refusal)      refused;

	*released = now.released;
	switch (now.kind) {
	case RESERVE:
	case RESERVE_LATE:
		return db_stock_reserve(db, &now.in, minutes_of(now.kind), &out,
		    &refused);
	case COMMIT: return db_stock_commit(db, now.in.order_id);
	case RELEASE:
	case RELEASE_PART:
		return db_stock_release(db, now.in.order_id, now.vendor);
	case EXPIRE: break;
	}
	return db_stock_expire(db, released);
}

static void
choose(const struct uuid *orders)
{
	struct rng *r = &world.dice;

	now = (struct request){ .kind = (enum kind)rng_below(r, 6) };
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
model_text(const struct uuid *orders)
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
database_text(const struct uuid *orders)
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

/* ---- side by side -------------------------------------------------------- */

static bool
agree(const struct uuid *orders, unsigned n)
{
	struct task *t = task_worker(n, "model", ask_model);
	uint64_t     id = t->id;
	int64_t      released;
	enum err     e;

	while ((t = task_find(id)) != NULL)
		task_go(t);
	WITH_DB();
	e = ask_database(&released);
	CHECK_INT(e, now.e);
	CHECK_INT(released, now.released);
	CHECK_TEXT(database_text(orders), model_text(orders));
	return e == now.e && released == now.released &&
	    strcmp(database_text(orders), model_text(orders)) == 0;
}

static void
the_model_does_what_the_database_does(void)
{
	struct uuid orders[ORDERS];
	int         well[6] = { 0 };

	world_begin(7);
	world.calm = true;
	WITH_DB();
	shelves_fill();
	for (int i = 0; i < ORDERS; i++)
		orders[i] = uuid_new();
	for (unsigned n = 1; n <= REQUESTS; n++) {
		if (n % 60 ==
		    0) /* other orders, to see them from their birth */
			orders[rng_below(&world.dice, ORDERS)] = uuid_new();
		choose(orders);
		if (!agree(orders, n))
			return;
		well[now.kind] += now.e == ERR_OK;
	}
	for (int i = 0; i < 6; i++)
		CHECK(well[i] > 0);
}

static const struct test tests[] = {
	TEST(the_model_does_what_the_database_does),
	{ 0 },
};

int
main(void)
{
	return db_tests("stock_model", "PRODUCTS", tests);
}
