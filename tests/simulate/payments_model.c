/* SPDX-License-Identifier: ISC */
/*
 * payments_model.c - the simulated queries of payments, attempts, messages,
 * refunds and the ledger against PostgreSQL.
 */
#include "tests/simulate/payments_model.h"

#define STEPS 1500

/* ---- choosing a step ----------------------------------------------------- */

static struct uuid orders[PAYMENTS];

static unsigned
dice(unsigned n)
{
	return rng_below(&world.dice, n);
}

static struct uuid
any_attempt(const struct payment_row *p)
{
	return p->nattempts > 0 ?
	    p->attempts[dice((unsigned)p->nattempts)].row.id :
	    (struct uuid){ "" };
}

static struct uuid
any_refund(const struct payment_row *p)
{
	return p->nrefunds > 0 ?
	    p->refunds[dice((unsigned)p->nrefunds)].row.id :
	    (struct uuid){ "" };
}

static void
choose_posting(const struct payment_row *p)
{
	static const char *const kinds[] = { "sale", "refund", "surplus",
		"surplus_refund" };
	enum ledger_account      kind = (enum ledger_account)(LEDGER_ESCROW +
            (int)dice(4));

	payments_step.lines[0] = (struct ledger_line){ LEDGER_BUYER,
		world.buyers[0], CENTS(-payments_step.amount.minor) };
	payments_step.lines[1] = (struct ledger_line){ kind,
		payments_step.vendor, payments_step.amount };
	payments_step.posting = (struct posting){ .kind = kinds[dice(4)],
		.reference = arena_printf(ta, "%s-%u", p->row.id.text, dice(6)),
		.payment_id = p->row.id,
		.currency = "EUR",
		.lines = { payments_step.lines, 2, 0 } };
}

/* No provider calls two refunds or two charges by one name. */
static const char *
choose_name(void)
{
	if (dice(8) == 0)
		return NULL;
	if (payments_step.kind == REFUND_SET ||
	    payments_step.kind == REFUND_FIND)
		return arena_printf(ta, "r-%s", payments_step.refund.text);
	if (payments_step.kind == ATTEMPT_SET ||
	    payments_step.kind == PAYMENT_SET)
		return arena_printf(ta, "t-%s", payments_step.attempt.text);
	return arena_printf(ta, "n%u", dice(12));
}

static void
choose(void)
{
	static const char *const  texts[] = { NULL, "one", "two" };
	static const char *const  providers[] = { "stripe", "other" };
	unsigned                  k = dice(PAYMENTS);
	const struct deal        *d = deal_add(orders[k]);
	const struct payment_row *p = &d->payment;

	payments_step = (struct step){ .kind = (enum kind)dice(KINDS),
		.read = "" };
	payments_step.order = orders[k];
	payments_step.payment = p->r.exists && dice(12) != 0 ? p->row.id :
							       uuid_new();
	payments_step.fresh = uuid_new();
	payments_step.attempt = any_attempt(p);
	payments_step.refund = any_refund(p);
	payments_step.vendor = world.vendors[dice(VENDORS)];
	payments_step.status = (int)dice(5);
	payments_step.provider = providers[dice(2)];
	payments_step.name = choose_name();
	payments_step.key = arena_printf(ta, "k%u-%u", k, dice(30));
	payments_step.text = texts[dice(3)];
	payments_step.amount = CENTS(1 + dice(900));
	if (payments_step.kind == MESSAGE_ADD ||
	    payments_step.kind == MESSAGE_DONE)
		payments_step.text = arena_printf(ta, "evt_%u", dice(MESSAGES));
	choose_posting(p);
}

/* Rows that are not there are nothing that the service could write to. */
static bool
is_possible(void)
{
	const struct deal *d = deal_of_payment(payments_step.payment);
	bool               is_payment = d != NULL && d->payment.r.exists;

	switch (payments_step.kind) {
	case PAYMENT_ADD:
	case PAYMENT_READ:
	case MESSAGE_ADD:
	case ATTEMPT_STALE:
	case REFUND_STALE:
	case REFUND_FIND: return true;
	case ATTEMPT_FIND: return payments_step.name != NULL;
	case MESSAGE_DONE:
		return is_payment && message_of(payments_step.text)->r.exists;
	case ATTEMPT_ADD:
		return is_payment && d->payment.nattempts < ATTEMPTS_MAX;
	case ATTEMPT_LEASE:
	case ATTEMPT_SET: return uuid_given(payments_step.attempt);
	case ATTEMPT_NAME:
		return uuid_given(payments_step.attempt) &&
		    payments_step.name != NULL;
	case REFUND_ADD:
		return is_payment && uuid_given(payments_step.attempt) &&
		    d->payment.nrefunds < REFUNDS_MAX;
	case REFUND_SET: return uuid_given(payments_step.refund);
	case LEDGER_POST:
		return is_payment && d->payment.npostings < POSTINGS_MAX;
	default: return is_payment;
	}
}

/* ---- side by side -------------------------------------------------------- */

/* A step a moment; at times long enough for leases to end. */
static int
step_choose(unsigned n)
{
	(void)n;
	do
		choose();
	while (!is_possible());
	model_wait(dice(6) == 0 ? dice(90) * SECOND_US : 1000);
	return payments_step.kind;
}

static enum err
step_ask(const void *queries, struct db *d, const char **answer)
{
	payments_step_take(queries, d);
	*answer = payments_step.read;
	return payments_step.e;
}

static void
the_model_does_what_the_database_does(void)
{
	const struct model model = { payments_queries_real,
		payments_queries_simulated, KINDS, step_choose, step_ask, NULL,
		NULL };

	WITH_DB();
	owner("TRUNCATE ledger_entries, ledger_transactions, ledger_accounts,"
	      " refunds, provider_events, payment_attempts, payment_shares,"
	      " payments, outbox");
	model_begin(11);
	for (int i = 0; i < PAYMENTS; i++)
		orders[i] = uuid_new();
	model_compare(&model, STEPS);
	model_end();
}

static const struct test tests[] = {
	TEST(the_model_does_what_the_database_does),
	{ 0 },
};

int
main(void)
{
	return db_tests("payments_model", "PAYMENTS", tests);
}
