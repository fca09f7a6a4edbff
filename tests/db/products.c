/* SPDX-License-Identifier: ISC */
/*
 * products.c - what is on sale, in lists and by itself, and the stock that
 * orders hold.
 */
#include "db/products/listing.h"
#include "db/products/stock.h"
#include "tests/db/tap_db.h"

#define ID(n)                                          \
	(struct uuid)                                  \
	{                                              \
		"00000000-0000-7000-8000-0000000000" n \
	}
#define SQL_ID(n) "'00000000-0000-7000-8000-0000000000" n "'"
#define MINUTES   MONEY(3000) /* 30.00 */

/*
 * Two shops that are open and one that is not; tools in two levels of
 * categories; a hoe with two variants.
 */
static void
prepare(void)
{
	WITH_DB();
	owner("TRUNCATE vendors, categories, products, product_variants,"
	      " category_counts, reservations, reservation_lines;"
	      " INSERT INTO vendors (id, user_id, email, business_name, slug,"
	      "  status) VALUES"
	      " (" SQL_ID("a1") ", " SQL_ID(
		  "b1") ", 'a@x', 'Shop A', 'shop-a',"
			"  'APPROVED'),"
			" (" SQL_ID("a2") ", " SQL_ID(
			    "b2") ", 'b@x', 'Shop B', 'shop-b',"
				  "  'APPROVED'),"
				  " (" SQL_ID("a3") ", " SQL_ID("b3") ", "
								      "'c@x', "
								      "'Shop "
								      "C', "
								      "'shop-c'"
								      ","
								      "  "
								      "'PENDING"
								      "');"
								      " INSERT "
								      "INTO "
								      "categori"
								      "es (id, "
								      "name, "
								      "slug, "
								      "parent_"
								      "id) "
								      "VALUES"
								      " "
								      "(" SQL_ID("c1") ", 'Tools', 'tools', NULL),"
										       " (" SQL_ID("c2") ", 'Spades', 'spades', " SQL_ID(
											   "c1") "),"
												 " (" SQL_ID("c3") ", 'Seeds', 'seeds', NULL);"
														   " INSERT INTO products (id, vendor_id, category_id, name, slug,"
														   "  description, price, stock_quantity, is_active, has_variants,"
														   "  created_at) VALUES"
														   " (" SQL_ID("01") ", " SQL_ID("a1") ", " SQL_ID("c2") ","
																					 "  'Garden spade', 'garden-spade', 'Steel & ash.', 30, 10, true,"
																					 "  false, now() - interval '3 days'),"
																					 " (" SQL_ID("02") ", " SQL_ID("a2") ", " SQL_ID("c1") ","
																											       "  'Copper rake', 'copper-rake', 'For leaves.', 19.90, 5, true,"
																											       "  false, now() - interval '2 days'),"
																											       " (" SQL_ID("03") ", " SQL_ID("a1") ", " SQL_ID("c3") ","
																																		     "  'Tomato seeds', 'tomato-seeds', 'Grow a spade full.', 2.50, 0,"
																																		     "  true, false, now() - interval '1 day'),"
																																		     " (" SQL_ID("04") ", " SQL_ID("a1") ", " SQL_ID(
																																			 "c1") ","
																																			       "  'Hoe', 'hoe', NULL, 12, 7, true, true, now()),"
																																			       " (" SQL_ID("05") ", " SQL_ID(
																																				   "a1") ", " SQL_ID("c1") ","
																																							   "  'Hidden', 'hidden', NULL, 1, 1, false, false, now()),"
																																							   " (" SQL_ID(
																																							       "06") ", " SQL_ID("a3") ", " SQL_ID("c1") ","
																																													 "  'Too early', 'too-early', NULL, 1, 1, true, false, now());"
																																													 " INSERT INTO product_variants (id, product_id, name, price,"
																																													 "  stock_quantity, sku) VALUES"
																																													 " (" SQL_ID(
																																													     "d1") ", " SQL_ID("04") ", 'Short', 12, 3, 'H-S'),"
																																																     " (" SQL_ID(
																																																	 "d2") ", " SQL_ID("04") ", 'Long', 15, 4, 'H-L')");
}

static void
every_query_can_be_prepared(void)
{
	WITH_DB();
	CHECK(db_check(db));
}

/* ---- by itself and in lists ---------------------------------------------------- */

static void
a_product_is_found_by_id_and_slug(void)
{
	struct product p;

	prepare();
	CHECK_INT(db_product_get(db, id_or_slug("copper-rake"), &p), ERR_OK);
	CHECK_TEXT(p.name, "Copper rake");
	CHECK_INT(p.price.minor, 1990);
	CHECK_TEXT(p.vendor.business_name, "Shop B");
	CHECK_TEXT(p.category.slug, "tools");
	CHECK_INT(db_product_get(db, id_or_slug(ID("04").text), &p), ERR_OK);
	CHECK_HAS(p.variants.text, "H-S");
	CHECK_HAS(p.variants.text, "15.00");
}

static void
what_is_not_on_sale_is_not_found(void)
{
	static const char *const hidden[] = { "hidden", "too-early", "none", "",
		NULL };
	struct product           p;

	prepare();
	for (int i = 0; hidden[i] != NULL; i++)
		CHECK_INT(db_product_get(db, id_or_slug(hidden[i]), &p),
		    ERR_PRODUCT_NOT_FOUND);
	owner("UPDATE vendors SET status = 'SUSPENDED' WHERE slug = 'shop-b'");
	CHECK_INT(db_product_get(db, id_or_slug("copper-rake"), &p),
	    ERR_PRODUCT_NOT_FOUND);
	owner("UPDATE vendors SET status = 'APPROVED' WHERE slug = 'shop-b'");
	CHECK_INT(db_product_get(db, id_or_slug("copper-rake"), &p), ERR_OK);
}

static struct listing
everything(void)
{
	return (struct listing){ .min_price = MONEY_NONE,
		.max_price = MONEY_NONE,
		.in_stock = FLAG_NONE,
		.order = ORDER_NEWEST,
		.slice = { .limit = 20 } };
}

/* "hoe tomato-seeds": the slugs of what is listed, then the total. */
static const char *
listed(struct listing l)
{
	struct listed out = { .total = -1 };
	const char   *all = "";

	CHECK_INT(db_listing_get(db, &l, &out), ERR_OK);
	for (size_t i = 0; i < out.data.n; i++)
		all = arena_printf(ta, "%s%s ", all,
		    ((struct product *)out.data.items)[i].slug);
	return arena_printf(ta, "%s%" PRId64, all, out.total);
}

static void
lists_are_in_the_order_asked_for(void)
{
	struct listing l = everything();

	prepare();
	CHECK_TEXT(listed(l), "hoe tomato-seeds copper-rake garden-spade 4");
	l.order = ORDER_OLDEST;
	CHECK_TEXT(listed(l), "garden-spade copper-rake tomato-seeds hoe 4");
	l.order = ORDER_PRICE_UP;
	CHECK_TEXT(listed(l), "tomato-seeds hoe copper-rake garden-spade 4");
	l.order = ORDER_PRICE_DOWN;
	CHECK_TEXT(listed(l), "garden-spade copper-rake hoe tomato-seeds 4");
	l.order = ORDER_NAME_UP;
	CHECK_TEXT(listed(l), "copper-rake garden-spade hoe tomato-seeds 4");
	l.order = ORDER_NAME_DOWN;
	CHECK_TEXT(listed(l), "tomato-seeds hoe garden-spade copper-rake 4");
}

static void
filters_narrow_lists(void)
{
	struct listing l = everything();

	prepare();
	l.category = "tools"; /* with what is below */
	CHECK_TEXT(listed(l), "hoe copper-rake garden-spade 3");
	l.category = "spades";
	CHECK_TEXT(listed(l), "garden-spade 1");
	l.category = ID("c3").text;
	CHECK_TEXT(listed(l), "tomato-seeds 1");
	l.category = "none";
	CHECK_TEXT(listed(l), "0");
	l = everything();
	l.vendor = "shop-b";
	CHECK_TEXT(listed(l), "copper-rake 1");
	l.vendor = "shop-c";
	CHECK_TEXT(listed(l), "0");
	l = everything();
	l.min_price = MONEY(1200);
	l.max_price = MONEY(1990);
	CHECK_TEXT(listed(l), "hoe copper-rake 2");
	l = everything();
	l.in_stock.is = 1;
	CHECK_TEXT(listed(l), "hoe copper-rake garden-spade 3");
}

static void
search_finds_words_beginnings_and_slips(void)
{
	struct listing l = everything();

	prepare();
	l.order = ORDER_RELEVANCE;
	l.search = "spade";
	CHECK_TEXT(listed(l), "garden-spade tomato-seeds 2");
	l.search = "spades";
	CHECK_TEXT(listed(l), "garden-spade tomato-seeds 2");
	l.search = "copp";
	CHECK_TEXT(listed(l), "copper-rake 1");
	l.search = "tomatto";
	CHECK_HAS(listed(l), "tomato-seeds");
	l.search = "hidden";
	CHECK_LACKS(listed(l), "hidden");
}

static void
odd_searches_are_only_words(void)
{
	static const char *const odd[] = { "'", "\\", "a & | ! ( ) : *", "%_",
		"\"", "-", "!!", "':*", "a' OR '1'='1", "\xf0\x9f\x8d\x85", " ",
		"<->", ":", "''''''''", "or or or", NULL };
	struct listing           l = everything();
	struct listed            out;

	prepare();
	l.order = ORDER_RELEVANCE;
	for (int i = 0; odd[i] != NULL; i++) {
		l.search = odd[i];
		if (db_listing_get(db, &l, &out) != ERR_OK) {
			printf("# searching for %s fails\n", odd[i]);
			CHECK(false);
		}
	}
}

/* The slice that begins after "p". */
static void
slice_after(struct slice *s, enum listing_order order, const struct product *p)
{
	char text[TIMESTAMP_SIZE];

	s->id = p->id;
	if (order == ORDER_NAME_UP || order == ORDER_NAME_DOWN) {
		s->key = p->name;
		return;
	}
	if (order == ORDER_PRICE_UP || order == ORDER_PRICE_DOWN) {
		s->key = arena_printf(ta, "%" PRId64 ".%02d",
		    p->price.minor / 100, (int)(p->price.minor % 100));
		return;
	}
	timestamp_strftime(p->created_at, "%Y-%m-%d %H:%M:%S", text);
	s->key = arena_printf(ta, "%s.%06d+00", text,
	    (int)(p->created_at.us % 1000000));
}

/* Every order, page by page: nothing twice, nothing left out. */
static void
slices_walk_through_everything(void)
{
	prepare();
	owner("INSERT INTO products (id, vendor_id, category_id, name, slug,"
	      " price, stock_quantity, created_at)"
	      " SELECT ('00000000-0000-7000-8000-00000001' ||"
	      "  lpad(n::text, 4, '0'))::uuid, " SQL_ID("a1") ", " SQL_ID(
		  "c1") ", 'Same', 'same-' || n, 5, 1,"
			"  '2026-01-01'::timestamptz + n % 3 * interval '1 day'"
			" FROM generate_series(1, 40) n");
	for (int order = ORDER_NEWEST; order <= ORDER_NAME_DOWN; order++) {
		struct listing l = everything();
		struct listed  out;
		char           seen[2000] = "";
		size_t         n = 0;

		l.order = (enum listing_order)order;
		l.slice.limit = 7;
		for (int page = 0; page < 10; page++) {
			CHECK_INT(db_listing_get(db, &l, &out), ERR_OK);
			for (size_t i = 0; i < out.data.n; i++) {
				struct product *p = (struct product *)
							out.data.items +
				    i;
				const char *slug = arena_printf(ta, " %s ",
				    p->slug);

				CHECK(strstr(seen, slug) == NULL);
				strcat(seen, slug);
				n++;
			}
			if (out.data.n < 7)
				break;
			slice_after(&l.slice, l.order,
			    (struct product *)out.data.items + 6);
		}
		CHECK_INT(n, 44);
	}
}

static void
a_lookup_answers_in_the_order_asked(void)
{
	struct lookup_item items[] = { { ID("04"), ID("d2") },
		{ ID("06"), { "" } }, { ID("01"), { "" } },
		{ uuid_new(), { "" } }, { ID("01"), ID("d1") } };
	struct lookup      in = { { items, 5 } };
	struct lookup_row *r;
	struct list        out;

	prepare();
	CHECK_INT(db_product_lookup(db, &in, &out), ERR_OK);
	CHECK_INT(out.n, 5);
	r = out.items;
	CHECK(r[0].available && !r[1].available && r[2].available);
	CHECK(!r[3].available);
	CHECK(!r[4].available); /* another product's variant */
	CHECK_TEXT(r[0].variant_name, "Long");
	CHECK_INT(r[0].price.minor, 1500);
	CHECK_INT(r[0].stock_quantity, 4);
	CHECK_TEXT(r[2].vendor_name, "Shop A");
	CHECK_TEXT(r[2].vendor_user_id.text, ID("b1").text);
}

/* ---- stock ------------------------------------------------------------------------ */

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
	struct list refused = { NULL, 0 };

	return db_stock_reserve(db, in, MINUTES, out, &refused);
}

static void
pieces_are_held_sold_and_given_back(void)
{
	struct reserve_item   items[] = { { ID("01"), { "" }, 3, MONEY(3000) },
		  { ID("04"), ID("d2"), 1, MONEY(1500) } };
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
	struct reserve_item item = { ID("01"), { "" }, 3, MONEY(3000) };
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
	struct reserve_item items[] = { { ID("01"), { "" }, 3, MONEY(3000) },
		{ ID("02"), { "" }, 6, MONEY(1990) },
		{ ID("03"), { "" }, 1, MONEY(250) } };
	struct reserve_in   in = of(items, 3);
	struct list         refused = { NULL, 0 };
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
	struct reserve_item item = { ID("01"), { "" }, 1, MONEY(2999) };
	struct reserve_in   in = of(&item, 1);
	struct reservation  r;

	prepare();
	CHECK_INT(reserve(&in, &r), ERR_PRICE_CHANGED);
	item = (struct reserve_item){ ID("05"), { "" }, 1, MONEY(100) };
	in = of(&item, 1);
	CHECK_INT(reserve(&in, &r), ERR_PRODUCT_NOT_FOUND);
	item = (struct reserve_item){ ID("04"), { "" }, 1, MONEY(1200) };
	in = of(&item, 1);
	CHECK(reserve(&in, &r) != ERR_OK); /* which variant? */
	CHECK_INT(stock("garden-spade"), 10);
	CHECK_INT(stock("hoe"), 7);
}

static void
one_vendors_pieces_can_be_given_back(void)
{
	struct reserve_item items[] = { { ID("01"), { "" }, 3, MONEY(3000) },
		{ ID("02"), { "" }, 2, MONEY(1990) } };
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
	struct reserve_item item = { ID("01"), { "" }, 3, MONEY(3000) };
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
	struct reserve_item item = { ID("01"), { "" }, 3, MONEY(3000) };
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
	struct reserve_item item = { ID("01"), { "" }, 1, MONEY(3000) };
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
	struct reserve_item items[] = { { i % 2 ? ID("01") : ID("02"), { "" },
					    1,
					    i % 2 ? MONEY(3000) : MONEY(1990) },
		{ i % 2 ? ID("02") : ID("01"), { "" }, 1,
		    i % 2 ? MONEY(1990) : MONEY(3000) } };
	struct reserve_in   in = of(items, 2);
	struct reservation  r;

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
	struct reserve_item item = { ID("01"), { "" }, 2, MONEY(3000) };
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
	TEST(every_query_can_be_prepared),
	TEST(a_product_is_found_by_id_and_slug),
	TEST(what_is_not_on_sale_is_not_found),
	TEST(lists_are_in_the_order_asked_for),
	TEST(filters_narrow_lists),
	TEST(search_finds_words_beginnings_and_slips),
	TEST(odd_searches_are_only_words),
	TEST(slices_walk_through_everything),
	TEST(a_lookup_answers_in_the_order_asked),
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
	return db_tests("products", "PRODUCTS", tests);
}
