/* SPDX-License-Identifier: ISC */
/*
 * listing.c - lists of what is on sale (db/products/listing.c).
 */
#include "db/products/listing.h"
#include "tests/db/shops.h"

static void
every_query_can_be_prepared(void)
{
	WITH_DB();
	CHECK(db_check(db));
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
	l.min_price = CENTS(1200);
	l.max_price = CENTS(1990);
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

/* None of these was seen before. */
static void
see(const LIST(product) *products, char *seen, size_t size)
{
	const struct product *p = products->items;

	for (size_t i = 0; i < products->n; i++) {
		const char *slug = arena_printf(ta, " %s ", p[i].slug);

		CHECK(strstr(seen, slug) == NULL);
		snprintf(seen + strlen(seen), size - strlen(seen), "%s", slug);
	}
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
		  "c1") ", 'Same', 'same-' || n, 5.00, 1,"
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
			see(&out.data, seen, sizeof(seen));
			n += out.data.n;
			if (out.data.n < 7)
				break;
			slice_after(&l.slice, l.order,
			    (struct product *)out.data.items + 6);
		}
		CHECK_INT(n, 44);
	}
}

/* A caller puts its own query into the round trip of a list. */
static void
a_list_can_share_a_batch(void)
{
	struct listing       l = everything();
	struct listing_total total = { -1 };
	struct listing_work *work;
	struct listed        out = { .total = -1 };

	prepare();
	l.vendor = "shop-b";
	db_batch(db);
	CHECK_INT(db_listing_send(db, &l, &work), ERR_OK);
	CHECK_INT(db_listing_total(db, &total), ERR_OK);
	CHECK_INT(total.total, -1); /* nothing is sent before the flush */
	CHECK_INT(db_flush(db), ERR_OK);
	CHECK_INT(db_listing_take(db, work, &out), ERR_OK);
	CHECK_INT(out.data.n, 1);
	CHECK_INT(out.total, 1);
	CHECK(!out.is_near);
	CHECK_TEXT(out.data.n == 1 ? out.data.items[0].slug : "",
	    "copper-rake");
	CHECK_INT(total.total, 4);
}

static void
a_known_total_is_not_counted_again(void)
{
	struct listing l = everything();

	prepare();
	l.counted = true;
	l.total = 77;
	l.slice.limit = 1;
	CHECK_TEXT(listed(l), "hoe 77");
}

/* A search has its total in its rows, and none on a page without rows. */
static void
a_page_after_the_last_match_has_the_total(void)
{
	struct listing l = everything();

	prepare();
	l.order = ORDER_RELEVANCE;
	l.search = "spade";
	l.slice.offset = 1;
	CHECK_TEXT(listed(l), "tomato-seeds 2");
	l.slice.offset = 20;
	CHECK_TEXT(listed(l), "2");
}

static void
a_card_is_a_product_without_its_text(void)
{
	struct listing l = everything();
	struct listed  out = { .total = 0 };

	prepare();
	l.vendor = "shop-b";
	CHECK_INT(db_listing_get(db, &l, &out), ERR_OK);
	CHECK_INT(out.data.n, 1);
	CHECK_TEXT(out.data.n == 1 ? out.data.items[0].description : NULL,
	    "For leaves.");
	l.cards = true;
	CHECK_INT(db_listing_get(db, &l, &out), ERR_OK);
	CHECK_INT(out.data.n, 1);
	if (out.data.n != 1)
		return;
	CHECK(out.data.items[0].description == NULL);
	CHECK_TEXT(out.data.items[0].slug, "copper-rake");
	CHECK_INT(out.data.items[0].price.minor, 1990);
}

static void
the_total_counts_what_is_on_sale(void)
{
	struct listing_total total = { -1 };

	prepare();
	CHECK_INT(db_listing_total(db, &total), ERR_OK);
	CHECK_INT(total.total, 4);
	owner("UPDATE products SET is_active = false WHERE slug = 'hoe'");
	CHECK_INT(db_listing_total(db, &total), ERR_OK);
	CHECK_INT(total.total, 3);
	owner("UPDATE vendors SET status = 'SUSPENDED' WHERE slug = 'shop-a'");
	CHECK_INT(db_listing_total(db, &total), ERR_OK);
	CHECK_INT(total.total, 1);
}

static void
a_lookup_answers_in_the_order_asked(void)
{
	struct goods_key       items[] = { { ID("04"), ID("d2") },
		      { ID("06"), { "" } }, { ID("01"), { "" } },
		      { uuid_new(), { "" } }, { ID("01"), ID("d1") } };
	struct goods_lookup_in in = { { items, 5, 0 } };
	struct goods          *r;
	LIST(goods)            out;

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

static const struct test tests[] = {
	TEST(every_query_can_be_prepared),
	TEST(lists_are_in_the_order_asked_for),
	TEST(filters_narrow_lists),
	TEST(search_finds_words_beginnings_and_slips),
	TEST(odd_searches_are_only_words),
	TEST(slices_walk_through_everything),
	TEST(a_list_can_share_a_batch),
	TEST(a_known_total_is_not_counted_again),
	TEST(a_page_after_the_last_match_has_the_total),
	TEST(a_card_is_a_product_without_its_text),
	TEST(the_total_counts_what_is_on_sale),
	TEST(a_lookup_answers_in_the_order_asked),
	{ 0 },
};

int
main(void)
{
	return db_tests("listing", "PRODUCTS", tests);
}
