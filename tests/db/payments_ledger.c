/* SPDX-License-Identifier: ISC */
/*
 * payments_ledger.c - refunds, one after the other, and a ledger that balances
 * and is never changed.
 */
#include "db/payments/ledger.h"
#include "db/payments/refunds.h"
#include "tests/db/some_payment.h"

/* ---- refunds ------------------------------------------------------------- */

static struct refund
some_refund(const char *key, struct uuid attempt_id)
{
	return (struct refund){ .id = uuid_new(),
		.payment_id = pay.id,
		.attempt_id = attempt_id,
		.refund_key = key,
		.kind = REFUND_SALE,
		.amount = CENTS(100),
		.reason = "Too large" };
}

static void
a_refund_has_one_key_and_waits_its_turn(void)
{
	struct refund r, out;

	some_payment();
	r = some_refund("k1", some_paid_attempt("a", "x_1").id);
	CHECK_INT(db_refund_requested(db, pay.id, &out), ERR_NOT_FOUND);
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
	CHECK_INT(db_refund_set(db, &out), ERR_OK);
	CHECK_INT(db_refund_requested(db, pay.id, &out), ERR_NOT_FOUND);
}

static void
a_refund_is_found_by_its_names(void)
{
	struct refund r, out;

	some_payment();
	r = some_refund("k1", some_paid_attempt("a", "x_1").id);
	CHECK_INT(db_refund_add(db, &r), ERR_OK);
	CHECK_INT(db_refund_by_provider(db, "stripe", "re_1", &out),
	    ERR_NOT_FOUND);
	r.provider_id = "re_1";
	CHECK_INT(db_refund_set(db, &r), ERR_OK);
	CHECK_INT(db_refund_get(db, r.id, &out), ERR_OK);
	CHECK_TEXT(out.reason, "Too large");
	CHECK_INT(out.tries, 0);
	CHECK_INT(db_refund_get(db, uuid_new(), &out), ERR_NOT_FOUND);
	CHECK_INT(db_refund_by_key(db, "k1", &out), ERR_OK);
	CHECK_TEXT(out.id.text, r.id.text);
	CHECK_INT(db_refund_by_key(db, "k2", &out), ERR_NOT_FOUND);
	CHECK_INT(db_refund_by_provider(db, "stripe", "re_1", &out), ERR_OK);
	CHECK_TEXT(out.id.text, r.id.text);
	CHECK_INT(db_refund_by_provider(db, "other", "re_1", &out),
	    ERR_NOT_FOUND);
}

static void
what_is_set_of_a_refund_is_read_back(void)
{
	struct refund r, out;

	some_payment();
	r = some_refund("k1", some_paid_attempt("a", "x_1").id);
	CHECK_INT(db_refund_add(db, &r), ERR_OK);
	r.status = REFUND_FAILED;
	r.tries = 2;
	r.message = "No.";
	r.amount = CENTS(90);
	CHECK_INT(db_refund_set(db, &r), ERR_OK);
	CHECK_INT(db_refund_get(db, r.id, &out), ERR_OK);
	CHECK_INT(out.status, REFUND_FAILED);
	CHECK_INT(out.tries, 2);
	CHECK_TEXT(out.message, "No.");
	CHECK_INT(out.amount.minor, 90);
}

static void
a_failed_refund_is_not_opened_beside_another(void)
{
	struct refund a, b;

	some_payment();
	a = some_refund("k1", some_paid_attempt("a", "x_1").id);
	b = some_refund("k2", a.attempt_id);
	CHECK_INT(db_refund_add(db, &a), ERR_OK);
	a.status = REFUND_FAILED;
	CHECK_INT(db_refund_set(db, &a), ERR_OK);
	CHECK_INT(db_refund_add(db, &b), ERR_OK);
	a.status = REFUND_REQUESTED;
	CHECK_INT(db_refund_set(db, &a), ERR_CONFLICT);
}

static int
stale_refunds(int limit)
{
	LIST(refund) stale;

	CHECK_INT(db_refund_stale(db, limit, &stale), ERR_OK);
	return (int)stale.n;
}

static void
refunds_that_nobody_checked_are_handed_out_once(void)
{
	struct refund r;

	some_payment();
	r = some_refund("k1", some_paid_attempt("a", "x_1").id);
	CHECK_INT(db_refund_add(db, &r), ERR_OK);
	CHECK_INT(stale_refunds(10), 0);
	owner("UPDATE refunds SET checked_at = farm_now() - interval '1 hour'");
	CHECK_INT(stale_refunds(0), 0);
	CHECK_INT(stale_refunds(10), 1);
	CHECK_INT(stale_refunds(10), 0);
	owner("UPDATE refunds SET checked_at = farm_now() - interval '1 hour',"
	      " created_at = farm_now() - interval '5 hours'");
	CHECK_INT(stale_refunds(10), 0); /* old ones are checked less often */
	owner("UPDATE refunds SET checked_at = farm_now() - interval '9 hours',"
	      " status = 'succeeded'");
	CHECK_INT(stale_refunds(10), 0);
}

static void
refunds_are_listed_the_oldest_first(void)
{
	struct refund a, b;
	LIST(refund)  list;

	some_payment();
	a = some_refund("k1", some_paid_attempt("a", "x_1").id);
	b = some_refund("k2", a.attempt_id);
	b.kind = REFUND_SURPLUS;
	CHECK_INT(db_refund_add(db, &a), ERR_OK);
	CHECK_INT(db_refund_add(db, &b), ERR_OK);
	CHECK_INT(db_refund_list(db, pay.id, &list), ERR_OK);
	CHECK_INT(list.n, 2);
	CHECK_TEXT(list.items[0].refund_key, "k1");
	CHECK_TEXT(list.items[1].refund_key, "k2");
	CHECK_INT(list.items[1].kind, REFUND_SURPLUS);
	CHECK_INT(db_refund_list(db, uuid_new(), &list), ERR_OK);
	CHECK_INT(list.n, 0);
}

/* ---- the ledger ---------------------------------------------------------- */

static enum err
post_tx(struct db *d, void *ctx)
{
	return db_ledger_post(d, ctx);
}

static enum err
post_lines(const char *kind, const char *reference, struct ledger_line *lines,
    size_t n)
{
	struct posting p = { .kind = kind,
		.reference = reference,
		.payment_id = pay.id,
		.currency = pay.currency,
		.lines = { lines, n, 0 } };

	return db_tx(db, post_tx, &p);
}

static void
post_sale(void)
{
	struct ledger_line lines[] = {
		{ LEDGER_BUYER, pay.user_id, CENTS(-1100) },
		{ LEDGER_ESCROW, vendor, CENTS(1000) },
		{ LEDGER_TAX, vendor, CENTS(100) },
	};

	CHECK_INT(post_lines("sale", "1", lines, 3), ERR_OK);
}

static void
a_posting_is_made_once_and_balances(void)
{
	struct ledger_line lines[] = {
		{ LEDGER_BUYER, pay.user_id, CENTS(-5) },
		{ LEDGER_ESCROW, vendor, CENTS(5) },
	};

	some_payment();
	post_sale();
	lines[0].owner = pay.user_id;
	lines[1].owner = vendor;
	CHECK_INT(post_lines("sale", "1", lines, 2), ERR_INTERNAL);
	CHECK_INT(owner_int("SELECT count(*) FROM ledger_entries"), 3);
	CHECK_INT(post_lines("refund", "1", lines, 2), ERR_OK);
	CHECK_TEXT(owner("SELECT sum(balance) FROM ledger_balances"), "0.00");
	CHECK_INT(owner_int("SELECT count(*) FROM ledger_accounts"), 3);
}

static void
what_is_left_of_a_sale_is_a_sum_for_each_account(void)
{
	struct ledger_line back[] = {
		{ LEDGER_BUYER, pay.user_id, CENTS(400) },
		{ LEDGER_ESCROW, vendor, CENTS(-300) },
		{ LEDGER_TAX, vendor, CENTS(-100) },
	};
	struct ledger_line surplus[] = {
		{ LEDGER_BUYER, pay.user_id, CENTS(-1100) },
		{ LEDGER_PROVIDER, { "" }, CENTS(1100) },
	};
	LIST(ledger_line) left;

	some_payment();
	back[0].owner = surplus[0].owner = pay.user_id;
	back[1].owner = back[2].owner = vendor;
	post_sale();
	CHECK_INT(db_ledger_left(db, pay.id, vendor, &left), ERR_OK);
	CHECK_INT(left.n, 2);
	CHECK_INT(post_lines("refund", "r", back, 3), ERR_OK);
	CHECK_INT(post_lines("surplus", "s", surplus, 2), ERR_OK);
	CHECK_INT(db_ledger_left(db, pay.id, (struct uuid){ "" }, &left),
	    ERR_OK);
	CHECK_INT(left.n, 1); /* no tax is left, and a surplus is no sale */
	CHECK_INT(left.items[0].kind, LEDGER_ESCROW);
	CHECK_TEXT(left.items[0].owner.text, vendor.text);
	CHECK_INT(left.items[0].amount.minor, 700);
	CHECK_INT(db_ledger_left(db, pay.id, uuid_new(), &left), ERR_OK);
	CHECK_INT(left.n, 0);
}

static void
postings_are_listed_in_their_order(void)
{
	LIST(ledger_row) rows;

	some_payment();
	post_sale();
	CHECK_INT(db_ledger_list(db, pay.id, &rows), ERR_OK);
	CHECK_INT(rows.n, 3);
	for (size_t i = 0; i < rows.n; i++)
		CHECK_TEXT(rows.items[i].posting, "sale");
	CHECK_INT(db_ledger_list(db, uuid_new(), &rows), ERR_OK);
	CHECK_INT(rows.n, 0);
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

	some_payment();
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
	CHECK_INT(post_lines("sale", "kwd", lines, 2), ERR_OK);
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

	some_payment();
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

	some_payment();
	lines[0] = (struct ledger_line){ LEDGER_BUYER, pay.user_id,
		CENTS(-1100) };
	lines[1] = (struct ledger_line){ LEDGER_ESCROW, vendor, CENTS(1099) };
	CHECK_INT(post_lines("sale", "1", lines, 2), ERR_INTERNAL);
	CHECK_INT(post_lines("sale", "1", lines, 1), ERR_INTERNAL);
	CHECK_INT(post_lines("sale", "1", lines, 0), ERR_INTERNAL);
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
	TEST(a_refund_has_one_key_and_waits_its_turn),
	TEST(a_refund_is_found_by_its_names),
	TEST(what_is_set_of_a_refund_is_read_back),
	TEST(a_failed_refund_is_not_opened_beside_another),
	TEST(refunds_that_nobody_checked_are_handed_out_once),
	TEST(refunds_are_listed_the_oldest_first),
	TEST(a_posting_is_made_once_and_balances),
	TEST(what_is_left_of_a_sale_is_a_sum_for_each_account),
	TEST(postings_are_listed_in_their_order),
	TEST(amounts_keep_the_decimals_of_their_currency),
	TEST(the_amounts_of_a_share_have_the_same_decimals),
	TEST(what_does_not_balance_is_not_posted),
	TEST(history_is_not_changed),
	{ 0 },
};

int
main(void)
{
	return db_tests("payments_ledger", "PAYMENTS", tests);
}
