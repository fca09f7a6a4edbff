/* SPDX-License-Identifier: ISC */
/*
 * desk_write.c - vendors add, edit and remove products
 * (db/products/desk_write.c).  Orders hold stock meanwhile.
 */
#include "db/products/desk.h"
#include "db/products/stock.h"
#include "tests/db/shops.h"

#define SPADE ID("01") /* 10 pieces at 30.00 */
#define HOE   ID("04") /* variants d1: 3 at 12.00, d2: 4 at 15.00 */

#define UNCHANGED                  \
	{                          \
		INT_NONE, INT_NONE \
	}

static struct product_write
change(struct uuid id)
{
	return (struct product_write){ .id = id,
		.user_id = ID("b1"),
		.version = INT_NONE,
		.price = MONEY_NONE,
		.stock = UNCHANGED,
		.is_active = FLAG_NONE };
}

static struct product_write
rake(void)
{
	struct product_write w = change(uuid_new());

	w.name = "Rake";
	w.category_id = ID("c1");
	w.price = CENTS(1990);
	w.stock.quantity = 4;
	return w;
}

static struct variant_write
variant(struct uuid id, const char *name, const char *sku,
    struct stock_write stock)
{
	return (struct variant_write){ id, name, sku, CENTS(1200), stock };
}

static int
stock_of(const char *where)
{
	return owner_int(arena_printf(ta,
	    "SELECT stock_quantity FROM products WHERE %s", where));
}

static int
variant_stock(const char *sku)
{
	return owner_int(arena_printf(ta,
	    "SELECT stock_quantity FROM product_variants"
	    " WHERE sku = '%s' AND removed_at IS NULL",
	    sku));
}

/* An order of some pieces; its id. */
static struct uuid
order_pieces(struct uuid product, struct uuid of_variant, int64_t quantity,
    struct money price)
{
	struct reserve_item item = { product, of_variant, quantity, price };
	struct reserve_in   in = { uuid_new(), ID("e1"), { &item, 1, 1 } };
	struct reservation  r;
	LIST(refusal)       refused = { 0 };

	CHECK_INT(db_stock_reserve(db, &in, DECIMAL(3000), &r, &refused),
	    ERR_OK);
	return in.order_id;
}

/* ---- add ----------------------------------------------------------------- */

static void
a_repeated_add_restores_no_stock(void)
{
	struct variant_write v[] = {
		variant((struct uuid){ "" }, "S", "R-S",
		    (struct stock_write){ 2, INT_NONE }),
		variant((struct uuid){ "" }, "L", "R-L",
		    (struct stock_write)UNCHANGED),
	};
	LIST(variant_write)  variants = { v, 2, 2 };
	struct product_write w = rake(), with = rake();
	struct product       p;

	prepare();
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, 4);
	CHECK_INT(p.version, 1);
	order_pieces(w.id, (struct uuid){ "" }, 3, w.price);
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, 1);

	with.variants = &variants;
	CHECK_INT(db_desk_add(db, &with, &p), ERR_OK);
	CHECK_HAS(p.slug, "rake-");
	CHECK_INT(p.stock_quantity, 2);
	CHECK_INT(p.variants.n, 2);
	order_pieces(with.id, p.variants.items[0].id, 1, CENTS(1200));
	CHECK_INT(db_desk_add(db, &with, &p), ERR_OK);
	CHECK_INT(p.variants.n, 2);
	CHECK_INT(p.stock_quantity, 1);
}

static void
only_approved_vendors_write(void)
{
	struct product_write w = rake();
	struct product       p;

	prepare();
	w.user_id = ID("b3");
	CHECK_INT(db_desk_add(db, &w, &p), ERR_VENDOR_NOT_APPROVED);
	w.user_id = ID("b1");
	w.category_id = ID("c9");
	CHECK_INT(db_desk_add(db, &w, &p), ERR_CATEGORY_NOT_FOUND);
	w = change(SPADE);
	w.user_id = ID("b2");
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_PRODUCT_NOT_FOUND);
	CHECK_INT(db_desk_remove(db, ID("b2"), SPADE, INT_NONE),
	    ERR_PRODUCT_NOT_FOUND);
	CHECK_INT(db_desk_remove(db, ID("b3"), SPADE, INT_NONE),
	    ERR_VENDOR_NOT_APPROVED);
	w = change(SPADE);
	w.category_id = ID("c9");
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_CATEGORY_NOT_FOUND);
}

/* ---- edit ---------------------------------------------------------------- */

static void
only_what_is_given_changes(void)
{
	const char          *urls[] = { "/media/a.webp", "/media/b.webp" };
	struct text_list     images = { urls, 2, 2 };
	struct product_write w = change(SPADE);
	struct product       p;

	prepare();
	w.price = CENTS(500);
	w.images = &images;
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.price.minor, 500);
	CHECK_TEXT(p.name, "Garden spade");
	CHECK_INT(p.stock_quantity, 10);
	CHECK_TEXT(p.category.slug, "spades");
	CHECK_INT(p.images.n, 2);
	CHECK_TEXT(p.images.items[1], "/media/b.webp");
	w = change(SPADE);
	w.no_category = true;
	w.is_active.is = 0;
	images.n = 0;
	w.images = &images;
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK(!uuid_given(p.category.id));
	CHECK(!p.is_active);
	CHECK_INT(p.images.n, 0);
	CHECK_INT(p.price.minor, 500);
}

static void
an_edit_of_an_older_version_is_refused(void)
{
	struct product_write w = change(SPADE);
	struct product       p;

	prepare();
	w.version = 1;
	w.price = CENTS(500);
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.version, 2);
	w.price = CENTS(3000);
	w.stock = (struct stock_write){ 12, 10 };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_STALE);
	CHECK_INT(db_desk_remove(db, ID("b1"), SPADE, 1), ERR_STALE);
	CHECK_TEXT(owner("SELECT price || '|' || stock_quantity || '|' ||"
			 " version FROM products WHERE slug = 'garden-spade'"),
	    "5.00|10|2");
	w.version = INT_NONE;
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.price.minor, 3000);
}

static void
sales_leave_the_version_as_it_is(void)
{
	struct product p;
	struct uuid    order;

	prepare();
	order = order_pieces(SPADE, (struct uuid){ "" }, 4, CENTS(3000));
	CHECK_INT(db_stock_commit(db, order), ERR_OK);
	CHECK_INT(db_stock_release(db, order, (struct uuid){ "" }), ERR_OK);
	order_pieces(HOE, ID("d1"), 1, CENTS(1200));
	CHECK_INT(db_desk_get(db, ID("b1"), SPADE, &p), ERR_OK);
	CHECK_INT(p.version, 1);
	CHECK_INT(db_desk_get(db, ID("b1"), HOE, &p), ERR_OK);
	CHECK_INT(p.version, 1);
}

/* Ten pieces; a buyer orders four; the vendor saves the form of before. */
static void
a_form_restores_no_sold_stock(void)
{
	struct product_write w = change(SPADE);
	struct product       p;
	struct uuid          order;

	prepare();
	order = order_pieces(SPADE, (struct uuid){ "" }, 4, CENTS(3000));
	w.name = "Spade";
	w.stock = (struct stock_write){ 10, 10 };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, 6);
	w.stock = (struct stock_write){ 13, 10 };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, 9);
	CHECK_INT(db_stock_release(db, order, (struct uuid){ "" }), ERR_OK);
	CHECK_INT(stock_of("slug = 'garden-spade'"), 13);
}

static void
stock_is_set_or_changed_within_its_bounds(void)
{
	struct product_write w = change(SPADE);
	struct product       p;

	prepare();
	w.stock = (struct stock_write){ 7, INT_NONE };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, 7);
	w.stock = (struct stock_write){ 2, 10 };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_STOCK_CHANGED);
	w.stock = (struct stock_write){ 3, 10 };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, 0);
	w.stock = (struct stock_write){ STOCK_MAX, 0 };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, STOCK_MAX);
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_STOCK_CHANGED);
	w.stock = (struct stock_write){ INT_NONE, 10 };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, STOCK_MAX);
}

/* ---- variants ------------------------------------------------------------ */

static void
variants_restore_no_sold_stock(void)
{
	struct variant_write v[] = {
		variant(ID("d1"), "Short", "H-S", (struct stock_write){ 3, 3 }),
		variant(ID("d2"), "Long", "H-L", (struct stock_write)UNCHANGED),
	};
	LIST(variant_write)  variants = { v, 2, 2 };
	struct product_write w = change(HOE);
	struct product       p;
	struct uuid          order;

	prepare();
	w.variants = &variants;
	order = order_pieces(HOE, ID("d1"), 2, CENTS(1200));
	order_pieces(HOE, ID("d2"), 1, CENTS(1500));
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(variant_stock("H-S"), 1);
	CHECK_INT(variant_stock("H-L"), 3);
	CHECK_INT(p.stock_quantity, 4);
	CHECK_INT(db_stock_release(db, order, (struct uuid){ "" }), ERR_OK);
	CHECK_INT(stock_of("slug = 'hoe'"), 6);
	v[0].stock = (struct stock_write){ 0, 4 };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_STOCK_CHANGED);
	v[0].stock = (struct stock_write){ 9, INT_NONE };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, 12);
}

static void
a_product_with_variants_has_their_sum(void)
{
	struct product_write w = change(HOE);
	struct product       p;

	prepare();
	w.stock = (struct stock_write){ 100, 7 };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.stock_quantity, 7);
	CHECK_INT(p.variants.n, 2);
}

static void
variants_are_added_changed_and_removed(void)
{
	struct variant_write v[] = {
		variant(ID("d2"), "Longer", "H-L",
		    (struct stock_write)UNCHANGED),
		variant((struct uuid){ "" }, "Tiny", "H-T",
		    (struct stock_write){ 5, 5 }),
	};
	LIST(variant_write)  variants = { v, 2, 2 };
	struct product_write w = change(HOE);
	struct product       p;

	prepare();
	w.variants = &variants;
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.variants.n, 2);
	CHECK_TEXT(p.variants.items[0].name, "Longer");
	CHECK_INT(p.variants.items[1].stock_quantity, 5);
	CHECK_INT(p.stock_quantity, 9);
	v[0].id = ID("d1"); /* it is removed */
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_VARIANT_NOT_FOUND);
	variants.n = 0;
	w.stock = (struct stock_write){ 8, 9 };
	CHECK_INT(db_desk_edit(db, &w, &p), ERR_OK);
	CHECK_INT(p.variants.n, 0);
	CHECK_INT(p.stock_quantity, 8);
}

static void
a_sku_is_used_once_until_it_is_free(void)
{
	struct variant_write v = variant((struct uuid){ "" }, "S", "H-S",
	    (struct stock_write){ 2, INT_NONE });
	LIST(variant_write)  variants = { &v, 1, 1 };
	struct product_write w = rake(), drop = change(HOE);
	LIST(variant_write)  none = { 0 };
	struct product       p;

	prepare();
	w.variants = &variants;
	CHECK_INT(db_desk_add(db, &w, &p), ERR_SKU_TAKEN);
	drop.variants = &none;
	CHECK_INT(db_desk_edit(db, &drop, &p), ERR_OK);
	CHECK_INT(db_desk_add(db, &w, &p), ERR_OK);
}

/* ---- remove -------------------------------------------------------------- */

static void
a_removed_product_leaves_the_shop(void)
{
	struct product p;

	prepare();
	CHECK_INT(db_desk_remove(db, ID("b1"), SPADE, 1), ERR_OK);
	CHECK_INT(owner_int("SELECT count(*) FROM products WHERE is_listed"
			    " AND slug = 'garden-spade'"),
	    0);
	CHECK_INT(db_desk_get(db, ID("b1"), SPADE, &p), ERR_PRODUCT_NOT_FOUND);
	CHECK_INT(db_desk_remove(db, ID("b1"), SPADE, INT_NONE),
	    ERR_PRODUCT_NOT_FOUND);
}

/* ---- at once ------------------------------------------------------------- */

/* Half of them buy a piece, half add one by a form that showed 10. */
static enum err
buy_or_add(int i)
{
	struct reserve_item  item = { SPADE, { "" }, 1, CENTS(3000) };
	struct reserve_in    in = { uuid_new(), ID("e1"), { &item, 1, 1 } };
	struct product_write w = change(SPADE);
	struct reservation   r;
	struct product       p;
	LIST(refusal)        refused = { 0 };

	w.stock = (struct stock_write){ 11, 10 };
	return i % 2 ? db_desk_edit(db, &w, &p) :
		       db_stock_reserve(db, &in, DECIMAL(3000), &r, &refused);
}

static void
edits_and_sales_at_once_lose_no_piece(void)
{
	prepare();
	CHECK_INT(at_once(16, buy_or_add, url_of("DATABASE_URL_PRODUCTS"),
		      ERR_OK),
	    16);
	CHECK_INT(stock_of("slug = 'garden-spade'"), 10);
}

static enum err
edit_version_1(int i)
{
	struct product_write w = change(SPADE);
	struct product       p;

	w.version = 1;
	w.price = CENTS(100 + i);
	return db_desk_edit(db, &w, &p);
}

static void
one_of_many_edits_of_a_version_is_accepted(void)
{
	prepare();
	CHECK_INT(at_once(8, edit_version_1, url_of("DATABASE_URL_PRODUCTS"),
		      ERR_OK),
	    1);
}

static const struct test tests[] = {
	TEST(a_repeated_add_restores_no_stock),
	TEST(only_approved_vendors_write),
	TEST(only_what_is_given_changes),
	TEST(an_edit_of_an_older_version_is_refused),
	TEST(sales_leave_the_version_as_it_is),
	TEST(a_form_restores_no_sold_stock),
	TEST(stock_is_set_or_changed_within_its_bounds),
	TEST(variants_restore_no_sold_stock),
	TEST(a_product_with_variants_has_their_sum),
	TEST(variants_are_added_changed_and_removed),
	TEST(a_sku_is_used_once_until_it_is_free),
	TEST(a_removed_product_leaves_the_shop),
	TEST(edits_and_sales_at_once_lose_no_piece),
	TEST(one_of_many_edits_of_a_version_is_accepted),
	{ 0 },
};

int
main(void)
{
	return db_tests("desk_write", "PRODUCTS", tests);
}
