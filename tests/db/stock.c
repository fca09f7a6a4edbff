/* SPDX-License-Identifier: ISC */
/*
 * stock.c - the pieces that orders hold.
 */
#include "db/products/stock.h"
#include "tests/db/shops.h"

#define MINUTES DECIMAL(3000) /* 30.00 */

static int
stock(const char *slug)
{
	return owner_int(arena_printf(ta,
	    "SELECT stock_quantity FROM products"
	    " WHERE slug = '%s'",
	    slug));
}

static struct reserve_in
of(struct reserve_item *items, size_t n)
{
	return (struct reserve_in){ uuid_new(), ID("e1"), { items, n } };
}

static enum err
reserve(const struct reserve_in *in, struct reservation *out)
{
	LIST(refusal) refused = { 0 };

	return db_stock_reserve(db, in, MINUTES, out, &refused);
}

static void
pieces_are_held_sold_and_given_back(void)
{
	struct reserve_item   items[] = { { ID("01"), { "" }, 3, CENTS(3000) },
		  { ID("04"), ID("d2"), 1, CENTS(1500) } };
	struct reserve_in     in = of(items, 2);
	struct reservation    r;
	struct reserved_line *l;

	prepare();
	CHECK_INT(reserve(&in, &r), ERR_OK);
	CHECK_INT(stock("garden-spade"), 7);
	CHECK_INT(stock("hoe"), 6);
	CHECK_INT(owner_int("SELECT stock_quantity FROM product_variants"
			    " WHERE sku = 'H-L'"),
	    3);
	CHECK_INT(r.items.n, 2);
	l = r.items.items;
	CHECK_TEXT(l[0].name, "Garden spade");
	CHECK_INT(l[0].quantity, 3);
	CHECK_TEXT(l[1].sku, "H-L");
	CHECK(r.expires_at.us > clock_now().us);
	CHECK_INT(db_stock_commit(db, in.order_id), ERR_OK);
	CHECK_INT(db_stock_commit(db, in.order_id), ERR_OK);
	CHECK_INT(stock("garden-spade"), 7);
	CHECK_INT(db_stock_release(db, in.order_id, (struct uuid){ "" }),
	    ERR_OK);
	CHECK_INT(db_stock_release(db, in.order_id, (struct uuid){ "" }),
	    ERR_OK);
	CHECK_INT(stock("garden-spade"), 10);
	CHECK_INT(stock("hoe"), 7);
}

static void
the_same_order_holds_once(void)
{
	struct reserve_item item = { ID("01"), { "" }, 3, CENTS(3000) };
	struct reserve_in   in = of(&item, 1);
	struct reservation  first, again;

	prepare();
	CHECK_INT(reserve(&in, &first), ERR_OK);
	CHECK_INT(reserve(&in, &again), ERR_OK);
	CHECK_INT(stock("garden-spade"), 7);
	CHECK_INT(again.items.n, 1);
	CHECK_INT(again.expires_at.us, first.expires_at.us);
}

static void
all_or_nothing_is_held(void)
{
	struct reserve_item items[] = { { ID("01"), { "" }, 3, CENTS(3000) },
		{ ID("02"), { "" }, 6, CENTS(1990) },
		{ ID("03"), { "" }, 1, CENTS(250) } };
	struct reserve_in   in = of(items, 3);
	LIST(refusal)       refused = { 0 };
	struct reservation  r;
	struct refusal     *f;

	prepare();
	CHECK_INT(db_stock_reserve(db, &in, MINUTES, &r, &refused),
	    ERR_OUT_OF_STOCK);
	CHECK_INT(refused.n, 2);
	f = refused.items;
	CHECK_INT(f[0].item, 1);
	CHECK_INT(f[0].left, 5);
	CHECK_INT(f[1].item, 2);
	CHECK_INT(stock("garden-spade"), 10);
	CHECK_INT(owner_int("SELECT count(*) FROM reservation_lines"
			    " WHERE status <> 'released'"),
	    0);
}

static void
another_price_or_no_sale_is_refused(void)
{
	struct reserve_item item = { ID("01"), { "" }, 1, CENTS(2999) };
	struct reserve_in   in = of(&item, 1);
	struct reservation  r;

	prepare();
	CHECK_INT(reserve(&in, &r), ERR_PRICE_CHANGED);
	item = (struct reserve_item){ ID("05"), { "" }, 1, CENTS(100) };
	in = of(&item, 1);
	CHECK_INT(reserve(&in, &r), ERR_PRODUCT_NOT_FOUND);
	item = (struct reserve_item){ ID("04"), { "" }, 1, CENTS(1200) };
	in = of(&item, 1);
	CHECK(reserve(&in, &r) != ERR_OK); /* which variant? */
	CHECK_INT(stock("garden-spade"), 10);
	CHECK_INT(stock("hoe"), 7);
}

static void
one_vendors_pieces_can_be_given_back(void)
{
	struct reserve_item items[] = { { ID("01"), { "" }, 3, CENTS(3000) },
		{ ID("02"), { "" }, 2, CENTS(1990) } };
	struct reserve_in   in = of(items, 2);
	struct reservation  r;

	prepare();
	CHECK_INT(reserve(&in, &r), ERR_OK);
	CHECK_INT(db_stock_commit(db, in.order_id), ERR_OK);
	CHECK_INT(db_stock_release(db, in.order_id, ID("a2")), ERR_OK);
	CHECK_INT(stock("garden-spade"), 7);
	CHECK_INT(stock("copper-rake"), 5);
	CHECK_INT(db_stock_release(db, in.order_id, (struct uuid){ "" }),
	    ERR_OK);
	CHECK_INT(stock("garden-spade"), 10);
	CHECK_INT(stock("copper-rake"), 5);
}

static void
what_nobody_pays_for_comes_back(void)
{
	struct reserve_item item = { ID("01"), { "" }, 3, CENTS(3000) };
	struct reserve_in   in = of(&item, 1);
	struct reservation  r;
	int64_t             n = -1;

	prepare();
	CHECK_INT(reserve(&in, &r), ERR_OK);
	CHECK_INT(db_stock_expire(db, &n), ERR_OK);
	CHECK_INT(n, 0);
	owner("UPDATE reservations SET expires_at = now() - interval '1 h'");
	CHECK_INT(db_stock_expire(db, &n), ERR_OK);
	CHECK_INT(n, 1);
	CHECK_INT(stock("garden-spade"), 10);
	CHECK_INT(db_stock_expire(db, &n), ERR_OK);
	CHECK_INT(n, 0);
	/* A late payment takes it again … */
	CHECK_INT(db_stock_commit(db, in.order_id), ERR_OK);
	CHECK_INT(stock("garden-spade"), 7);
	/* … unless it is gone. */
	in = of(&item, 1);
	CHECK_INT(reserve(&in, &r), ERR_OK);
	owner("UPDATE reservations SET expires_at = now() - interval '1 h'"
	      " WHERE committed_at IS NULL");
	CHECK_INT(db_stock_expire(db, &n), ERR_OK);
	owner("UPDATE products SET stock_quantity = 2 WHERE slug ="
	      " 'garden-spade'");
	CHECK_INT(db_stock_commit(db, in.order_id), ERR_RESERVATION_GONE);
	CHECK_INT(stock("garden-spade"), 2);
}

static void
what_was_given_back_is_not_sold(void)
{
	struct reserve_item item = { ID("01"), { "" }, 3, CENTS(3000) };
	struct reserve_in   in = of(&item, 1);
	struct reservation  r;

	prepare();
	CHECK_INT(reserve(&in, &r), ERR_OK);
	CHECK_INT(db_stock_release(db, in.order_id, (struct uuid){ "" }),
	    ERR_OK);
	CHECK_INT(db_stock_commit(db, in.order_id), ERR_RESERVATION_GONE);
	CHECK_INT(db_stock_commit(db, uuid_new()), ERR_RESERVATION_GONE);
	CHECK_INT(db_stock_release(db, uuid_new(), (struct uuid){ "" }),
	    ERR_OK);
	CHECK_INT(stock("garden-spade"), 10);
}

static enum err
buy_one(int i)
{
	struct reserve_item item = { ID("01"), { "" }, 1, CENTS(3000) };
	struct reserve_in   in = of(&item, 1);
	struct reservation  r;

	(void)i;
	return reserve(&in, &r);
}

static void
of_many_buyers_as_many_as_pieces_get_one(void)
{
	prepare();
	CHECK_INT(at_once(24, buy_one, url_of("DATABASE_URL_PRODUCTS"), ERR_OK),
	    10);
	CHECK_INT(stock("garden-spade"), 0);
	CHECK_INT(owner_int("SELECT sum(quantity) FROM reservation_lines"
			    " WHERE status = 'held'"),
	    10);
}

/* Half of them name the two products the other way round. */
static enum err
buy_both(int i)
{
	struct reserve_item spade = { ID("01"), { "" }, 1, CENTS(3000) };
	struct reserve_item rake = { ID("02"), { "" }, 1, CENTS(1990) };
	struct reserve_item items[2];
	struct reserve_in   in = of(items, 2);
	struct reservation  r;

	items[i % 2] = rake;
	items[1 - i % 2] = spade;
	return reserve(&in, &r);
}

static void
buyers_do_not_block_each_other(void)
{
	prepare();
	CHECK_INT(at_once(20, buy_both, url_of("DATABASE_URL_PRODUCTS"),
		      ERR_OK),
	    5);
	CHECK_INT(stock("garden-spade"), 5);
	CHECK_INT(stock("copper-rake"), 0);
}

static struct uuid shared;

static enum err
hold_shared(int i)
{
	struct reserve_item item = { ID("01"), { "" }, 2, CENTS(3000) };
	struct reserve_in   in = of(&item, 1);
	struct reservation  r;

	(void)i;
	in.order_id = shared;
	return reserve(&in, &r);
}

static enum err
release_shared(int i)
{
	return i % 2 ? db_stock_commit(db, shared) :
		       db_stock_release(db, shared, (struct uuid){ "" });
}

static void
one_order_asked_for_many_times_at_once_holds_once(void)
{
	prepare();
	shared = uuid_new();
	CHECK_INT(at_once(12, hold_shared, url_of("DATABASE_URL_PRODUCTS"),
		      ERR_OK),
	    12);
	CHECK_INT(stock("garden-spade"), 8);
	/* Sold or given back at once: never lost, never doubled. */
	at_once(12, release_shared, url_of("DATABASE_URL_PRODUCTS"), ERR_OK);
	CHECK_INT(stock("garden-spade") +
		owner_int("SELECT"
			  " coalesce(sum(quantity), 0) FROM reservation_lines"
			  " WHERE status = 'sold'"),
	    10);
}

static const struct test tests[] = {
	TEST(pieces_are_held_sold_and_given_back),
	TEST(the_same_order_holds_once),
	TEST(all_or_nothing_is_held),
	TEST(another_price_or_no_sale_is_refused),
	TEST(one_vendors_pieces_can_be_given_back),
	TEST(what_nobody_pays_for_comes_back),
	TEST(what_was_given_back_is_not_sold),
	TEST(of_many_buyers_as_many_as_pieces_get_one),
	TEST(buyers_do_not_block_each_other),
	TEST(one_order_asked_for_many_times_at_once_holds_once),
	{ 0 },
};

int
main(void)
{
	return db_tests("stock", "PRODUCTS", tests);
}
