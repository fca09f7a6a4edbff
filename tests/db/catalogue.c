/* SPDX-License-Identifier: ISC */
/*
 * catalogue.c - who sells, where things hang, and what vendors put up.
 */
#include <string.h>

#include "db/products/categories.h"
#include "db/products/desk.h"
#include "db/products/listing.h"
#include "db/products/vendors.h"
#include "tests/db/tap_db.h"

#define ID(n)                                          \
	(struct uuid)                                  \
	{                                              \
		"00000000-0000-7000-8000-0000000000" n \
	}
#define USER  ID("b1")
#define OTHER ID("b2")

static const struct slice TEN = { .limit = 10 };

static void
prepare(void)
{
	struct vendor   v = { .id = ID("a1"),
		  .user_id = USER,
		  .email = "a@x",
		  .business_name = "Shop A" };
	struct vendor   w = { .id = ID("a2"),
		  .user_id = OTHER,
		  .email = "b@x",
		  .business_name = "Shop B" };
	struct category c = { .id = ID("c1"),
		.name = "Tools",
		.slug = "tools" };

	WITH_DB();
	owner("TRUNCATE vendors, categories, products, product_variants,"
	      " category_counts, reservations, reservation_lines, outbox");
	CHECK_INT(db_vendor_add(db, &v), ERR_OK);
	CHECK_INT(db_vendor_move(db, ID("a1"), VENDOR_APPROVED, NULL, &v),
	    ERR_OK);
	CHECK_INT(db_vendor_add(db, &w), ERR_OK);
	CHECK_INT(db_category_add(db, &c), ERR_OK);
}

static struct product_write
spade(void)
{
	return (struct product_write){ .id = uuid_new(),
		.user_id = USER,
		.category_id = ID("c1"),
		.name = "Spade",
		.price = CENTS(1990),
		.stock_quantity = 4,
		.is_active = FLAG_NONE };
}

/* What is on sale now, by the counters that lists show. */
static int64_t
on_sale(void)
{
	struct listing_total t = { -1 };

	CHECK_INT(db_listing_total(db, &t), ERR_OK);
	CHECK_INT(t.total,
	    owner_int("SELECT count(*) FROM products"
		      " WHERE is_listed"));
	return t.total;
}

/* ---- vendors ------------------------------------------------------------- */

static void
one_user_applies_once(void)
{
	struct vendor v = { .id = ID("a9"),
		.user_id = USER,
		.email = "a@x",
		.business_name = "Again" };

	prepare();
	CHECK_INT(db_vendor_add(db, &v), ERR_VENDOR_EXISTS);
	CHECK_INT(owner_int("SELECT count(*) FROM outbox"
			    " WHERE name = 'vendor.applied'"),
	    2);
}

static void
equal_names_get_different_addresses(void)
{
	struct vendor v = { .id = uuid_new(),
		.user_id = ID("b3"),
		.email = "c@x",
		.business_name = "Shop A" };

	prepare();
	CHECK_INT(db_vendor_add(db, &v), ERR_OK);
	CHECK_HAS(v.slug, "shop-a-");
	v = (struct vendor){ .id = uuid_new(),
		.user_id = ID("b4"),
		.email = "d@x",
		.business_name = "Register" };
	CHECK_INT(db_vendor_add(db, &v), ERR_OK);
	CHECK_HAS(v.slug, "register-");
}

static void
a_vendor_moves_only_where_it_may(void)
{
	struct vendor v;

	prepare();
	CHECK_INT(db_vendor_move(db, ID("a1"), VENDOR_REJECTED, NULL, &v),
	    ERR_VENDOR_STATE);
	CHECK_INT(db_vendor_move(db, ID("a1"), VENDOR_APPROVED, NULL, &v),
	    ERR_VENDOR_STATE);
	CHECK_INT(db_vendor_move(db, ID("a2"), VENDOR_SUSPENDED, NULL, &v),
	    ERR_VENDOR_STATE);
	CHECK_INT(db_vendor_move(db, ID("a2"), VENDOR_REJECTED, "No", &v),
	    ERR_OK);
	CHECK_TEXT(v.reason, "No");
	CHECK_INT(db_vendor_move(db, ID("a7"), VENDOR_APPROVED, NULL, &v),
	    ERR_VENDOR_NOT_FOUND);
	CHECK_INT(owner_int("SELECT count(*) FROM outbox"
			    " WHERE name = 'vendor.rejected' AND payload ->> "
			    "'reason' = 'No'"),
	    1);
}

static void
a_suspended_vendor_sells_nothing(void)
{
	struct product_write w = spade();
	struct product       p;
	struct vendor        v;

	prepare();
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
	CHECK_INT(on_sale(), 1);
	CHECK_INT(db_vendor_move(db, ID("a1"), VENDOR_SUSPENDED, "x", &v),
	    ERR_OK);
	CHECK_INT(on_sale(), 0);
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_VENDOR_NOT_APPROVED);
	CHECK_INT(db_vendor_move(db, ID("a1"), VENDOR_APPROVED, NULL, &v),
	    ERR_OK);
	CHECK_INT(on_sale(), 1);
}

/* ---- categories ---------------------------------------------------------- */

static void
categories_make_no_circle(void)
{
	struct category        c = { .id = ID("c2"),
		       .name = "Spades",
		       .slug = "spades",
		       .parent_id = ID("c1") };
	struct category_change down = { .id = ID("c1"), .parent_id = ID("c2") };
	struct category_change self = { .id = ID("c1"), .parent_id = ID("c1") };
	struct category_change lost = { .id = ID("c1"), .parent_id = ID("c9") };
	struct category_change up = { .id = ID("c2"), .to_top = true };

	prepare();
	CHECK_INT(db_category_add(db, &c), ERR_OK);
	CHECK_INT(db_category_edit(db, &down, &c), ERR_CATEGORY_CYCLE);
	CHECK_INT(db_category_edit(db, &self, &c), ERR_CATEGORY_CYCLE);
	CHECK_INT(db_category_edit(db, &lost, &c), ERR_CATEGORY_NOT_FOUND);
	CHECK_INT(db_category_edit(db, &up, &c), ERR_OK);
	CHECK(!uuid_given(c.parent_id));
	CHECK_INT(db_category_edit(db, &down, &c), ERR_OK);
}

static void
a_category_in_use_stays(void)
{
	struct product_write w = spade();
	struct product       p;

	prepare();
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
	CHECK_INT(db_category_remove(db, ID("c1")), ERR_CATEGORY_IN_USE);
	CHECK_INT(db_desk_remove(db, USER, w.id), ERR_OK);
	CHECK_INT(db_category_remove(db, ID("c1")), ERR_OK);
	CHECK_INT(db_category_remove(db, ID("c1")), ERR_CATEGORY_NOT_FOUND);
}

static void
a_name_is_used_once(void)
{
	struct category c = { .id = ID("c5"),
		.name = "Tools",
		.slug = "tools" };

	prepare();
	CHECK_INT(db_category_add(db, &c), ERR_SLUG_TAKEN);
}

/* ---- a vendor's products ------------------------------------------------- */

static void
only_what_is_given_changes(void)
{
	struct product_write w = spade(),
			     part = { .id = w.id,
				     .user_id = USER,
				     .price = CENTS(500),
				     .stock_quantity = INT_NONE,
				     .is_active = FLAG_NONE };
	struct product p;

	prepare();
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
	CHECK_INT(db_desk_edit(db, &part, &p), ERR_OK);
	CHECK_INT(p.price.minor, 500);
	CHECK_TEXT(p.name, "Spade");
	CHECK_INT(p.stock_quantity, 4);
	CHECK_TEXT(p.category.slug, "tools");
	part.no_category = true;
	part.is_active.is = 0;
	CHECK_INT(db_desk_edit(db, &part, &p), ERR_OK);
	CHECK(!uuid_given(p.category.id));
	CHECK_INT(on_sale(), 0);
}

static void
nobody_changes_what_is_not_theirs(void)
{
	struct product_write w = spade();
	struct product       p;
	struct vendor        v;

	prepare();
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
	CHECK_INT(db_vendor_move(db, ID("a2"), VENDOR_APPROVED, NULL, &v),
	    ERR_OK);
	w.user_id = OTHER;
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_PRODUCT_NOT_FOUND);
	CHECK_INT(db_desk_remove(db, OTHER, w.id), ERR_PRODUCT_NOT_FOUND);
	CHECK_INT(db_desk_get(db, OTHER, w.id, &p), ERR_PRODUCT_NOT_FOUND);
	w.category_id = ID("c9");
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_CATEGORY_NOT_FOUND);
}

static void
variants_replace_each_other(void)
{
	struct variant_write v[] = {
		{ .name = "S",
		    .sku = "S-1",
		    .price = CENTS(100),
		    .stock_quantity = 2 },
		{ .name = "L",
		    .sku = "L-1",
		    .price = CENTS(200),
		    .stock_quantity = 5 },
	};
	LIST(variant_write)   variants = { v, 2, 0 };
	LIST(variant)         read;
	struct product_write  w = spade();
	struct product        p;
	const struct variant *got;

	prepare();
	w.variants = &variants;
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, 7);
	product_variants(ta, &p, &read);
	CHECK_INT((int)read.n, 2);
	got = read.items;
	v[0] = (struct variant_write){ .id = got[1].id,
		.name = "Large",
		.sku = "L-1",
		.price = CENTS(250),
		.stock_quantity = 1 };
	variants.n = 1;
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, 1);
	CHECK_HAS(p.variants.text, "Large");
	variants.n = 0;
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, 4);
	CHECK_TEXT(p.variants.text, "[]");
}

/* The page shows what is left. */
static void
variants_that_cannot_be_read_are_left_out(void)
{
	struct product p = {
		.variants = { "[{\"name\": \"S\", \"price\": []}]" },
		.images = { "[\"/media/a.webp\", 7]" }
	};
	LIST(variant) variants;
	LIST(picture) pictures;

	product_variants(ta, &p, &variants);
	CHECK_INT(variants.n, 1);
	CHECK_TEXT(variants.items[0].name, "S");
	CHECK(!money_given(variants.items[0].price));
	product_pictures(ta, &p, &pictures);
	CHECK_INT(pictures.n, 2);
	p = (struct product){ .variants = { "{" }, .images = { NULL } };
	product_variants(ta, &p, &variants);
	product_pictures(ta, &p, &pictures);
	CHECK(variants.n == 0 && pictures.n == 0);
}

static void
a_sku_is_used_once_until_it_is_free(void)
{
	struct variant_write v = { .name = "S",
		.sku = "S-1",
		.price = CENTS(100),
		.stock_quantity = 2 };
	LIST(variant_write)  variants = { &v, 1, 0 };
	struct product_write w = spade(), second = spade();
	struct product       p;

	prepare();
	w.variants = second.variants = &variants;
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
	CHECK_INT(db_desk_add(db, &second, &p), ERR_SKU_TAKEN);
	CHECK_INT(on_sale(), 1);
	variants.n = 0;
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	variants.n = 1;
	CHECK_INT(db_desk_add(db, &second, &p), ERR_OK);
	CHECK_HAS(p.slug, "spade-");
}

static void
the_desk_counts_what_it_lists(void)
{
	struct product_write w = spade();
	struct desk_counts   n;
	struct product       p;
	LIST(product)        list;

	prepare();
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
	w.id = uuid_new();
	w.name = "Rake";
	w.stock_quantity = 0;
	w.is_active.is = 0;
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
	CHECK_INT(db_desk_counts(db, USER, NULL, &n), ERR_OK);
	CHECK_INT(n.everything, 2);
	CHECK_INT(n.on_sale, 1);
	CHECK_INT(n.hidden, 1);
	CHECK_INT(n.low, 1);
	CHECK_INT(n.sold_out, 1);
	CHECK_INT(db_desk_list(db, USER, FILTER_LOW, "SPA", &TEN, &list),
	    ERR_OK);
	CHECK_INT((int)list.n, 1);
	CHECK_INT(db_desk_list(db, OTHER, FILTER_ALL, NULL, &TEN, &list),
	    ERR_OK);
	CHECK_INT((int)list.n, 0);
	CHECK_INT(db_desk_list(db, (struct uuid){ "" }, FILTER_ALL, NULL, &TEN,
		      &list),
	    ERR_OK);
	CHECK_INT((int)list.n, 2);
}

/* One of the first vendor, among the tools or in no category. */
static struct uuid
put_up(const char *name, bool tool)
{
	struct product_write w = spade();
	struct product       p;

	w.name = name;
	if (!tool)
		w.category_id = (struct uuid){ "" };
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
	return p.id;
}

static const char *
names_of(const LIST(product) *products)
{
	const struct product *p = products->items;
	const char           *names = "";

	for (size_t i = 0; i < products->n; i++)
		names = arena_printf(ta, "%s%s ", names, p[i].name);
	return names;
}

static void
similar_is_of_the_category_then_of_the_vendor(void)
{
	struct product one;
	LIST(product)  similar;
	struct uuid    first;

	prepare();
	first = put_up("Spade", true);
	CHECK_INT(db_product_page(db, (struct id_or_slug){ first, NULL }, &one,
		      &similar),
	    ERR_OK);
	CHECK_TEXT(one.name, "Spade");
	CHECK_TEXT(one.category.name, "Tools");
	CHECK_INT((int)similar.n, 0);
	put_up("Rake", true);
	put_up("Hoe", true);
	put_up("Apron", false);
	put_up("Boots", false);
	put_up("Cap", false);
	CHECK_INT(db_product_page(db, id_or_slug("spade"), &one, &similar),
	    ERR_OK);
	CHECK_TEXT(one.id.text, first.text);
	CHECK_TEXT(names_of(&similar), "Hoe Rake Cap Boots ");
	CHECK_TEXT(((struct product *)similar.items)->vendor.slug, "shop-a");
	owner("UPDATE products SET is_active = false WHERE name = 'Hoe'");
	CHECK_INT(db_product_page(db, id_or_slug("cap"), &one, &similar),
	    ERR_OK);
	CHECK_TEXT(names_of(&similar), "Boots Apron Rake Spade ");
	CHECK_INT(db_product_page(db, id_or_slug("hoe"), &one, &similar),
	    ERR_PRODUCT_NOT_FOUND);
}

static const struct test tests[] = {
	TEST(one_user_applies_once),
	TEST(equal_names_get_different_addresses),
	TEST(a_vendor_moves_only_where_it_may),
	TEST(a_suspended_vendor_sells_nothing),
	TEST(categories_make_no_circle),
	TEST(a_category_in_use_stays),
	TEST(a_name_is_used_once),
	TEST(only_what_is_given_changes),
	TEST(nobody_changes_what_is_not_theirs),
	TEST(variants_replace_each_other),
	TEST(variants_that_cannot_be_read_are_left_out),
	TEST(a_sku_is_used_once_until_it_is_free),
	TEST(the_desk_counts_what_it_lists),
	TEST(similar_is_of_the_category_then_of_the_vendor),
	{ 0 },
};

int
main(void)
{
	return db_tests("catalogue", "PRODUCTS", tests);
}
