/* SPDX-License-Identifier: ISC */
/*
 * orders_lists.c - lists, counters and sales: pages, filters, and counters that
 * equal what they count.
 */
#include "db/orders/pages/order_lists.h"
#include "db/orders/pages/order_read.h"
#include "db/orders/pages/sales.h"
#include "tests/db/some_orders.h"

#define URL "DATABASE_URL_ORDERS"

static const struct slice all = { .limit = 100 };

/* "2 1 | 2": the buyers of the listed orders, then the total. */
static const char *
listed(const LIST(order) *orders, int64_t total)
{
	const char *text = "";

	for (size_t i = 0; i < orders->n; i++)
		text = arena_printf(ta, "%s%c ", text,
		    orders->items[i].user_id.text[UUID_LEN - 1]);
	return arena_printf(ta, "%s| %d", text, (int)total);
}

static const char *
vendor_listed(int seller, unsigned states, struct slice s)
{
	struct order_counts counts;
	LIST(order)         orders;

	CHECK_INT(db_vendor_order_list(db, seller_user(seller), states, s,
		      &orders, &counts),
	    ERR_OK);
	return listed(&orders, order_counts_sum(&counts, states));
}

static const char *
all_listed(unsigned states, const char *search, struct slice s)
{
	LIST(order) orders;
	int64_t     total = -1;

	CHECK_INT(search != NULL ?
		db_order_search(db, states, search, s, &orders, &total) :
		db_all_order_list(db, states, s, &orders, &total),
	    ERR_OK);
	return listed(&orders, total);
}

/* Orders of buyers 1 to 5, of that many sellers, an hour apart. */
static struct uuid placed[6];

static void
prepare(void)
{
	static const enum order_status states[] = { ORDER_PENDING,
		ORDER_PENDING, ORDER_CONFIRMED, ORDER_PROCESSING, ORDER_SHIPPED,
		ORDER_CANCELLED };

	orders_clear();
	for (int n = 1; n <= 5; n++) {
		placed[n] = order_place_sample(n, n < 3 ? 2 : 1);
		owner(arena_printf(ta,
		    "UPDATE orders SET created_at = now() - interval '%d h'"
		    " WHERE id = '%s'; UPDATE parcels SET created_at = now() -"
		    " interval '%d h' WHERE order_id = '%s'",
		    10 - n, placed[n].text, 10 - n, placed[n].text));
		if (states[n] != ORDER_PENDING)
			CHECK_INT(order_move_sample(placed[n], states[n]),
			    ERR_OK);
	}
}

/* ---- lists --------------------------------------------------------------- */

static void
a_buyer_sees_all_orders_of_its_own(void)
{
	LIST(order)        orders;
	int64_t            total = -1;
	struct order_item *it;

	prepare();
	CHECK_INT(db_order_list(db, buyer_id(2), all, &orders, &total), ERR_OK);
	CHECK_TEXT(listed(&orders, total), "2 | 1");
	it = orders.items[0].items.items;
	CHECK_INT(orders.items[0].items.n, 2);
	CHECK_TEXT(it[1].name, "Thing 1");
	CHECK_INT(it[1].status, ORDER_CONFIRMED);
	CHECK_TEXT(it[1].vendor_name, "Seller 1");
	CHECK_INT(db_order_list(db, buyer_id(9), all, &orders, &total), ERR_OK);
	CHECK_TEXT(listed(&orders, total), "| 0");
}

static void
a_vendor_sees_its_own_part_of_orders(void)
{
	struct order_counts counts;
	LIST(order)         orders;

	prepare();
	CHECK_TEXT(vendor_listed(0, STATES_ALL, all), "5 4 3 2 1 | 5");
	CHECK_TEXT(vendor_listed(1, STATES_ALL, all), "2 1 | 2");
	CHECK_TEXT(vendor_listed(2, STATES_ALL, all), "| 0");
	CHECK_INT(db_vendor_order_list(db, seller_user(1), STATES_ALL, all,
		      &orders, &counts),
	    ERR_OK);
	CHECK_INT(orders.items[0].items.n, 1);
	CHECK_TEXT(orders.items[0].items.items[0].name, "Thing 1");
	CHECK_INT(orders.items[0].subtotal_amount.minor, 2000);
	CHECK_INT(orders.items[0].total_amount.minor, 2490);
	CHECK_INT(counts.pending, 1);
	CHECK_INT(counts.confirmed, 1);
}

static void
a_vendor_filters_by_one_state_or_several(void)
{
	prepare();
	CHECK_TEXT(vendor_listed(0, STATE(ORDER_PENDING), all), "1 | 1");
	CHECK_TEXT(vendor_listed(0, STATE(ORDER_DELIVERED), all), "| 0");
	CHECK_TEXT(vendor_listed(0,
		       STATE(ORDER_SHIPPED) | STATE(ORDER_CANCELLED) |
			   STATE(ORDER_CONFIRMED),
		       all),
	    "5 4 2 | 3");
}

static void
an_administrator_filters_by_state(void)
{
	prepare();
	CHECK_TEXT(all_listed(STATES_ALL, NULL, all), "5 4 3 2 1 | 5");
	CHECK_TEXT(all_listed(STATE(ORDER_PROCESSING), NULL, all), "3 | 1");
	CHECK_TEXT(all_listed(STATE(ORDER_REFUNDED), NULL, all), "| 0");
}

static void
a_search_compares_the_start_of_number_and_address(void)
{
	struct order o;

	prepare();
	CHECK_TEXT(all_listed(STATES_ALL, "buyer", all), "5 4 3 2 1 | 5");
	CHECK_TEXT(all_listed(STATES_ALL, "BUYER3@", all), "3 | 1");
	CHECK_TEXT(all_listed(STATES_ALL, "uyer3@", all), "| 0");
	CHECK_TEXT(all_listed(STATE(ORDER_SHIPPED), "buyer", all), "4 | 1");
	CHECK_TEXT(all_listed(STATE(ORDER_SHIPPED), "buyer3", all), "| 0");
	CHECK_TEXT(all_listed(STATES_ALL, "buyer_", all), "| 0");
	CHECK_TEXT(all_listed(STATES_ALL, "%", all), "| 0");
	CHECK_TEXT(all_listed(STATES_ALL, "f-26-", all), "5 4 3 2 1 | 5");
	CHECK_INT(db_order_get(db, placed[4], (struct uuid){ "" }, &o), ERR_OK);
	CHECK_TEXT(all_listed(STATES_ALL, o.order_number, all), "4 | 1");
}

/* A number that begins as an address does counts once. */
static void
what_is_found_twice_is_listed_once(void)
{
	prepare();
	owner("UPDATE orders SET email = 'f-26@example.com'");
	CHECK_TEXT(all_listed(STATES_ALL, "f-26", all), "5 4 3 2 1 | 5");
}

static struct slice
after(struct uuid id)
{
	return (struct slice){ .limit = 2,
		.id = id,
		.key = owner(arena_printf(ta,
		    "SELECT created_at FROM orders WHERE id = '%s'",
		    id.text)) };
}

static void
pages_go_on_by_number_and_by_row(void)
{
	struct slice second = { .offset = 2, .limit = 2 };
	unsigned     some = STATES_ALL & ~STATE(ORDER_REFUNDED);
	LIST(order)  orders;
	int64_t      total;

	prepare();
	CHECK_TEXT(all_listed(STATES_ALL, NULL, second), "3 2 | 5");
	CHECK_TEXT(all_listed(STATES_ALL, NULL, after(placed[4])), "3 2 | 5");
	CHECK_TEXT(all_listed(STATES_ALL, "buyer", second), "3 2 | 5");
	CHECK_TEXT(all_listed(STATES_ALL, "buyer", after(placed[4])),
	    "3 2 | 5");
	CHECK_TEXT(all_listed(STATE(ORDER_SHIPPED), NULL, second), "| 1");
	CHECK_TEXT(vendor_listed(0, STATES_ALL, second), "3 2 | 5");
	CHECK_TEXT(vendor_listed(0, STATES_ALL, after(placed[4])), "3 2 | 5");
	CHECK_TEXT(vendor_listed(0, some, second), "3 2 | 5");
	CHECK_TEXT(vendor_listed(0, some, after(placed[4])), "3 2 | 5");
	CHECK_INT(db_order_list(db, buyer_id(4), second, &orders, &total),
	    ERR_OK);
	CHECK_TEXT(listed(&orders, total), "| 1");
	CHECK_INT(db_order_list(db, buyer_id(4), after(placed[5]), &orders,
		      &total),
	    ERR_OK);
	CHECK_TEXT(listed(&orders, total), "4 | 1");
}

/* ---- counters ------------------------------------------------------------ */

/* What the counters say beside what they count: rows that differ. */
#define SHOP "'00000000-0000-0000-0000-000000000000'::uuid"
#define SOLD "status IN ('CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED')"
#define DAY  "(created_at AT TIME ZONE 'UTC')::date"

static void
counters_are_right(void)
{
	CHECK_INT(owner_int("SELECT count(*) FROM (SELECT vendor_user_id AS "
			    "owner,"
			    "  status, count(*) AS n FROM parcels GROUP BY 1, 2"
			    " UNION ALL SELECT " SHOP
			    ", status, count(*) FROM orders"
			    "  GROUP BY 2) c FULL JOIN (SELECT owner, status,"
			    "  sum(orders) AS n FROM order_tallies GROUP BY 1, "
			    "2) t"
			    " USING (owner, status)"
			    " WHERE coalesce(c.n, 0) <> coalesce(t.n, 0)"),
	    0);
	CHECK_INT(owner_int("SELECT count(*) FROM (SELECT vendor_user_id AS "
			    "owner, " DAY " AS day, count(*) AS n, "
			    "sum(items_amount) AS amount"
			    "  FROM parcels WHERE " SOLD " GROUP BY 1, 2"
			    " UNION ALL SELECT " SHOP ", " DAY ", count(*),"
			    "  sum(subtotal_amount) FROM orders WHERE " SOLD
			    "  GROUP BY 2) c FULL JOIN (SELECT owner, day,"
			    "  sum(orders) AS n, sum(amount) AS amount"
			    "  FROM sales_tallies GROUP BY 1, 2) t USING "
			    "(owner, day)"
			    " WHERE (coalesce(c.n, 0), coalesce(c.amount, 0)) "
			    "<>"
			    "  (coalesce(t.n, 0), coalesce(t.amount, 0))"),
	    0);
	CHECK_INT(owner_int("SELECT count(*) FROM (SELECT user_id, count(*)"
			    " AS n FROM orders GROUP BY 1) c FULL JOIN"
			    " order_counts t USING (user_id)"
			    " WHERE c.n IS DISTINCT FROM t.orders"
			    " AND (c.n IS NOT NULL OR t.orders <> 0)"),
	    0);
}

#define HISTORY 300

static void
counters_are_right_after_a_random_history(void)
{
	struct uuid  orders[HISTORY];
	unsigned int seed = 7;
	int          n = 0;

	orders_clear();
	for (int i = 0; i < HISTORY; i++) {
		int choice = rand_r(&seed) % 10, k;

		if (n == 0 || choice < 4) {
			orders[n++] = order_place_sample(rand_r(&seed) % 5,
			    1 + rand_r(&seed) % SELLERS);
			continue;
		}
		k = rand_r(&seed) % n;
		CHECK_INT(order_move_sample(orders[k],
			      (enum order_status)(rand_r(&seed) %
				  ORDER_STATUSES)),
		    ERR_OK);
		if (choice == 9)
			owner(arena_printf(ta,
			    "UPDATE parcels SET created_at = created_at"
			    " - interval '%d days', status = 'SHIPPED'"
			    " WHERE order_id = '%s'",
			    rand_r(&seed) % 70, orders[k].text));
	}
	counters_are_right();
	owner("DELETE FROM order_steps; DELETE FROM order_items;"
	      " DELETE FROM parcels WHERE vendor_id <> "
	      "'00000000-0000-7000-8000-020000000000'");
	counters_are_right();
	owner("DELETE FROM parcels; DELETE FROM orders");
	counters_are_right();
	CHECK_INT(owner_int("SELECT sum(abs(orders)) FROM (SELECT"
			    " sum(orders) AS orders FROM order_tallies"
			    " GROUP BY owner, status) t"),
	    0);
}

/* ---- many at once -------------------------------------------------------- */

#define AT_ONCE     8
#define EACH_PLACES 12

/* Half of them name the sellers the other way round. */
static enum err
place_and_move(int i)
{
	enum err e = ERR_OK;

	for (int k = 0; k < EACH_PLACES && e == ERR_OK; k++) {
		LIST(parcel)  parcels;
		struct order  o = order_sample(i, SELLERS, &parcels);
		struct parcel first = parcels.items[0];

		if (i % 2) {
			parcels.items[0] = parcels.items[SELLERS - 1];
			parcels.items[SELLERS - 1] = first;
		}
		e = order_write_sample(&o, &parcels);
		if (e == ERR_OK && k % 3 == 0)
			e = order_move_sample(o.id, ORDER_CONFIRMED);
		if (e == ERR_OK && k % 3 == 1)
			e = order_move_sample(o.id, ORDER_CANCELLED);
	}
	return e;
}

static void
counters_are_right_after_writers_at_once(void)
{
	int deadlocks;

	orders_clear();
	deadlocks = owner_int("SELECT deadlocks FROM pg_stat_database"
			      " WHERE datname = current_database()");
	CHECK_INT(at_once(AT_ONCE, place_and_move, url_of(URL), ERR_OK),
	    AT_ONCE);
	CHECK_INT(owner_int("SELECT count(*) FROM orders"),
	    AT_ONCE * EACH_PLACES);
	counters_are_right();
	CHECK_INT(owner_int("SELECT pg_stat_clear_snapshot() IS NULL; SELECT"
			    " deadlocks FROM pg_stat_database"
			    " WHERE datname = current_database()"),
	    deadlocks);
	/* No more rows than there were writers. */
	CHECK(owner_int("SELECT max(n) FROM (SELECT count(*) AS n"
			" FROM order_tallies GROUP BY owner, status) t") <=
	    AT_ONCE);
}

/*
 * A transaction that stays open holds the only row of each counter.  Others
 * write meanwhile: lock_timeout (1 s) would end them if they waited.
 */
static void
a_counter_does_not_wait_for_another_transaction(void)
{
	PGconn *slow;

	orders_clear();
	order_place_sample(1, SELLERS);
	slow = PQconnectdb(url_of("OWNER_DATABASE_URL_ORDERS"));
	PQclear(PQexec(slow,
	    "BEGIN; UPDATE order_tallies SET orders = orders;"
	    " UPDATE order_counts SET orders = orders"));
	CHECK_INT(PQtransactionStatus(slow), PQTRANS_INTRANS);
	order_place_sample(2, SELLERS);
	CHECK_INT(order_move_sample(order_place_sample(3, SELLERS),
		      ORDER_CONFIRMED),
	    ERR_OK);
	PQfinish(slow);
	counters_are_right();
}

/* ---- sales --------------------------------------------------------------- */

static void
sales_are_of_orders_that_are_sold(void)
{
	LIST(sales_day) days;

	prepare();
	CHECK_INT(db_sales(db, 60, &days), ERR_OK);
	CHECK_INT(days.n, 60);
	CHECK_INT(days.items[0].count, 0);
	for (size_t i = 1; i < days.n; i++)
		CHECK_INT(days.items[i].day.us - days.items[i - 1].day.us,
		    INT64_C(24) * 60 * 60 * 1000000);
	owner("UPDATE orders SET created_at = now() - interval '3 days',"
	      " status = 'SHIPPED' WHERE status <> 'CANCELLED'");
	owner("UPDATE parcels SET created_at = now() - interval '3 days',"
	      " status = 'SHIPPED' WHERE status <> 'CANCELLED'");
	CHECK_INT(db_sales(db, 7, &days), ERR_OK);
	CHECK_INT(days.n, 7);
	/* Orders 1 and 2 are of 30.00, 3 and 4 of 10.00; 5 is cancelled. */
	CHECK_INT(days.items[3].count, 4);
	CHECK_INT(days.items[3].amount.minor, 8000);
	CHECK_INT(db_sales_of_vendor(db, seller_user(1), 7, &days), ERR_OK);
	CHECK_INT(days.items[3].count, 2);
	CHECK_INT(days.items[3].amount.minor, 4000);
	CHECK_INT(db_sales_of_vendor(db, seller_user(2), 7, &days), ERR_OK);
	CHECK_INT(days.items[3].count, 0);
}

static void
the_shops_counts_are_of_orders(void)
{
	struct order_counts c;

	prepare();
	CHECK_INT(db_shop_order_counts(db, &c), ERR_OK);
	CHECK_INT(c.pending, 1);
	CHECK_INT(c.confirmed, 1);
	CHECK_INT(c.processing, 1);
	CHECK_INT(c.shipped, 1);
	CHECK_INT(c.delivered, 0);
	CHECK_INT(c.cancelled, 1);
	CHECK_INT(c.refunded, 0);
	CHECK_INT(order_counts_sum(&c, STATES_ALL), 5);
	CHECK_INT(db_vendor_order_counts(db, seller_user(2), &c), ERR_OK);
	CHECK_INT(order_counts_sum(&c, STATES_ALL), 0);
}

static const struct test tests[] = {
	TEST(a_buyer_sees_all_orders_of_its_own),
	TEST(a_vendor_sees_its_own_part_of_orders),
	TEST(a_vendor_filters_by_one_state_or_several),
	TEST(an_administrator_filters_by_state),
	TEST(a_search_compares_the_start_of_number_and_address),
	TEST(what_is_found_twice_is_listed_once),
	TEST(pages_go_on_by_number_and_by_row),
	TEST(counters_are_right_after_a_random_history),
	TEST(counters_are_right_after_writers_at_once),
	TEST(a_counter_does_not_wait_for_another_transaction),
	TEST(sales_are_of_orders_that_are_sold),
	TEST(the_shops_counts_are_of_orders),
	{ 0 },
};

int
main(void)
{
	return db_tests("orders_lists", "ORDERS", tests);
}
