/* SPDX-License-Identifier: ISC */
/*
 * payments.c - one payment an order, one open attempt a payment, each message
 * and each refund once, and a ledger that balances and is never changed.
 */
#include "db/payments/payments.h"
#include "db/payments/attempts.h"
#include "db/payments/ledger.h"
#include "db/payments/refunds.h"
#include "tests/db/tap_db.h"

static struct payment pay;
static struct uuid    vendor;

/* A payment of 11.00: 10.00 for the vendor's goods and 1.00 of tax. */
static void
prepare(void)
{
	struct order_share share;
	LIST(order_share)  shares = { &share, 1, 0 };
	struct payment     p;

	WITH_DB();
	owner("TRUNCATE ledger_entries, ledger_transactions, ledger_accounts,"
	      " refunds, provider_events, payment_attempts, payment_shares,"
	      " payments, outbox");
	vendor = uuid_new();
	share = (struct order_share){ .vendor_id = vendor,
		.items_amount = CENTS(1000),
		.shipping_amount = CENTS(0),
		.tax_amount = CENTS(100) };
	p = (struct payment){ .id = uuid_new(),
		.order_id = uuid_new(),
		.user_id = uuid_new(),
		.amount = CENTS(1100),
		.currency = "USD",
		.method = PAY_STRIPE,
		.order_number = "F-1",
		.email = "ann@example.com" };
	CHECK_INT(db_payment_add(db, &p, &shares, &pay), ERR_OK);
	CHECK_TEXT(pay.id.text, p.id.text);
}

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

	prepare();
	CHECK_INT(pay.status, PAYMENT_PENDING);
	CHECK(pay.next_action == NULL);
	other = pay;
	other.id = uuid_new();
	other.amount = CENTS(1);
	CHECK_INT(db_payment_add(db, &other, &none, &out), ERR_OK);
	CHECK_TEXT(out.id.text, pay.id.text);
	CHECK_INT(out.amount.minor, 1100);
	CHECK_INT(db_payment_shares(db, pay.id, &shares), ERR_OK);
	CHECK_INT(shares.n, 1);
	CHECK_INT(db_payment_get(db, uuid_new(), &out), ERR_PAYMENT_NOT_FOUND);
}

static void
what_is_set_is_read_back(void)
{
	struct next_action next = { "redirect", "https://x.example/" };
	struct payment     p;

	prepare();
	p = pay;
	p.status = PAYMENT_PROCESSING;
	p.next_action = &next;
	CHECK_INT(db_payment_set(db, &p), ERR_OK);
	CHECK_INT(db_payment_get(db, pay.id, &p), ERR_OK);
	CHECK_INT(p.status, PAYMENT_PROCESSING);
	CHECK_TEXT(p.next_action->url, "https://x.example/");
	CHECK_TEXT(p.next_action->type, "redirect");
}

static struct attempt
attempt_new(const char *key)
{
	return (struct attempt){ .id = uuid_new(),
		.payment_id = pay.id,
		.provider = "stripe",
		.idempotency_key = key };
}

static void
one_attempt_is_open_at_a_time(void)
{
	struct attempt a, b, out;

	prepare();
	a = attempt_new("a");
	b = attempt_new("b");
	CHECK_INT(db_attempt_add(db, &a), ERR_OK);
	CHECK_INT(db_attempt_add(db, &b), ERR_CONFLICT);
	CHECK_INT(db_attempt_open_of(db, pay.id, &out), ERR_OK);
	CHECK(out.leased);
	CHECK_INT(db_attempt_set_name(db, a.id, "pi_1"), ERR_OK);
	out.status = ATTEMPT_FAILED;
	CHECK_INT(db_attempt_set(db, &out), ERR_OK);
	CHECK_INT(db_attempt_set_name(db, a.id, "pi_2"), ERR_CONFLICT);
	CHECK_INT(db_attempt_add(db, &b), ERR_OK);
	CHECK_INT(db_attempt_find(db, "stripe", (struct uuid){ "" }, "pi_1",
		      &out),
	    ERR_OK);
	CHECK_TEXT(out.id.text, a.id.text);
	CHECK(!out.leased);
}

static void
stale_attempts_are_handed_out_once(void)
{
	struct attempt a;
	LIST(attempt)  stale;

	prepare();
	a = attempt_new("a");
	CHECK_INT(db_attempt_add(db, &a), ERR_OK);
	owner("UPDATE payment_attempts SET checked_at = now() - interval"
	      " '1 hour'");
	CHECK_INT(db_attempt_stale(db, 10, &stale), ERR_OK);
	CHECK_INT(stale.n, 0); /* leased */
	owner("UPDATE payment_attempts SET leased_until = now()");
	CHECK_INT(db_attempt_stale(db, 10, &stale), ERR_OK);
	CHECK_INT(stale.n, 1);
	CHECK_INT(db_attempt_stale(db, 10, &stale), ERR_OK);
	CHECK_INT(stale.n, 0);
}

static void
a_message_counts_once(void)
{
	struct provider_event ev = { .id = "evt_1", .type = "x" };

	prepare();
	CHECK_INT(db_provider_event_add(db, "stripe", &ev), ERR_OK);
	CHECK(!ev.is_done);
	CHECK_INT(db_provider_event_add(db, "stripe", &ev), ERR_OK);
	CHECK_INT(ev.times, 2);
	CHECK_INT(db_provider_event_done(db, "stripe", "evt_1", pay.id),
	    ERR_OK);
	CHECK_INT(db_provider_event_add(db, "stripe", &ev), ERR_OK);
	CHECK(ev.is_done);
}

static void
a_refund_has_one_key_and_waits_its_turn(void)
{
	struct attempt a;
	struct refund  r = { .id = uuid_new(),
		 .refund_key = "k1",
		 .kind = REFUND_SALE,
		 .amount = CENTS(100) };
	struct refund  out;

	prepare();
	a = attempt_new("a");
	CHECK_INT(db_attempt_add(db, &a), ERR_OK);
	r.payment_id = pay.id;
	r.attempt_id = a.id;
	CHECK_INT(db_refund_add(db, &r), ERR_OK);
	r.id = uuid_new();
	CHECK_INT(db_refund_add(db, &r), ERR_CONFLICT);
	r.refund_key = "k2";
	CHECK_INT(db_refund_add(db, &r), ERR_CONFLICT);
	r.kind = REFUND_SURPLUS; /* is no part of the sale */
	CHECK_INT(db_refund_add(db, &r), ERR_OK);
	CHECK_INT(db_refund_requested(db, pay.id, &out), ERR_OK);
	CHECK_TEXT(out.refund_key, "k1");
	out.status = REFUND_SUCCEEDED;
	out.provider_id = "re_1";
	CHECK_INT(db_refund_set(db, &out), ERR_OK);
	CHECK_INT(db_refund_by_provider(db, "stripe", "re_1", &out), ERR_OK);
	CHECK_INT(db_refund_requested(db, pay.id, &out), ERR_NOT_FOUND);
}

/* ---- the ledger ---------------------------------------------------------- */

static enum err
post(struct db *d, void *ctx)
{
	return db_ledger_post(d, ctx);
}

static enum err
post_lines(const char *reference, struct ledger_line *lines, size_t n)
{
	struct posting p = { .kind = "sale",
		.reference = reference,
		.payment_id = pay.id,
		.currency = pay.currency,
		.lines = { lines, n } };

	return db_tx(db, post, &p);
}

static void
a_sale_is_posted_once_and_balances(void)
{
	struct ledger_line lines[3];
	LIST(ledger_line)  left;

	prepare();
	lines[0] = (struct ledger_line){ LEDGER_BUYER, pay.user_id,
		CENTS(-1100) };
	lines[1] = (struct ledger_line){ LEDGER_ESCROW, vendor, CENTS(1000) };
	lines[2] = (struct ledger_line){ LEDGER_TAX, vendor, CENTS(100) };
	CHECK_INT(post_lines("1", lines, 3), ERR_OK);
	CHECK_INT(post_lines("1", lines, 3), ERR_INTERNAL);
	CHECK_INT(owner_int("SELECT count(*) FROM ledger_entries"), 3);
	CHECK_TEXT(owner("SELECT sum(balance) FROM ledger_balances"), "0.00");
	CHECK_INT(db_ledger_left(db, pay.id, vendor, &left), ERR_OK);
	CHECK_INT(left.n, 2);
	CHECK_INT(db_ledger_left(db, pay.id, uuid_new(), &left), ERR_OK);
	CHECK_INT(left.n, 0);
}

/* 19.905 KWD: 18.005 for the goods, 1.900 of tax. */
static void
amounts_keep_the_decimals_of_their_currency(void)
{
	struct order_share share = { .vendor_id = uuid_new(),
		.items_amount = MONEY(18005, 3),
		.shipping_amount = MONEY(0, 3),
		.tax_amount = MONEY(1900, 3) };
	LIST(order_share)  shares = { &share, 1, 0 }, read;
	struct ledger_line lines[2];
	LIST(ledger_line)  left;
	struct payment     p;

	prepare();
	p = pay;
	p.id = p.order_id = uuid_new();
	p.currency = "KWD";
	p.amount = MONEY(19905, 3);
	CHECK_INT(db_payment_add(db, &p, &shares, &pay), ERR_OK);
	CHECK(money_equal(pay.amount, MONEY(19905, 3)));
	CHECK_INT(db_payment_shares(db, pay.id, &read), ERR_OK);
	CHECK(money_equal(read.items[0].items_amount, MONEY(18005, 3)));
	CHECK(money_equal(read.items[0].shipping_amount, MONEY(0, 3)));
	lines[0] = (struct ledger_line){ LEDGER_BUYER, pay.user_id,
		MONEY(-19905, 3) };
	lines[1] = (struct ledger_line){ LEDGER_ESCROW, vendor,
		MONEY(19905, 3) };
	CHECK_INT(post_lines("kwd", lines, 2), ERR_OK);
	CHECK_INT(db_ledger_left(db, pay.id, vendor, &left), ERR_OK);
	CHECK_INT(left.n, 1);
	CHECK(money_equal(left.items[0].amount, MONEY(19905, 3)));
	CHECK_TEXT(owner("SELECT balance FROM ledger_balances"
			 " WHERE kind = 'escrow'"),
	    "19.905");
}

static void
the_amounts_of_a_share_have_the_same_decimals(void)
{
	struct order_share share = { .vendor_id = uuid_new(),
		.items_amount = MONEY(1990, 0),
		.shipping_amount = CENTS(0),
		.tax_amount = MONEY(0, 0) };
	LIST(order_share)  shares = { &share, 1, 0 };
	struct payment     p;

	prepare();
	p = pay;
	p.id = p.order_id = uuid_new();
	p.currency = "JPY";
	p.amount = MONEY(1990, 0);
	CHECK_INT(db_payment_add(db, &p, &shares, &pay), ERR_INTERNAL);
	share.shipping_amount = MONEY(0, 0);
	CHECK_INT(db_payment_add(db, &p, &shares, &pay), ERR_OK);
	CHECK(money_equal(pay.amount, MONEY(1990, 0)));
}

static void
what_does_not_balance_is_not_posted(void)
{
	struct ledger_line lines[2];

	prepare();
	lines[0] = (struct ledger_line){ LEDGER_BUYER, pay.user_id,
		CENTS(-1100) };
	lines[1] = (struct ledger_line){ LEDGER_ESCROW, vendor, CENTS(1099) };
	CHECK_INT(post_lines("1", lines, 2), ERR_INTERNAL);
	CHECK_INT(post_lines("1", lines, 1), ERR_INTERNAL);
	CHECK_INT(post_lines("1", lines, 0), ERR_INTERNAL);
	CHECK_INT(owner_int("SELECT count(*) FROM ledger_transactions"), 0);
}

QUERY(sql_change, .sql = "UPDATE ledger_entries SET amount = 1");
QUERY(sql_forget, .sql = "DELETE FROM ledger_entries");
QUERY(sql_rename, .sql = "UPDATE ledger_transactions SET reference = 'x'");
QUERY(sql_move, .sql = "UPDATE ledger_accounts SET kind = 'payout'");

static void
history_is_not_changed(void)
{
	WITH_DB();
	CHECK_INT(db_run(db, &sql_change, NO_VALUES, NULL), ERR_INTERNAL);
	CHECK_INT(db_run(db, &sql_forget, NO_VALUES, NULL), ERR_INTERNAL);
	CHECK_INT(db_run(db, &sql_rename, NO_VALUES, NULL), ERR_INTERNAL);
	CHECK_INT(db_run(db, &sql_move, NO_VALUES, NULL), ERR_INTERNAL);
}

static const struct test tests[] = {
	TEST(every_query_can_be_prepared),
	TEST(an_order_has_one_payment),
	TEST(what_is_set_is_read_back),
	TEST(one_attempt_is_open_at_a_time),
	TEST(stale_attempts_are_handed_out_once),
	TEST(a_message_counts_once),
	TEST(a_refund_has_one_key_and_waits_its_turn),
	TEST(a_sale_is_posted_once_and_balances),
	TEST(amounts_keep_the_decimals_of_their_currency),
	TEST(the_amounts_of_a_share_have_the_same_decimals),
	TEST(what_does_not_balance_is_not_posted),
	TEST(history_is_not_changed),
	{ 0 },
};

int
main(void)
{
	return db_tests("payments", "PAYMENTS", tests);
}
