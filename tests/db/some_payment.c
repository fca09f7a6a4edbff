/* SPDX-License-Identifier: ISC */
#include "tests/db/some_payment.h"

struct payment pay;
struct uuid    vendor;

static struct payment
payment_stored(const char *number, int64_t cents)
{
	struct order_share share = { .vendor_id = vendor,
		.vendor_user_id = uuid_new(),
		.items_amount = CENTS(cents - 100),
		.shipping_amount = CENTS(0),
		.tax_amount = CENTS(100) };
	LIST(order_share)  shares = { &share, 1, 0 };
	struct payment     p, out;

	p = (struct payment){ .id = uuid_new(),
		.order_id = uuid_new(),
		.user_id = uuid_new(),
		.amount = CENTS(cents),
		.currency = "USD",
		.method = PAY_STRIPE,
		.order_number = number,
		.email = "ann@example.com" };
	CHECK_INT(db_payment_add(db, &p, &shares, &out), ERR_OK);
	CHECK_TEXT(out.id.text, p.id.text);
	return out;
}

void
some_payment(void)
{
	WITH_DB();
	owner("TRUNCATE ledger_entries, ledger_transactions, ledger_accounts,"
	      " refunds, provider_events, payment_attempts, payment_shares,"
	      " payments, outbox");
	vendor = uuid_new();
	pay = payment_stored("F-1", 1100);
}

struct payment
another_payment(int64_t cents)
{
	static int n;

	return payment_stored(arena_printf(ta, "G-%d", ++n), cents);
}

struct attempt
some_attempt(const char *key)
{
	return (struct attempt){ .id = uuid_new(),
		.payment_id = pay.id,
		.provider = "stripe",
		.idempotency_key = key };
}

struct attempt
some_paid_attempt(const char *key, const char *transaction)
{
	struct attempt a = some_attempt(key);

	CHECK_INT(db_attempt_add(db, &a), ERR_OK);
	CHECK_INT(db_attempt_set_name(db, a.id, transaction), ERR_OK);
	a.status = ATTEMPT_SUCCEEDED;
	a.transaction_id = transaction;
	CHECK_INT(db_attempt_set(db, &a), ERR_OK);
	return a;
}
