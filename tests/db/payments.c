/* SPDX-License-Identifier: ISC */
/*
 * payments.c - payments, their attempts and the messages of providers: one
 * payment an order, one open attempt a payment, each message once.
 */
#include "tests/db/some_payment.h"

/* ---- payments ------------------------------------------------------------ */

static void
every_query_can_be_prepared(void)
{
	WITH_DB();
	CHECK(db_check(db));
}

static void
an_order_has_one_payment(void)
{
	struct payment    other, out;
	LIST(order_share) none = { 0 }, shares;

	some_payment();
	CHECK_INT(pay.status, PAYMENT_PENDING);
	CHECK_INT(pay.method, PAY_STRIPE);
	CHECK(pay.next_action == NULL);
	other = pay;
	other.id = uuid_new();
	other.amount = CENTS(1);
	CHECK_INT(db_payment_add(db, &other, &none, &out), ERR_OK);
	CHECK_TEXT(out.id.text, pay.id.text);
	CHECK_INT(out.amount.minor, 1100);
	CHECK_INT(db_payment_shares(db, pay.id, &shares), ERR_OK);
	CHECK_INT(shares.n, 1);
	CHECK_TEXT(shares.items[0].vendor_id.text, vendor.text);
	CHECK_INT(shares.items[0].items_amount.minor, 1000);
	CHECK_INT(shares.items[0].tax_amount.minor, 100);
}

static void
a_payment_is_found_by_its_id_and_its_order(void)
{
	struct payment out;

	some_payment();
	CHECK_INT(db_payment_get(db, pay.id, &out), ERR_OK);
	CHECK_TEXT(out.order_number, "F-1");
	CHECK_INT(db_payment_get(db, uuid_new(), &out), ERR_PAYMENT_NOT_FOUND);
	CHECK_INT(db_payment_of_order(db, pay.order_id, &out), ERR_OK);
	CHECK_TEXT(out.id.text, pay.id.text);
	CHECK_INT(db_payment_of_order(db, uuid_new(), &out),
	    ERR_PAYMENT_NOT_FOUND);
	CHECK_INT(db_payment_lock(db, uuid_new(), &out), ERR_PAYMENT_NOT_FOUND);
}

static void
what_is_set_is_read_back(void)
{
	struct next_action next = { "redirect", "https://x.example/" };
	struct payment     p;

	some_payment();
	p = pay;
	p.status = PAYMENT_PROCESSING;
	p.next_action = &next;
	p.message = "Wait.";
	CHECK_INT(db_payment_set(db, &p), ERR_OK);
	CHECK(p.updated_at.us > pay.updated_at.us);
	CHECK_INT(db_payment_get(db, pay.id, &p), ERR_OK);
	CHECK_INT(p.status, PAYMENT_PROCESSING);
	CHECK_TEXT(p.next_action->url, "https://x.example/");
	CHECK_TEXT(p.next_action->type, "redirect");
	CHECK_TEXT(p.message, "Wait.");
	p.next_action = NULL;
	p.message = NULL;
	p.transaction_id = "pi_1";
	CHECK_INT(db_payment_set(db, &p), ERR_OK);
	CHECK_INT(db_payment_get(db, pay.id, &p), ERR_OK);
	CHECK(p.next_action == NULL && p.message == NULL);
	CHECK_TEXT(p.transaction_id, "pi_1");
}

static void
the_provider_s_answer_is_kept(void)
{
	some_payment();
	CHECK_INT(db_payment_set_answer(db, pay.id, "{\"id\":\"pi_1\"}"),
	    ERR_OK);
	CHECK_TEXT(owner("SELECT gateway_response ->> 'id' FROM payments"),
	    "pi_1");
}

/* ---- locks --------------------------------------------------------------- */

static enum err
count_up(struct db *d, void *ctx)
{
	struct payment p;
	enum err       e;

	(void)ctx;
	if ((e = db_payment_lock(d, pay.id, &p)) != ERR_OK)
		return e;
	p.message = arena_printf(db_arena(d), "%d",
	    p.message != NULL ? (int)strtol(p.message, NULL, 10) + 1 : 1);
	usleep(5000);
	return db_payment_set(d, &p);
}

static enum err
count_up_as_one_of_many(int i)
{
	(void)i;
	return db_tx(db, count_up, NULL);
}

static void
a_locked_payment_waits_for_others(void)
{
	struct payment p;

	some_payment();
	CHECK_INT(at_once(8, count_up_as_one_of_many,
		      url_of("DATABASE_URL_PAYMENTS"), ERR_OK),
	    8);
	CHECK_INT(db_payment_get(db, pay.id, &p), ERR_OK);
	CHECK_TEXT(p.message, "8");
}

static enum err
add_as_one_of_many(int i)
{
	LIST(order_share) none = { 0 };
	struct payment    p = pay, out;
	enum err          e;

	(void)i;
	p.id = uuid_new();
	e = db_payment_add(db, &p, &none, &out);
	return e == ERR_OK && uuid_equal(out.id, pay.id) ? ERR_OK :
							   ERR_CONFLICT;
}

static void
many_requests_at_once_make_one_payment(void)
{
	some_payment();
	CHECK_INT(at_once(8, add_as_one_of_many,
		      url_of("DATABASE_URL_PAYMENTS"), ERR_OK),
	    8);
	CHECK_INT(owner_int("SELECT count(*) FROM payments"), 1);
	CHECK_INT(owner_int("SELECT count(*) FROM payment_shares"), 1);
}

/* ---- lists --------------------------------------------------------------- */

/* The numbers of the orders of a list, "G-2 G-1 F-1". */
static const char *
listed(const char *status, const char *search, int64_t offset, int64_t limit,
    int64_t *total)
{
	struct payment_filter filter = { status, search };
	struct slice          slice = { .offset = offset, .limit = limit };
	LIST(payment)         list;
	const char           *text = "";

	CHECK_INT(db_payment_list(db, &filter, &slice, &list, total), ERR_OK);
	for (size_t i = 0; i < list.n; i++)
		text = arena_printf(ta, "%s%s%s", text, i > 0 ? " " : "",
		    list.items[i].order_number);
	return text;
}

static void
payments_are_listed_the_newest_first(void)
{
	struct payment a, b;
	const char    *all;
	int64_t        total;

	some_payment();
	a = another_payment(500);
	b = another_payment(700);
	owner("UPDATE payments SET created_at = created_at - interval '1 day'"
	      " WHERE order_number = 'F-1'");
	all = arena_printf(ta, "%s %s F-1", b.order_number, a.order_number);
	CHECK_TEXT(listed(NULL, NULL, 0, 10, &total), all);
	CHECK_INT(total, 3);
	CHECK_TEXT(listed(NULL, NULL, 0, 1, &total), b.order_number);
	CHECK_INT(total, 3);
	CHECK_TEXT(listed(NULL, NULL, 2, 10, &total), "F-1");
}

static void
filters_choose_status_number_and_address(void)
{
	struct payment a;
	int64_t        total;

	some_payment();
	a = another_payment(500);
	a.status = PAYMENT_COMPLETED;
	CHECK_INT(db_payment_set(db, &a), ERR_OK);
	CHECK_TEXT(listed("COMPLETED", NULL, 0, 10, &total), a.order_number);
	CHECK_INT(total, 1);
	CHECK_TEXT(listed("FAILED", NULL, 0, 10, &total), "");
	CHECK_INT(total, 0);
	CHECK_TEXT(listed(NULL, "f-", 0, 10, &total), "F-1");
	CHECK_TEXT(listed(NULL, "ANN@", 0, 10, &total),
	    arena_printf(ta, "%s F-1", a.order_number));
	CHECK_TEXT(listed("COMPLETED", "f-", 0, 10, &total), "");
}

static void
a_list_goes_on_after_a_place_in_it(void)
{
	struct payment_filter filter = { NULL, NULL };
	struct slice          slice = { .limit = 1 };
	LIST(payment)         list;
	int64_t               total;

	some_payment();
	another_payment(500);
	CHECK_INT(db_payment_list(db, &filter, &slice, &list, &total), ERR_OK);
	slice.key = owner("SELECT max(created_at) FROM payments");
	slice.id = list.items[0].id;
	CHECK_INT(db_payment_list(db, &filter, &slice, &list, &total), ERR_OK);
	CHECK_INT(list.n, 1);
	CHECK_TEXT(list.items[0].order_number, "F-1");
}

/* ---- attempts ------------------------------------------------------------ */

static void
one_attempt_is_open_at_a_time(void)
{
	struct attempt a, b, out;

	some_payment();
	a = some_attempt("a");
	b = some_attempt("b");
	CHECK_INT(db_attempt_open_of(db, pay.id, &out), ERR_NOT_FOUND);
	CHECK_INT(db_attempt_last(db, pay.id, &out), ERR_NOT_FOUND);
	CHECK_INT(db_attempt_add(db, &a), ERR_OK);
	CHECK_INT(db_attempt_add(db, &b), ERR_CONFLICT);
	CHECK_INT(db_attempt_open_of(db, pay.id, &out), ERR_OK);
	CHECK(out.leased);
	CHECK_TEXT(out.provider, "stripe");
	CHECK_INT(db_attempt_set_name(db, a.id, "pi_1"), ERR_OK);
	out.status = ATTEMPT_FAILED;
	out.code = "card_declined";
	out.message = "No.";
	CHECK_INT(db_attempt_set(db, &out), ERR_OK);
	CHECK_INT(db_attempt_set_name(db, a.id, "pi_2"), ERR_CONFLICT);
	CHECK_INT(db_attempt_get(db, a.id, &out), ERR_OK);
	CHECK(!out.leased);
	CHECK_TEXT(out.provider_id, "pi_1");
	CHECK_TEXT(out.code, "card_declined");
	CHECK_TEXT(out.message, "No.");
	CHECK_INT(db_attempt_get(db, uuid_new(), &out), ERR_NOT_FOUND);
	CHECK_INT(db_attempt_open_of(db, pay.id, &out), ERR_NOT_FOUND);
	CHECK_INT(db_attempt_add(db, &b), ERR_OK);
	CHECK_INT(db_attempt_last(db, pay.id, &out), ERR_OK);
	CHECK_TEXT(out.id.text, b.id.text);
}

static void
an_attempt_is_found_by_our_name_and_by_the_provider_s(void)
{
	const struct uuid none = { "" };
	struct attempt    a, b, out;

	some_payment();
	a = some_paid_attempt("a", "x_1");
	b = some_attempt("b");
	b.provider = "other";
	CHECK_INT(db_attempt_add(db, &b), ERR_OK);
	CHECK_INT(db_attempt_set_name(db, b.id, "x_1"), ERR_OK);
	CHECK_INT(db_attempt_find(db, "stripe", none, "x_1", &out), ERR_OK);
	CHECK_TEXT(out.id.text, a.id.text);
	CHECK_INT(db_attempt_find(db, "other", none, "x_1", &out), ERR_OK);
	CHECK_TEXT(out.id.text, b.id.text);
	CHECK_INT(db_attempt_find(db, "third", none, "x_1", &out),
	    ERR_NOT_FOUND);
	CHECK_INT(db_attempt_find(db, "stripe", none, NULL, &out),
	    ERR_NOT_FOUND);
	/* Our name of it counts more. */
	CHECK_INT(db_attempt_find(db, "stripe", b.id, "x_1", &out), ERR_OK);
	CHECK_TEXT(out.id.text, b.id.text);
	CHECK_INT(db_attempt_find(db, "stripe", uuid_new(), "x_1", &out),
	    ERR_OK);
	CHECK_TEXT(out.id.text, a.id.text);
}

static void
a_provider_names_one_attempt(void)
{
	struct attempt a;

	some_payment();
	some_paid_attempt("a", "x_1");
	a = some_attempt("b");
	CHECK_INT(db_attempt_add(db, &a), ERR_OK);
	CHECK_INT(db_attempt_set_name(db, a.id, "x_1"), ERR_INTERNAL);
}

static void
the_attempt_that_paid_has_the_payment_s_transaction(void)
{
	struct attempt a, out;

	some_payment();
	CHECK_INT(db_attempt_paid(db, pay.id, &out), ERR_NOT_FOUND);
	some_paid_attempt("late", "x_2");
	a = some_paid_attempt("a", "x_1");
	CHECK_INT(db_attempt_paid(db, pay.id, &out), ERR_NOT_FOUND);
	pay.transaction_id = "x_1";
	pay.status = PAYMENT_COMPLETED;
	CHECK_INT(db_payment_set(db, &pay), ERR_OK);
	CHECK_INT(db_attempt_paid(db, pay.id, &out), ERR_OK);
	CHECK_TEXT(out.id.text, a.id.text);
	CHECK_TEXT(out.transaction_id, "x_1");
	CHECK_TEXT(out.provider, "stripe");
}

static void
attempts_are_listed_the_oldest_first(void)
{
	struct attempt a, b;
	LIST(attempt)  list;

	some_payment();
	a = some_paid_attempt("a", "x_1");
	b = some_attempt("b");
	CHECK_INT(db_attempt_add(db, &b), ERR_OK);
	CHECK_INT(db_attempt_list(db, pay.id, &list), ERR_OK);
	CHECK_INT(list.n, 2);
	CHECK_TEXT(list.items[0].id.text, a.id.text);
	CHECK_TEXT(list.items[1].id.text, b.id.text);
}

static void
a_lease_ends_by_time_and_can_be_renewed(void)
{
	struct attempt a, out;

	some_payment();
	a = some_attempt("a");
	CHECK_INT(db_attempt_add(db, &a), ERR_OK);
	owner("UPDATE payment_attempts SET leased_until = farm_now()");
	CHECK_INT(db_attempt_get(db, a.id, &out), ERR_OK);
	CHECK(!out.leased);
	CHECK_INT(db_attempt_lease(db, a.id), ERR_OK);
	CHECK_INT(db_attempt_get(db, a.id, &out), ERR_OK);
	CHECK(out.leased);
}

static int
stale_attempts(int limit)
{
	LIST(attempt) stale;

	CHECK_INT(db_attempt_stale(db, limit, &stale), ERR_OK);
	return (int)stale.n;
}

static void
attempts_that_nobody_checked_are_handed_out_once(void)
{
	struct attempt a;

	some_payment();
	a = some_attempt("a");
	CHECK_INT(db_attempt_add(db, &a), ERR_OK);
	owner("UPDATE payment_attempts SET checked_at = farm_now() - interval"
	      " '1 hour'");
	CHECK_INT(stale_attempts(10), 0); /* leased */
	owner("UPDATE payment_attempts SET leased_until = farm_now()");
	CHECK_INT(stale_attempts(0), 0);
	CHECK_INT(stale_attempts(10), 1);
	CHECK_INT(stale_attempts(10), 0); /* checked just now */
	owner("UPDATE payment_attempts SET checked_at = farm_now() - interval"
	      " '1 hour', created_at = farm_now() - interval '5 hours'");
	CHECK_INT(stale_attempts(10), 0); /* old ones are checked less often */
	owner("UPDATE payment_attempts SET checked_at = farm_now() - interval"
	      " '2 hours'");
	CHECK_INT(stale_attempts(10), 1);
	owner("UPDATE payment_attempts SET status = 'failed',"
	      " checked_at = farm_now() - interval '9 hours'");
	CHECK_INT(stale_attempts(10), 0);
}

/* ---- messages ------------------------------------------------------------ */

static void
a_message_counts_once(void)
{
	struct provider_event ev = { .id = "evt_1",
		.type = "x",
		.object_id = "pi_1" };

	some_payment();
	CHECK_INT(db_provider_event_add(db, "stripe", &ev), ERR_OK);
	CHECK(!ev.is_done);
	CHECK_INT(ev.times, 1);
	CHECK_INT(db_provider_event_add(db, "stripe", &ev), ERR_OK);
	CHECK_INT(ev.times, 2);
	CHECK_INT(db_provider_event_done(db, "stripe", "evt_1", pay.id),
	    ERR_OK);
	CHECK_INT(db_provider_event_add(db, "stripe", &ev), ERR_OK);
	CHECK(ev.is_done);
	CHECK_INT(db_provider_event_add(db, "other", &ev), ERR_OK);
	CHECK(!ev.is_done);
}

static void
messages_are_listed_by_their_payment(void)
{
	struct provider_event ev = { .id = "evt_1", .type = "x" };
	LIST(provider_event)  list;

	some_payment();
	CHECK_INT(db_provider_event_add(db, "stripe", &ev), ERR_OK);
	CHECK_INT(db_provider_event_list(db, pay.id, &list), ERR_OK);
	CHECK_INT(list.n, 0);
	CHECK_INT(db_provider_event_done(db, "stripe", "evt_1", pay.id),
	    ERR_OK);
	ev.id = "evt_2";
	CHECK_INT(db_provider_event_add(db, "stripe", &ev), ERR_OK);
	CHECK_INT(db_provider_event_done(db, "stripe", "evt_2",
		      (struct uuid){ "" }),
	    ERR_OK);
	CHECK_INT(db_provider_event_list(db, pay.id, &list), ERR_OK);
	CHECK_INT(list.n, 1);
	CHECK_TEXT(list.items[0].id, "evt_1");
	CHECK(list.items[0].is_done);
}

static const struct test tests[] = {
	TEST(every_query_can_be_prepared),
	TEST(an_order_has_one_payment),
	TEST(many_requests_at_once_make_one_payment),
	TEST(a_payment_is_found_by_its_id_and_its_order),
	TEST(what_is_set_is_read_back),
	TEST(the_provider_s_answer_is_kept),
	TEST(a_locked_payment_waits_for_others),
	TEST(payments_are_listed_the_newest_first),
	TEST(filters_choose_status_number_and_address),
	TEST(a_list_goes_on_after_a_place_in_it),
	TEST(one_attempt_is_open_at_a_time),
	TEST(an_attempt_is_found_by_our_name_and_by_the_provider_s),
	TEST(a_provider_names_one_attempt),
	TEST(the_attempt_that_paid_has_the_payment_s_transaction),
	TEST(attempts_are_listed_the_oldest_first),
	TEST(a_lease_ends_by_time_and_can_be_renewed),
	TEST(attempts_that_nobody_checked_are_handed_out_once),
	TEST(a_message_counts_once),
	TEST(messages_are_listed_by_their_payment),
	{ 0 },
};

int
main(void)
{
	return db_tests("payments", "PAYMENTS", tests);
}
