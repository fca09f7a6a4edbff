/* SPDX-License-Identifier: ISC */
/*
 * desk.c - lists of a vendor's products (db/products/desk.c).
 */
#include "db/products/desk.h"
#include "tests/db/shops.h"

static const struct slice TEN = { .limit = 10 };
static const struct uuid  NOBODY;

/* The slugs of a list: "hoe hidden ". */
static const char *
slugs(struct uuid user, enum desk_filter filter, const char *search)
{
	LIST(product) list;
	const char   *all = "";

	CHECK_INT(db_desk_list(db, user, filter, search, &TEN, &list), ERR_OK);
	for (size_t i = 0; i < list.n; i++)
		all = arena_printf(ta, "%s%s ", all, list.items[i].slug);
	return all;
}

static void
filters_select_products(void)
{
	prepare();
	owner("UPDATE products SET stock_quantity = 5 WHERE slug = 'hoe';"
	      " UPDATE products SET removed_at = now(), is_active = false"
	      " WHERE slug = 'garden-spade';"
	      " UPDATE products SET created_at = now() - interval '1 hour'"
	      " WHERE slug = 'hidden'");
	CHECK_TEXT(slugs(ID("b1"), FILTER_ALL, NULL),
	    "hoe hidden tomato-seeds ");
	CHECK_TEXT(slugs(ID("b1"), FILTER_ON_SALE, NULL), "hoe tomato-seeds ");
	CHECK_TEXT(slugs(ID("b1"), FILTER_HIDDEN, NULL), "hidden ");
	CHECK_TEXT(slugs(ID("b1"), FILTER_LOW, NULL), "hoe ");
	CHECK_TEXT(slugs(ID("b1"), FILTER_SOLD_OUT, NULL), "tomato-seeds ");
	CHECK_TEXT(slugs(ID("b1"), FILTER_ALL, "SEED"), "tomato-seeds ");
	CHECK_TEXT(slugs(ID("b2"), FILTER_ALL, NULL), "copper-rake ");
	CHECK_HAS(slugs(NOBODY, FILTER_ALL, NULL), "too-early");
}

static void
counts_agree_with_the_lists(void)
{
	struct desk_counts n;

	prepare();
	CHECK_INT(db_desk_counts(db, ID("b1"), NULL, &n), ERR_OK);
	CHECK_INT(n.everything, 4);
	CHECK_INT(n.on_sale, 3);
	CHECK_INT(n.hidden, 1);
	CHECK_INT(n.low, 0);
	CHECK_INT(n.sold_out, 1);
	CHECK_INT(db_desk_counts(db, NOBODY, "rake", &n), ERR_OK);
	CHECK_INT(n.everything, 1);
	CHECK_INT(n.low, 1);
}

static void
low_stock_is_listed_lowest_first(void)
{
	LIST(product) list;

	prepare();
	owner("UPDATE products SET stock_quantity = 3 WHERE slug = 'hoe'");
	CHECK_INT(db_desk_low(db, ID("b1"), &list), ERR_OK);
	CHECK_INT(list.n, 2);
	CHECK_TEXT(list.items[0].slug, "tomato-seeds");
	CHECK_TEXT(list.items[1].slug, "hoe");
}

static void
a_vendor_gets_only_own_products(void)
{
	struct product p;

	prepare();
	CHECK_INT(db_desk_get(db, ID("b1"), ID("05"), &p), ERR_OK);
	CHECK_TEXT(p.slug, "hidden");
	CHECK_INT(p.version, 1);
	CHECK_INT(db_desk_get(db, ID("b2"), ID("05"), &p),
	    ERR_PRODUCT_NOT_FOUND);
	CHECK_INT(db_desk_get(db, ID("b9"), ID("05"), &p),
	    ERR_PRODUCT_NOT_FOUND);
}

static const struct test tests[] = {
	TEST(filters_select_products),
	TEST(counts_agree_with_the_lists),
	TEST(low_stock_is_listed_lowest_first),
	TEST(a_vendor_gets_only_own_products),
	{ 0 },
};

int
main(void)
{
	return db_tests("desk", "PRODUCTS", tests);
}
