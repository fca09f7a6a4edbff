/* SPDX-License-Identifier: ISC */
/*
 * categories.c - the tree of categories (db/products/categories).
 */
#include "db/products/categories.h"
#include "tests/db/shops.h"

static enum err
edit(struct category_change c, struct category *out)
{
	return db_category_edit(db, &c, out);
}

static void
no_category_is_below_itself(void)
{
	struct category_change down = { .id = ID("c1"),
		.parent_id = ID("c2"),
		.version = INT_NONE };
	struct category_change self = { .id = ID("c1"),
		.parent_id = ID("c1"),
		.version = INT_NONE };
	struct category_change lost = { .id = ID("c1"),
		.parent_id = ID("c9"),
		.version = INT_NONE };
	struct category_change up = { .id = ID("c2"),
		.version = INT_NONE,
		.to_top = true };
	struct category        c;

	prepare();
	CHECK_INT(edit(down, &c), ERR_CATEGORY_CYCLE);
	CHECK_INT(edit(self, &c), ERR_CATEGORY_CYCLE);
	CHECK_INT(edit(lost, &c), ERR_CATEGORY_NOT_FOUND);
	CHECK_INT(edit(up, &c), ERR_OK);
	CHECK(!uuid_given(c.parent_id));
	CHECK_INT(edit(down, &c), ERR_OK);
	CHECK_TEXT(c.parent_id.text, ID("c2").text);
}

static void
an_edit_of_an_older_version_is_refused(void)
{
	struct category_change change = { .id = ID("c3"),
		.version = 1,
		.name = "Bulbs",
		.slug = "bulbs" };
	struct category        c;

	prepare();
	CHECK_INT(edit(change, &c), ERR_OK);
	CHECK_TEXT(c.slug, "bulbs");
	CHECK_INT(c.version, 2);
	change.name = "Seeds";
	CHECK_INT(edit(change, &c), ERR_STALE);
	CHECK_INT(db_category_get(db, ID("c3"), &c), ERR_OK);
	CHECK_TEXT(c.name, "Bulbs");
	CHECK_INT(db_category_remove(db, ID("c3"), 1), ERR_STALE);
	change.id = ID("c9");
	CHECK_INT(edit(change, &c), ERR_CATEGORY_NOT_FOUND);
	CHECK_INT(db_category_get(db, ID("c9"), &c), ERR_CATEGORY_NOT_FOUND);
}

static void
a_new_name_reaches_the_products(void)
{
	struct category_change change = { .id = ID("c1"),
		.version = INT_NONE,
		.name = "Gear",
		.slug = "gear" };
	struct category        c;

	prepare();
	CHECK_INT(edit(change, &c), ERR_OK);
	CHECK_TEXT(owner("SELECT category_name || category_slug || version"
			 " FROM products WHERE slug = 'copper-rake'"),
	    "Geargear1");
}

static void
a_category_in_use_stays(void)
{
	prepare();
	CHECK_INT(db_category_remove(db, ID("c1"), INT_NONE),
	    ERR_CATEGORY_IN_USE);
	CHECK_INT(db_category_remove(db, ID("c3"), INT_NONE),
	    ERR_CATEGORY_IN_USE);
	owner("UPDATE products SET category_id = NULL"
	      " WHERE slug = 'tomato-seeds'");
	CHECK_INT(db_category_remove(db, ID("c3"), 1), ERR_OK);
	CHECK_INT(db_category_remove(db, ID("c3"), INT_NONE),
	    ERR_CATEGORY_NOT_FOUND);
	CHECK_INT(db_category_named(ERR_CATEGORY_IN_USE),
	    ERR_CATEGORY_NOT_FOUND);
}

static void
a_slug_is_used_once(void)
{
	struct category c = { .id = ID("c5"),
		.name = "Tools",
		.slug = "tools" };

	prepare();
	CHECK_INT(db_category_add(db, &c), ERR_SLUG_TAKEN);
	c.slug = "more-tools";
	c.parent_id = ID("c9");
	CHECK_INT(db_category_add(db, &c), ERR_CATEGORY_NOT_FOUND);
	c.parent_id = ID("c1");
	CHECK_INT(db_category_add(db, &c), ERR_OK);
	CHECK_INT(c.version, 1);
}

static void
the_tree_lists_children_after_parents(void)
{
	LIST(category)     all;
	LIST(category_top) tops;

	prepare();
	owner("UPDATE products SET images = '[\"/media/rake.webp\"]'"
	      " WHERE slug = 'copper-rake'");
	CHECK_INT(db_category_list(db, &all), ERR_OK);
	CHECK_INT(all.n, 3);
	CHECK_TEXT(all.items[1].slug, "tools");
	CHECK_INT(all.items[1].listed, 3);
	CHECK_INT(all.items[1].version, 1);
	CHECK_TEXT(all.items[2].slug, "spades");
	CHECK_INT(all.items[2].depth, 1);
	CHECK_INT(all.items[2].listed, 1);
	CHECK_INT(db_category_tops(db, &tops), ERR_OK);
	CHECK_INT(tops.n, 2);
	CHECK_TEXT(tops.items[1].slug, "tools");
	CHECK_TEXT(tops.items[1].image, "/media/rake.webp");
	CHECK_INT(tops.items[1].children.n, 1);
	CHECK_TEXT(tops.items[1].children.items[0].name, "Spades");
}

static const struct test tests[] = {
	TEST(no_category_is_below_itself),
	TEST(an_edit_of_an_older_version_is_refused),
	TEST(a_new_name_reaches_the_products),
	TEST(a_category_in_use_stays),
	TEST(a_slug_is_used_once),
	TEST(the_tree_lists_children_after_parents),
	{ 0 },
};

int
main(void)
{
	return db_tests("categories", "PRODUCTS", tests);
}
