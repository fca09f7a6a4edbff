/* SPDX-License-Identifier: ISC */
/*
 * products.c - products as visitors and other services see them
 * (db/products/products.c).
 */
#include "db/products/products.h"
#include "tests/db/shops.h"

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
	CHECK_INT(p.variants.n, 2);
	CHECK_TEXT(p.variants.items[0].sku, "H-S");
	CHECK_INT(p.variants.items[1].price.minor, 1500);
	CHECK_INT(p.variants.items[1].stock_quantity, 4);
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

static void
put_up(const char *n, const char *slug, bool is_tool)
{
	owner(arena_printf(ta,
	    "INSERT INTO products (id, vendor_id, category_id, name, slug,"
	    " price, stock_quantity, created_at) VALUES ("
	    " '00000000-0000-7000-8000-0000000001%s', " SQL_ID("a1") ", %s, "
								     "'%s', "
								     "'%s', 5, "
								     "1, now() "
								     "+ "
								     "interval "
								     "'%s "
								     "minutes'"
								     ")",
	    n, is_tool ? SQL_ID("c1") : "NULL", slug, slug, n));
}

static const char *
slugs(const LIST(product) *products)
{
	const char *all = "";

	for (size_t i = 0; i < products->n; i++)
		all = arena_printf(ta, "%s%s ", all, products->items[i].slug);
	return all;
}

static void
similar_is_of_the_category_then_of_the_vendor(void)
{
	struct product one;
	LIST(product)  similar;

	prepare();
	owner("DELETE FROM product_variants; DELETE FROM products");
	put_up("01", "spade", true);
	CHECK_INT(db_product_page(db, id_or_slug("spade"), &one, &similar),
	    ERR_OK);
	CHECK_TEXT(one.slug, "spade");
	CHECK_TEXT(one.category.name, "Tools");
	CHECK_INT(similar.n, 0);
	put_up("02", "rake", true);
	put_up("03", "hoe", true);
	put_up("04", "apron", false);
	put_up("05", "boots", false);
	put_up("06", "cap", false);
	CHECK_INT(db_product_page(db, id_or_slug(one.id.text), &one, &similar),
	    ERR_OK);
	CHECK_TEXT(slugs(&similar), "hoe rake cap boots ");
	CHECK_TEXT(similar.items[0].vendor.slug, "shop-a");
	owner("UPDATE products SET is_active = false WHERE slug = 'hoe'");
	CHECK_INT(db_product_page(db, id_or_slug("cap"), &one, &similar),
	    ERR_OK);
	CHECK_TEXT(slugs(&similar), "boots apron rake spade ");
	CHECK_INT(db_product_page(db, id_or_slug("hoe"), &one, &similar),
	    ERR_PRODUCT_NOT_FOUND);
}

static void
goods_are_looked_up_in_order(void)
{
	struct goods_key       keys[] = { { ID("04"), ID("d2") },
		      { ID("04"), { "" } }, { ID("05"), { "" } },
		      { ID("01"), { "" } } };
	struct goods_lookup_in in = { { keys, 4, 4 } };
	LIST(goods)            found;

	prepare();
	CHECK_INT(db_product_lookup(db, &in, &found), ERR_OK);
	CHECK_INT(found.n, 4);
	CHECK(found.items[0].available);
	CHECK_TEXT(found.items[0].variant_name, "Long");
	CHECK_INT(found.items[0].price.minor, 1500);
	CHECK_INT(found.items[0].stock_quantity, 4);
	CHECK_TEXT(found.items[0].vendor_user_id.text, ID("b1").text);
	CHECK(!found.items[1].available); /* which variant? */
	CHECK_INT(found.items[1].has_variants.is, 1);
	CHECK(!found.items[2].available); /* hidden */
	CHECK_INT(found.items[2].has_variants.is, -1);
	CHECK(found.items[3].available);
	CHECK_INT(found.items[3].stock_quantity, 10);
}

static const struct test tests[] = {
	TEST(a_product_is_found_by_id_and_slug),
	TEST(what_is_not_on_sale_is_not_found),
	TEST(similar_is_of_the_category_then_of_the_vendor),
	TEST(goods_are_looked_up_in_order),
	{ 0 },
};

int
main(void)
{
	return db_tests("products", "PRODUCTS", tests);
}
