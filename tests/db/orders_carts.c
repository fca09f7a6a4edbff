/* SPDX-License-Identifier: ISC */
/*
 * orders_carts.c - carts of users and of guests, and what a checkout takes out.
 */
#include "db/orders/cart/carts.h"
#include "tests/db/some_orders.h"

static const struct cart_owner guest = { { "" }, "hash-1" };

static struct cart_owner
user(int n)
{
	return (struct cart_owner){ buyer_id(n), NULL };
}

static struct cart_line
line_of(int product, int64_t quantity)
{
	return (struct cart_line){ .id = uuid_new(),
		.product_id = seller_id(product),
		.quantity = quantity,
		.price = CENTS(100 * product),
		.name = arena_printf(ta, "Thing %d", product) };
}

/* Add to what is there; at most 9 pieces are in stock. */
static enum err
add(struct cart_owner o, int product, int64_t quantity)
{
	struct cart_line l = line_of(product, quantity);
	struct cart_rows rows;

	CHECK_INT(db_cart_rows(db, o, &rows), ERR_OK);
	return db_cart_line_add(db, o, &l, 9, &rows);
}

/* "2 x Thing 1, 1 x Thing 2, " */
static const char *
cart_text(struct cart_owner o)
{
	struct cart_rows rows;
	const char      *text = "";

	CHECK_INT(db_cart_rows(db, o, &rows), ERR_OK);
	for (size_t i = 0; i < rows.lines.n; i++)
		text = arena_printf(ta, "%s%d x %s, ", text,
		    (int)rows.lines.items[i].quantity,
		    rows.lines.items[i].name);
	return text;
}

static struct cart_rows
cart_now(struct cart_owner o)
{
	struct cart_rows rows;

	CHECK_INT(db_cart_rows(db, o, &rows), ERR_OK);
	return rows;
}

static void
a_cart_comes_into_being_with_its_first_line(void)
{
	orders_clear();
	CHECK(!uuid_given(cart_now(user(1)).id));
	CHECK_INT(add(user(1), 1, 2), ERR_OK);
	CHECK_INT(add(user(1), 2, 1), ERR_OK);
	CHECK_INT(add(user(1), 1, 3), ERR_OK);
	CHECK_TEXT(cart_text(user(1)), "5 x Thing 1, 1 x Thing 2, ");
	CHECK_INT(add(guest, 3, 1), ERR_OK);
	CHECK_TEXT(cart_text(guest), "1 x Thing 3, ");
	CHECK_TEXT(cart_text(user(2)), "");
	CHECK_INT(owner_int("SELECT count(*) FROM carts"), 2);
}

static void
an_empty_cart_has_an_id(void)
{
	struct uuid id, again;

	orders_clear();
	CHECK_INT(db_cart_of_user(db, buyer_id(1), &id), ERR_OK);
	CHECK_INT(db_cart_of_user(db, buyer_id(1), &again), ERR_OK);
	CHECK_TEXT(again.text, id.text);
	CHECK_TEXT(cart_now(user(1)).id.text, id.text);
	CHECK_INT(cart_now(user(1)).lines.n, 0);
}

static void
a_cart_never_holds_more_than_there_is(void)
{
	orders_clear();
	CHECK_INT(add(user(1), 1, 10), ERR_OUT_OF_STOCK);
	CHECK_TEXT(cart_text(user(1)), "");
	CHECK_INT(add(user(1), 1, 9), ERR_OK);
	CHECK_INT(add(user(1), 1, 1), ERR_OUT_OF_STOCK);
	CHECK_TEXT(cart_text(user(1)), "9 x Thing 1, ");
}

static void
a_cart_has_a_number_of_lines(void)
{
	orders_clear();
	for (int i = 1; i <= CART_LINES_MAX; i++)
		CHECK_INT(add(user(1), i, 1), ERR_OK);
	CHECK_INT(add(user(1), CART_LINES_MAX + 1, 1), ERR_CART_FULL);
	CHECK_INT(add(user(1), 1, 1), ERR_OK);
	CHECK_INT(cart_now(user(1)).lines.n, CART_LINES_MAX);
}

/* A product, and one of its variants, are two lines. */
static void
variants_have_lines_of_their_own(void)
{
	struct cart_line l = line_of(1, 1);
	struct cart_rows rows;

	orders_clear();
	CHECK_INT(add(user(1), 1, 1), ERR_OK);
	l.variant_id = seller_id(50);
	rows = cart_now(user(1));
	CHECK_INT(db_cart_line_add(db, user(1), &l, 9, &rows), ERR_OK);
	l.id = uuid_new();
	CHECK_INT(db_cart_line_add(db, user(1), &l, 9, &rows), ERR_OK);
	CHECK_TEXT(cart_text(user(1)), "1 x Thing 1, 2 x Thing 1, ");
	CHECK_INT(rows.lines.n, 2);
}

static void
lines_are_changed_and_removed_by_their_owner(void)
{
	struct cart_rows rows, mine;
	struct uuid      id;

	orders_clear();
	add(user(1), 1, 2);
	add(user(1), 2, 1);
	rows = cart_now(user(1));
	id = rows.lines.items[0].id;
	CHECK_INT(db_cart_line_edit(db, user(2), id, 5, &mine),
	    ERR_CART_ITEM_NOT_FOUND);
	CHECK_INT(db_cart_line_remove(db, guest, id, &mine),
	    ERR_CART_ITEM_NOT_FOUND);
	CHECK_INT(db_cart_line_edit(db, user(1), id, 5, &mine), ERR_OK);
	CHECK_INT(mine.lines.n, 2);
	CHECK_TEXT(mine.id.text, rows.id.text);
	CHECK_TEXT(cart_text(user(1)), "5 x Thing 1, 1 x Thing 2, ");
	CHECK_INT(db_cart_line_remove(db, user(1), id, &mine), ERR_OK);
	CHECK_INT(mine.lines.n, 1);
	CHECK_INT(db_cart_line_remove(db, user(1), id, &mine),
	    ERR_CART_ITEM_NOT_FOUND);
	CHECK_TEXT(cart_text(user(1)), "1 x Thing 2, ");
}

static void
what_was_shown_is_kept(void)
{
	struct cart_rows rows;

	orders_clear();
	add(user(1), 1, 2);
	rows = cart_now(user(1));
	rows.lines.items[0].price = CENTS(777);
	rows.lines.items[0].name = "Renamed";
	CHECK_INT(db_cart_lines_shown(db, rows.id, &rows.lines), ERR_OK);
	CHECK_TEXT(cart_text(user(1)), "2 x Renamed, ");
	CHECK_INT(cart_now(user(1)).lines.items[0].price.minor, 777);
	/* Of another cart nothing is changed. */
	rows.lines.items[0].name = "Not mine";
	CHECK_INT(db_cart_lines_shown(db, uuid_new(), &rows.lines), ERR_OK);
	CHECK_TEXT(cart_text(user(1)), "2 x Renamed, ");
}

static void
pieces_of_user_and_guest_are_counted_together(void)
{
	struct cart_owner both = { buyer_id(1), "hash-1" };
	int64_t           n = -1;

	orders_clear();
	CHECK_INT(db_cart_count(db, both, &n), ERR_OK);
	CHECK_INT(n, 0);
	add(user(1), 1, 2);
	add(guest, 1, 3);
	add(guest, 2, 1);
	CHECK_INT(db_cart_count(db, both, &n), ERR_OK);
	CHECK_INT(n, 6);
	CHECK_INT(db_cart_count(db, guest, &n), ERR_OK);
	CHECK_INT(n, 4);
}

static void
a_guests_cart_becomes_the_users(void)
{
	orders_clear();
	add(user(1), 1, 2);
	add(guest, 1, 3);
	add(guest, 2, 1);
	CHECK_INT(db_cart_merge(db, buyer_id(1), "hash-1"), ERR_OK);
	CHECK_TEXT(cart_text(user(1)), "5 x Thing 1, 1 x Thing 2, ");
	CHECK_TEXT(cart_text(guest), "");
	CHECK_INT(db_cart_merge(db, buyer_id(1), "hash-1"), ERR_OK);
	CHECK_TEXT(cart_text(user(1)), "5 x Thing 1, 1 x Thing 2, ");
	CHECK_INT(owner_int("SELECT count(*) FROM carts"), 1);
}

static void
a_merged_cart_keeps_its_bounds(void)
{
	orders_clear();
	for (int i = 1; i < CART_LINES_MAX; i++)
		add(user(1), i, 1);
	add(guest, 201, 1);
	add(guest, 202, 1);
	add(guest, 7, 2);
	CHECK_INT(db_cart_merge(db, buyer_id(1), "hash-1"), ERR_OK);
	CHECK_INT(cart_now(user(1)).lines.n, CART_LINES_MAX);
	CHECK_HAS(cart_text(user(1)), "3 x Thing 7,");
	CHECK_HAS(cart_text(user(1)), "Thing 201");
	CHECK_LACKS(cart_text(user(1)), "Thing 202");
}

static void
a_merged_line_keeps_its_bound(void)
{
	orders_clear();
	add(user(1), 1, 9);
	add(guest, 1, 9);
	owner("UPDATE cart_items SET quantity = 900");
	CHECK_INT(db_cart_merge(db, buyer_id(1), "hash-1"), ERR_OK);
	CHECK_INT(cart_now(user(1)).lines.items[0].quantity, CART_PIECES_MAX);
}

/* ---- checkout ------------------------------------------------------------ */

static void
a_checkout_takes_the_lines_as_they_were_read(void)
{
	struct cart_rows rows, changed;
	int64_t          taken = -1;

	orders_clear();
	add(user(1), 1, 2);
	add(user(1), 2, 1);
	rows = cart_now(user(1));
	CHECK_INT(db_cart_line_edit(db, user(1), rows.lines.items[0].id, 3,
		      &changed),
	    ERR_OK);
	add(user(1), 3, 1);
	CHECK_INT(db_cart_lines_take(db, rows.id, &rows.lines, &taken), ERR_OK);
	CHECK_INT(taken, 1);
	CHECK_TEXT(cart_text(user(1)), "3 x Thing 1, 1 x Thing 3, ");
	CHECK_INT(db_cart_lines_take(db, uuid_new(), &changed.lines, &taken),
	    ERR_OK);
	CHECK_INT(taken, 0);
}

static struct cart_rows shared;

static enum err
take_shared(int i)
{
	int64_t  taken = -1;
	enum err e = db_cart_lines_take(db, shared.id, &shared.lines, &taken);

	(void)i;
	return e != ERR_OK ? e : taken == 2 ? ERR_OK : ERR_CART_EMPTY;
}

static void
of_many_checkouts_at_once_one_takes_the_cart(void)
{
	orders_clear();
	add(user(1), 1, 2);
	add(user(1), 2, 1);
	shared = cart_now(user(1));
	CHECK_INT(at_once(8, take_shared, url_of("DATABASE_URL_ORDERS"),
		      ERR_OK),
	    1);
	CHECK_TEXT(cart_text(user(1)), "");
}

static enum err
add_one(int i)
{
	(void)i;
	return add(user(1), 1, 1);
}

static void
of_many_windows_at_once_all_add_up_to_the_stock(void)
{
	orders_clear();
	CHECK_INT(at_once(12, add_one, url_of("DATABASE_URL_ORDERS"), ERR_OK),
	    9);
	CHECK_TEXT(cart_text(user(1)), "9 x Thing 1, ");
	CHECK_INT(owner_int("SELECT count(*) FROM carts"), 1);
}

static const struct test tests[] = {
	TEST(a_cart_comes_into_being_with_its_first_line),
	TEST(an_empty_cart_has_an_id),
	TEST(a_cart_never_holds_more_than_there_is),
	TEST(a_cart_has_a_number_of_lines),
	TEST(variants_have_lines_of_their_own),
	TEST(lines_are_changed_and_removed_by_their_owner),
	TEST(what_was_shown_is_kept),
	TEST(pieces_of_user_and_guest_are_counted_together),
	TEST(a_guests_cart_becomes_the_users),
	TEST(a_merged_cart_keeps_its_bounds),
	TEST(a_merged_line_keeps_its_bound),
	TEST(a_checkout_takes_the_lines_as_they_were_read),
	TEST(of_many_checkouts_at_once_one_takes_the_cart),
	TEST(of_many_windows_at_once_all_add_up_to_the_stock),
	{ 0 },
};

int
main(void)
{
	return db_tests("orders_carts", "ORDERS", tests);
}
