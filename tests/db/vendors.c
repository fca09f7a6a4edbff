/* SPDX-License-Identifier: ISC */
/*
 * vendors.c - shops from the application to the approval (db/products/vendors).
 */
#include "db/products/vendors.h"
#include "tests/db/shops.h"

static struct vendor
application(const char *user, const char *name)
{
	struct vendor v = { .id = uuid_new(),
		.email = "d@x",
		.business_name = name };

	memcpy(v.user_id.text, user, sizeof(v.user_id.text));
	return v;
}

static enum err
move(struct uuid id, enum vendor_status to, const char *reason, int64_t version,
    struct vendor *out)
{
	struct vendor_move m = { id, version, to, reason };

	return db_vendor_move(db, &m, out);
}

static enum err
edit(struct uuid user, int64_t version, const char *name, const char *text,
    struct vendor *out)
{
	struct vendor_change c = { user, version, name, text };

	return db_vendor_edit(db, &c, out);
}

static void
a_user_applies_once(void)
{
	struct vendor v = application(ID("b1").text, "Again");

	prepare();
	CHECK_INT(db_vendor_add(db, &v), ERR_VENDOR_EXISTS);
	v = application(ID("b9").text, "Shop D");
	CHECK_INT(db_vendor_add(db, &v), ERR_OK);
	CHECK_TEXT(v.slug, "shop-d");
	CHECK_INT(v.status, VENDOR_PENDING);
	CHECK_INT(v.version, 1);
	CHECK_INT(owner_int("SELECT count(*) FROM outbox"
			    " WHERE name = 'vendor.applied'"),
	    1);
}

static void
shops_with_equal_names_get_different_slugs(void)
{
	struct vendor v = application(ID("b8").text, "Shop A");

	prepare();
	CHECK_INT(db_vendor_add(db, &v), ERR_OK);
	CHECK_HAS(v.slug, "shop-a-");
	v = application(ID("b9").text, "Register");
	CHECK_INT(db_vendor_add(db, &v), ERR_OK);
	CHECK_HAS(v.slug, "register-");
}

static void
a_vendor_moves_only_where_its_state_allows(void)
{
	struct vendor v;

	prepare();
	CHECK_INT(move(ID("a1"), VENDOR_REJECTED, NULL, INT_NONE, &v),
	    ERR_VENDOR_STATE);
	CHECK_INT(move(ID("a1"), VENDOR_APPROVED, NULL, INT_NONE, &v),
	    ERR_VENDOR_STATE);
	CHECK_INT(move(ID("a3"), VENDOR_SUSPENDED, NULL, INT_NONE, &v),
	    ERR_VENDOR_STATE);
	CHECK_INT(move(ID("a1"), VENDOR_PENDING, NULL, INT_NONE, &v),
	    ERR_VENDOR_STATE);
	CHECK_INT(move(ID("a3"), VENDOR_REJECTED, "No", INT_NONE, &v), ERR_OK);
	CHECK_TEXT(v.reason, "No");
	CHECK_INT(move(ID("a7"), VENDOR_APPROVED, NULL, INT_NONE, &v),
	    ERR_VENDOR_NOT_FOUND);
	CHECK_INT(owner_int("SELECT count(*) FROM outbox"
			    " WHERE name = 'vendor.rejected'"
			    "  AND payload ->> 'reason' = 'No'"),
	    1);
}

static void
a_suspended_vendor_sells_nothing(void)
{
	struct vendor v;
	const char   *listed = "SELECT count(*) FROM products WHERE is_listed";

	prepare();
	CHECK_INT(owner_int(listed), 4);
	CHECK_INT(move(ID("a1"), VENDOR_SUSPENDED, "x", INT_NONE, &v), ERR_OK);
	CHECK_INT(owner_int(listed), 1);
	CHECK_INT(move(ID("a1"), VENDOR_APPROVED, NULL, INT_NONE, &v), ERR_OK);
	CHECK_INT(owner_int(listed), 4);
}

static void
a_decision_on_an_older_version_is_refused(void)
{
	struct vendor v;

	prepare();
	CHECK_INT(db_vendor_get(db, ID("a3"), &v), ERR_OK);
	CHECK_INT(v.version, 1);
	CHECK_INT(edit(ID("b3"), INT_NONE, "Shop X", NULL, &v), ERR_OK);
	CHECK_INT(v.version, 2);
	CHECK_INT(move(ID("a3"), VENDOR_APPROVED, NULL, 1, &v), ERR_STALE);
	CHECK_INT(owner_int("SELECT count(*) FROM outbox"), 0);
	CHECK_INT(move(ID("a3"), VENDOR_APPROVED, NULL, 2, &v), ERR_OK);
	CHECK_INT(v.version, 3);
	CHECK_INT(db_vendor_get(db, ID("a7"), &v), ERR_VENDOR_NOT_FOUND);
}

static void
an_edit_of_an_older_version_is_refused(void)
{
	struct vendor v;

	prepare();
	CHECK_INT(edit(ID("b1"), 1, "Shop One", NULL, &v), ERR_OK);
	CHECK_TEXT(v.business_name, "Shop One");
	CHECK(v.description == NULL);
	CHECK_INT(v.version, 2);
	CHECK_INT(edit(ID("b1"), 1, "Shop A", "Old.", &v), ERR_STALE);
	CHECK_INT(db_vendor_of_user(db, ID("b1"), &v), ERR_OK);
	CHECK_TEXT(v.business_name, "Shop One");
	CHECK_INT(edit(ID("b1"), INT_NONE, NULL, "New.", &v), ERR_OK);
	CHECK_TEXT(v.description, "New.");
	CHECK_INT(edit(ID("b9"), INT_NONE, "X", NULL, &v),
	    ERR_VENDOR_NOT_FOUND);
	CHECK_INT(edit(ID("b9"), 1, "X", NULL, &v), ERR_STALE);
	CHECK_INT(db_vendor_of_user(db, ID("b9"), &v), ERR_VENDOR_NOT_FOUND);
}

static void
a_new_name_reaches_the_products(void)
{
	struct vendor v;

	prepare();
	CHECK_INT(edit(ID("b2"), INT_NONE, "Rakes", NULL, &v), ERR_OK);
	CHECK_TEXT(owner("SELECT vendor_name || version FROM products"
			 " WHERE slug = 'copper-rake'"),
	    "Rakes1");
}

static void
vendors_are_listed_and_counted_by_state(void)
{
	const struct slice   one = { .limit = 1, .offset = 1 };
	const struct slice   ten = { .limit = 10 };
	struct vendor_counts n;
	LIST(vendor)         list;

	prepare();
	CHECK_INT(db_vendor_list(db, -1, &ten, &list), ERR_OK);
	CHECK_INT(list.n, 3);
	CHECK_INT(db_vendor_list(db, VENDOR_APPROVED, &one, &list), ERR_OK);
	CHECK_INT(list.n, 1);
	CHECK_TEXT(list.items[0].business_name, "Shop B");
	CHECK_INT(db_vendor_counts(db, &n), ERR_OK);
	CHECK_INT(n.pending, 1);
	CHECK_INT(n.approved, 2);
	CHECK_INT(n.rejected, 0);
	CHECK_INT(n.suspended, 0);
}

static void
visitors_see_approved_shops(void)
{
	const struct slice after = { .key = "Shop A",
		.id = ID("a1"),
		.limit = 10 };
	const struct slice ten = { .limit = 10 };
	LIST(shop)         list;
	struct shop        s;

	prepare();
	owner("UPDATE products SET images = '[\"/media/rake.webp\"]'"
	      " WHERE slug = 'copper-rake'");
	CHECK_INT(db_shop_list(db, &ten, &list), ERR_OK);
	CHECK_INT(list.n, 2);
	CHECK_TEXT(list.items[0].slug, "shop-a");
	CHECK_INT(list.items[0].product_count, 3);
	CHECK_INT(db_shop_list(db, &after, &list), ERR_OK);
	CHECK_INT(list.n, 1);
	CHECK_INT(list.items[0].images.n, 1);
	CHECK_TEXT(list.items[0].images.items[0], "/media/rake.webp");
	CHECK_INT(db_shop_get(db, "shop-b", &s), ERR_OK);
	CHECK_INT(db_shop_get(db, s.id.text, &s), ERR_OK);
	CHECK_INT(db_shop_get(db, "shop-c", &s), ERR_VENDOR_NOT_FOUND);
}

static const struct test tests[] = {
	TEST(a_user_applies_once),
	TEST(shops_with_equal_names_get_different_slugs),
	TEST(a_vendor_moves_only_where_its_state_allows),
	TEST(a_suspended_vendor_sells_nothing),
	TEST(a_decision_on_an_older_version_is_refused),
	TEST(an_edit_of_an_older_version_is_refused),
	TEST(a_new_name_reaches_the_products),
	TEST(vendors_are_listed_and_counted_by_state),
	TEST(visitors_see_approved_shops),
	{ 0 },
};

int
main(void)
{
	return db_tests("vendors", "PRODUCTS", tests);
}
