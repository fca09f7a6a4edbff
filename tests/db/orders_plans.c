/* SPDX-License-Identifier: ISC */
/*
 * orders_plans.c - every query of db/orders reads by an index, and no more
 * rows than its page shows, however many orders there are.
 */
#include "db/orders/pages/order_lists.h"
#include "tests/db/plans.h"
#include "tests/db/some_orders.h"

#define N "current_setting('farm.orders')::integer"
#define ID(kind, n)                                                      \
	"('00000000-0000-7000-8000-" kind "' || lpad((" n ")::text, 10," \
	" '0'))::uuid"

/* All of one vendor.  Of the rare states there are only the oldest orders. */
static const char orders_sql[] =
    "INSERT INTO orders (id, order_number, user_id, email, status, currency,"
    "  subtotal_amount, shipping_amount, tax_amount, total_amount,"
    "  shipping_address, billing_address, payment_method, created_at)"
    " SELECT " ID("06",
	"n") ", 'F-26-' || lpad(upper(to_hex(n)), 6, '0'), " ID("01",
	"n % 50") ", 'buyer' || n % 50 || '@example.com',"
		  "  CASE WHEN n <= 3 THEN 'PENDING' WHEN n <= 6 THEN "
		  "'REFUNDED'"
		  "   WHEN n <= 9 THEN 'CONFIRMED' WHEN n <= 12 THEN "
		  "'PROCESSING'"
		  "   WHEN n % 20 = 0 THEN 'CANCELLED' ELSE 'DELIVERED' END, "
		  "'USD',"
		  "  10.00, 4.90, 0.00, 14.90, '{\"line1\": \"Lane\"}', '{}', "
		  "'STRIPE',"
		  "  now() - (" N " - n) * interval '10 minutes'"
		  " FROM generate_series(1, " N ") n";

static const char parts_sql[] =
    "INSERT INTO parcels (order_id, vendor_id, vendor_user_id, vendor_name,"
    "  status, items_amount, shipping_amount, tax_amount, created_at)"
    " SELECT id, " ID("02", "0") ", " ID("03",
	"0") ", 'Seller', status, 10.00,"
	     "  4.90, 0.00, created_at FROM orders;"
	     "INSERT INTO order_items (id, order_id, vendor_id, position, "
	     "product_id,"
	     "  name, quantity, price, total_price)"
	     " SELECT " ID("07", "n") ", " ID("06", "n") ", " ID("02",
		 "0") ", 1, " ID("04",
		 "1") ", 'Thing', 1, 10.00, 10.00 FROM generate_series(1, " N
		      ") n;"
		      "INSERT INTO order_steps (order_id, vendor_id, status)"
		      " SELECT order_id, vendor_id, status FROM parcels";

static const char carts_sql[] =
    "INSERT INTO carts (id, user_id) SELECT " ID("10", "n") ", " ID("01",
	"n") " FROM generate_series(0, 2000) n;"
	     "INSERT INTO carts (id, token_hash) SELECT " ID("11",
		 "n") ", 'hash' || n FROM generate_series(0, 2000) n;"
		      "INSERT INTO cart_items (id, cart_id, product_id, "
		      "quantity, price)"
		      " SELECT " ID("12", "n * 10 + k") ", c.id, " ID("04",
			  "k") ", 1, 10"
			       " FROM (SELECT id, row_number() OVER () AS n "
			       "FROM carts) c,"
			       "  generate_series(1, 3) k";

static void
prepare(void)
{
	const char *n = getenv("ORDERS");

	orders_clear();
	owner(arena_printf(ta, "SELECT set_config('farm.orders', '%s', false)",
	    n != NULL ? n : "4000"));
	owner("SET statement_timeout = 0");
	/* One transaction: the parts of an order have to add up. */
	owner(arena_printf(ta, "%s;%s", orders_sql, parts_sql));
	owner(carts_sql);
	owner("VACUUM ANALYZE orders, parcels, order_items, order_steps,"
	      " carts, cart_items, order_tallies, sales_tallies");
}

#define OID(kind, n) "'00000000-0000-7000-8000-" kind "000000" n "'"
#define BUYER        OID("01", "0007")
#define SELLER       OID("02", "0000")
#define SELLER_USER  OID("03", "0000")
#define ORDER        OID("06", "0007")
#define CART         OID("10", "0007")
#define CART_LINE    OID("12", "0071")
#define PRODUCT      OID("04", "0002")
#define NEW          OID("ff", "0001")
#define SHOP         "'00000000-0000-0000-0000-000000000000'"
#define ALL_STATES                                                             \
	"'{PENDING,CONFIRMED,PROCESSING,SHIPPED,DELIVERED,CANCELLED,REFUNDED}" \
	"'"
#define FIRST_PAGE "NULL, NULL, 0, 21"
#define ADDRESS    "'{\"line1\": \"Lane\"}'"

/* Rows of a page; a list of all states reads as many of each. */
#define PAGE_ROWS 21
#define STATES    7

static const struct plan plans[] = {
	/* carts */
	{ "sql_cart_lines", BUYER ", NULL", 10 },
	{ "sql_cart_of_user", NEW ", " BUYER, 2 },
	{ "sql_cart_lock", BUYER, 2 },
	{ "sql_cart_of_guest", NEW ", 'hash7'", 2 },
	{ "sql_cart_count", BUYER ", 'hash7'", 20 },
	{ "sql_cart_line_add",
	    BUYER ", NULL, " NEW ", " NEW ", NULL, 1, 10, 'Thing', 9, 100",
	    20 },
	{ "sql_cart_line_edit", BUYER ", NULL, " CART_LINE ", 2", 10 },
	{ "sql_cart_line_remove", BUYER ", NULL, " CART_LINE, 10 },
	{ "sql_cart_lines_shown",
	    CART ", '[{\"id\": "
		 "\"00000000-0000-7000-8000-120000000071\","
		 " \"price\": 9}]'",
	    10 },
	{ "sql_cart_lines_take",
	    CART ", '[{\"id\": "
		 "\"00000000-0000-7000-8000-120000000071\","
		 " \"quantity\": 1}]'",
	    10 },
	{ "sql_cart_move_lines", BUYER ", 'hash7', 100, 999", 50 },
	{ "sql_cart_drop_guest", "'hash7'", 10 },
	/* one order */
	{ "sql_order_get", ORDER ", NULL", 10 },
	{ "sql_order_of_vendor", ORDER ", " SELLER_USER, 10 },
	{ "sql_parcel_list", ORDER, 2 },
	{ "sql_order_steps", ORDER, 2 },
	{ "sql_last_address", BUYER, 2 },
	{ "sql_order_add",
	    NEW ", 'F-1', " BUYER
		", 'a@x', 'USD', 10.00, 0.00, 0.00, 10.00, " ADDRESS
		", " ADDRESS ", 'STRIPE'",
	    0 },
	{ "sql_parcels_add", ORDER ", '[]'", 0 },
	{ "sql_items_add", ORDER ", '[]'", 0 },
	{ "sql_order_lock", ORDER, 2 },
	{ "sql_order_move", ORDER ", 'PROCESSING'", 2 },
	{ "sql_parcels_move", ORDER ", 'PROCESSING', '{}'", 2 },
	{ "sql_steps_add", ORDER ", 'PROCESSING', '{}', NULL, NULL, NULL", 0 },
	{ "sql_order_paid", ORDER ", " NEW, 2 },
	{ "sql_refund_add", ORDER ", " NEW ", 1", 0 },
	{ "sql_order_refunded", ORDER, 4 },
	{ "sql_orders_unpaid", "1000, 10", 10 },
	/* lists */
	{ "sql_order_list", BUYER ", " FIRST_PAGE, PAGE_ROWS },
	{ "sql_order_total", BUYER, 1 },
	{ "sql_vendor_order_list", SELLER_USER ", " FIRST_PAGE ", " ALL_STATES,
	    PAGE_ROWS *(STATES + 1) },
	{ "sql_all_order_list", FIRST_PAGE ", " ALL_STATES, PAGE_ROWS *STATES },
	{ "sql_order_search", "'{REFUNDED}', 'f-26-', " FIRST_PAGE, PAGE_ROWS },
	{ "sql_order_search_total", "'{REFUNDED}', 'f-26-'", PAGE_ROWS },
	{ "sql_listed_items", "ARRAY[" ORDER "::uuid], NULL", 4 },
	/* counters: rows of a counter, of each state or day */
	{ "sql_order_counts", SHOP, 7 * 2 },
	{ "sql_sales", SHOP ", 60", 60 * 2 },
	/* of this file */
	{ "sql_test_filter", NULL, 0 },
	{ "sql_test_whole", NULL, 0 },
	{ 0 },
};

static void
no_query_reads_more_than_its_page(void)
{
	prepare();
	plans_check(plans);
}

/* Of a state that is rare, and of one page. */
static void
a_filter_reads_its_page_only(void)
{
	prepare();
	CHECK_INT(plan_rows("sql_vendor_order_list",
		      SELLER_USER ", " FIRST_PAGE ", '{REFUNDED}'"),
	    3 + 3);
	CHECK_INT(plan_rows("sql_vendor_order_list",
		      SELLER_USER ", " FIRST_PAGE ", '{DELIVERED}'"),
	    PAGE_ROWS + PAGE_ROWS);
	CHECK_INT(plan_rows("sql_all_order_list", FIRST_PAGE ", '{REFUNDED}'"),
	    3);
	CHECK_INT(plan_rows("sql_all_order_list", FIRST_PAGE ", '{DELIVERED}'"),
	    PAGE_ROWS);
}

/* More orders match than a search may show. */
static void
a_search_stops_at_its_limit(void)
{
	static const char values[] = ALL_STATES ", 'f-26-', " FIRST_PAGE;
	int               rows;

	prepare();
	rows = plan_rows("sql_order_search", values);
	CHECK(rows >= ORDERS_FOUND_MAX && rows < 3 * ORDERS_FOUND_MAX);
}

/* What the check above is worth: it notices what a page must not do. */
QUERY(sql_test_filter, .sql =
    "SELECT id FROM orders WHERE ($1::text IS NULL OR status = $1)"
    " ORDER BY created_at DESC, id DESC LIMIT 1");
QUERY(sql_test_whole, .sql = "SELECT max(subtotal_amount) FROM orders");

static void
a_filter_without_an_index_is_noticed(void)
{
	prepare();
	CHECK(plan_rows("sql_test_filter", "'REFUNDED'") > 1000);
	CHECK_INT(plan_rows("sql_test_whole", ""), PLAN_WHOLE_TABLE);
}

static const struct test tests[] = {
	TEST(no_query_reads_more_than_its_page),
	TEST(a_filter_reads_its_page_only),
	TEST(a_search_stops_at_its_limit),
	TEST(a_filter_without_an_index_is_noticed),
	{ 0 },
};

int
main(void)
{
	return db_tests("orders_plans", "ORDERS", tests);
}
