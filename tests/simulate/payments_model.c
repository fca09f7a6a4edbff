/* SPDX-License-Identifier: ISC */
/*
 * payments_model.c - the simulated queries of payments, attempts, messages,
 * refunds and the ledger against PostgreSQL.
 */
#include <stdarg.h>

#include "tests/simulate/db_payments.h"
#include "tests/simulate/model.h"

#define STEPS    1500
#define PAYMENTS 4
#define MESSAGES 6

/* ---- the queries --------------------------------------------------------- */

#define QUERIES(Q)                \
	Q(db_payment_add)         \
	Q(db_payment_get)         \
	Q(db_payment_of_order)    \
	Q(db_payment_lock)        \
	Q(db_payment_shares)      \
	Q(db_payment_set)         \
	Q(db_payment_set_answer)  \
	Q(db_attempt_add)         \
	Q(db_attempt_get)         \
	Q(db_attempt_open_of)     \
	Q(db_attempt_last)        \
	Q(db_attempt_find)        \
	Q(db_attempt_paid)        \
	Q(db_attempt_lease)       \
	Q(db_attempt_set_name)    \
	Q(db_attempt_set)         \
	Q(db_attempt_stale)       \
	Q(db_provider_event_add)  \
	Q(db_provider_event_done) \
	Q(db_refund_add)          \
	Q(db_refund_get)          \
	Q(db_refund_by_key)       \
	Q(db_refund_requested)    \
	Q(db_refund_by_provider)  \
	Q(db_refund_set)          \
	Q(db_refund_stale)        \
	Q(db_ledger_post)         \
	Q(db_ledger_left)         \
	Q(db_tx)

MODEL_QUERIES(payments, QUERIES);

/* ---- a step -------------------------------------------------------------- */

enum kind {
	PAYMENT_ADD,
	PAYMENT_READ,
	PAYMENT_SET,
	ATTEMPT_ADD,
	ATTEMPT_READ,
	ATTEMPT_FIND,
	ATTEMPT_LEASE,
	ATTEMPT_NAME,
	ATTEMPT_SET,
	ATTEMPT_STALE,
	MESSAGE_ADD,
	MESSAGE_DONE,
	REFUND_ADD,
	REFUND_READ,
	REFUND_FIND,
	REFUND_SET,
	REFUND_STALE,
	LEDGER_POST,
	LEDGER_LEFT,
	KINDS
};

/* What a step is about; chosen once, for both databases. */
static struct step {
	enum kind          kind;
	struct uuid        payment, order, attempt, refund, vendor, fresh;
	int                status;
	const char        *provider, *name, *key, *text;
	struct money       amount;
	struct ledger_line lines[2];
	struct posting     posting;
	/* What happened: the error and what was read. */
	enum err    e;
	const char *read;
} now;

static void read_is(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void
read_is(const char *fmt, ...)
{
	char    line[1000];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	now.read = arena_printf(ta, "%s%s\n", now.read, line);
}

/* Only what was found is compared. */
static enum err
seen_error(enum err e, const char *query)
{
	read_is("%s: %s", query, err_slug(e));
	return e;
}

static const char *
or_none(const char *s)
{
	return s != NULL ? s : "-";
}

static void
read_payment(const char *query, enum err e, const struct payment *p)
{
	if (seen_error(e, query) == ERR_OK)
		read_is("%s %s %s %s %s %lld %s", p->id.text,
		    payment_status_words[p->status], or_none(p->transaction_id),
		    or_none(p->message),
		    p->next_action != NULL ? p->next_action->url : "-",
		    (long long)p->amount.minor, p->order_number);
}

static void
read_attempt(const char *query, enum err e, const struct attempt *a)
{
	if (seen_error(e, query) == ERR_OK)
		read_is("%s %s %s %s %s", a->id.text, a->provider,
		    attempt_status_words[a->status], or_none(a->provider_id),
		    or_none(a->transaction_id));
}

static void
read_attempt_whole(const char *query, enum err e, const struct attempt *a)
{
	read_attempt(query, e, a);
	if (e == ERR_OK)
		read_is("%s %s %s %s %s%lld", or_none(a->method_id),
		    or_none(a->url), or_none(a->code), or_none(a->message),
		    a->leased ? "leased " : "", (long long)a->created_at.us);
}

static void
read_refund(const char *query, enum err e, const struct refund *r)
{
	if (seen_error(e, query) == ERR_OK)
		read_is("%s %s %s %s %lld %lld %s %s %lld", r->id.text,
		    r->refund_key, refund_kind_words[r->kind],
		    refund_status_words[r->status], (long long)r->amount.minor,
		    (long long)r->tries, or_none(r->provider_id),
		    or_none(r->message), (long long)r->created_at.us);
}

/* ---- steps of payments --------------------------------------------------- */

static void
step_payment_add(struct db *d, const struct payments_queries *q)
{
	struct order_share shares[VENDORS];
	LIST(order_share)  list = { shares, VENDORS, 0 };
	struct payment     out,
	    p = { .id = now.fresh,
		    .order_id = now.order,
		    .user_id = world.buyers[0],
		    .amount = now.amount,
		    .currency = "EUR",
		    .method = PAY_STRIPE,
		    .order_number = now.key,
		    .email = "a@example.com" };

	for (int i = 0; i < VENDORS; i++)
		shares[i] = (struct order_share){
			.vendor_id = world.vendors[VENDORS - 1 - i],
			.items_amount = CENTS(100 * i + now.amount.minor),
			.shipping_amount = CENTS(i),
			.tax_amount = CENTS(0),
		};
	now.e = q->db_payment_add(d, &p, &list, &out);
	read_payment("add", now.e, &out);
}

static void
step_payment_read(struct db *d, const struct payments_queries *q)
{
	LIST(order_share) shares;
	struct payment    p;

	now.e = q->db_payment_get(d, now.payment, &p);
	read_payment("get", now.e, &p);
	read_payment("of_order", q->db_payment_of_order(d, now.order, &p), &p);
	read_payment("lock", q->db_payment_lock(d, now.payment, &p), &p);
	if (now.e != ERR_OK)
		return;
	seen_error(q->db_payment_shares(d, now.payment, &shares), "shares");
	for (size_t i = 0; i < shares.n; i++)
		read_is("%s %lld %lld %lld", shares.items[i].vendor_id.text,
		    (long long)shares.items[i].items_amount.minor,
		    (long long)shares.items[i].shipping_amount.minor,
		    (long long)shares.items[i].tax_amount.minor);
}

static void
step_payment_set(struct db *d, const struct payments_queries *q)
{
	struct next_action next = { "redirect", now.text };
	struct payment     p = { .id = now.payment,
		    .status = (enum payment_status)now.status,
		    .transaction_id = now.name,
		    .message = now.text,
		    .next_action = now.text != NULL ? &next : NULL };

	now.e = q->db_payment_set(d, &p);
	read_payment("set", now.e, &p);
	seen_error(q->db_payment_set_answer(d, now.payment, "{}"), "answer");
}

/* ---- steps of attempts --------------------------------------------------- */

static void
step_attempt_add(struct db *d, const struct payments_queries *q)
{
	struct attempt a = { .id = now.fresh,
		.payment_id = now.payment,
		.provider = now.provider,
		.method_id = now.text,
		.idempotency_key = now.fresh.text };

	now.e = q->db_attempt_add(d, &a);
	seen_error(now.e, "add");
}

static void
step_attempt_read(struct db *d, const struct payments_queries *q)
{
	struct attempt a;

	now.e = q->db_attempt_get(d, now.attempt, &a);
	read_attempt_whole("get", now.e, &a);
	read_attempt_whole("open", q->db_attempt_open_of(d, now.payment, &a),
	    &a);
	read_attempt_whole("last", q->db_attempt_last(d, now.payment, &a), &a);
	read_attempt("paid", q->db_attempt_paid(d, now.payment, &a), &a);
}

static void
step_attempt_find(struct db *d, const struct payments_queries *q)
{
	struct attempt a;

	now.e = q->db_attempt_find(d, now.provider, now.attempt, now.name, &a);
	read_attempt_whole("find", now.e, &a);
}

static void
step_attempt_set(struct db *d, const struct payments_queries *q)
{
	struct attempt a = { .id = now.attempt,
		.status = (enum attempt_status)now.status,
		.transaction_id = now.name,
		.url = now.text,
		.code = now.key,
		.message = now.text };

	now.e = q->db_attempt_set(d, &a);
	seen_error(now.e, "set");
}

static int
text_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* They come in no certain order. */
static void
read_sorted(const char **ids, size_t n)
{
	qsort(ids, n, sizeof(*ids), text_order);
	for (size_t i = 0; i < n; i++)
		read_is("%s", ids[i]);
}

static void
step_attempt_stale(struct db *d, const struct payments_queries *q)
{
	const char   *ids[PAYMENTS];
	LIST(attempt) list;

	now.e = q->db_attempt_stale(d, PAYMENTS, &list);
	seen_error(now.e, "stale");
	for (size_t i = 0; i < list.n; i++)
		ids[i] = list.items[i].id.text;
	read_sorted(ids, list.n);
}

/* ---- steps of messages --------------------------------------------------- */

static struct message_row messages[MESSAGES];

static const char *const message_ids[MESSAGES] = { "evt_0", "evt_1", "evt_2",
	"evt_3", "evt_4", "evt_5" };

struct message_row *
message_of(const char *id)
{
	return &messages[id[4] - '0'];
}

static void
step_message_add(struct db *d, const struct payments_queries *q)
{
	struct provider_event ev = { .id = now.text, .type = "x" };

	now.e = q->db_provider_event_add(d, "stripe", &ev);
	if (seen_error(now.e, "message") == ERR_OK)
		read_is("%lld %d", (long long)ev.times, ev.is_done);
}

static void
step_message_done(struct db *d, const struct payments_queries *q)
{
	now.e = q->db_provider_event_done(d, "stripe", now.text, now.payment);
	seen_error(now.e, "done");
}

/* ---- steps of refunds ---------------------------------------------------- */

static void
step_refund_add(struct db *d, const struct payments_queries *q)
{
	struct refund r = { .id = now.fresh,
		.payment_id = now.payment,
		.attempt_id = now.attempt,
		.refund_key = now.key,
		.kind = now.status % 2 == 0 ? REFUND_SALE : REFUND_SURPLUS,
		.amount = now.amount,
		.tries = 1,
		.reason = now.text };

	now.e = q->db_refund_add(d, &r);
	seen_error(now.e, "add");
}

static void
step_refund_read(struct db *d, const struct payments_queries *q)
{
	struct refund r;

	now.e = q->db_refund_get(d, now.refund, &r);
	read_refund("get", now.e, &r);
	read_refund("requested", q->db_refund_requested(d, now.payment, &r),
	    &r);
}

static void
step_refund_find(struct db *d, const struct payments_queries *q)
{
	struct refund r;

	now.e = q->db_refund_by_key(d, now.key, &r);
	read_refund("by_key", now.e, &r);
	now.e = q->db_refund_by_provider(d, now.provider, now.name, &r);
	read_refund("by_provider", now.e, &r);
}

static void
step_refund_set(struct db *d, const struct payments_queries *q)
{
	struct refund r;

	if ((now.e = q->db_refund_get(d, now.refund, &r)) == ERR_OK) {
		r.status = (enum refund_status)(now.status % 3);
		r.amount = now.amount;
		r.provider_id = now.name;
		r.message = now.text;
		r.tries++;
		now.e = q->db_refund_set(d, &r);
	}
	seen_error(now.e, "set");
}

static void
step_refund_stale(struct db *d, const struct payments_queries *q)
{
	const char  *ids[PAYMENTS * REFUNDS_MAX];
	LIST(refund) list;

	now.e = q->db_refund_stale(d, PAYMENTS * REFUNDS_MAX, &list);
	seen_error(now.e, "stale");
	for (size_t i = 0; i < list.n; i++)
		ids[i] = list.items[i].id.text;
	read_sorted(ids, list.n);
}

/* ---- steps of the ledger ------------------------------------------------- */

static const struct payments_queries *posting_by;

static enum err
post_tx(struct db *d, void *posting)
{
	return posting_by->db_ledger_post(d, posting);
}

static void
step_ledger_post(struct db *d, const struct payments_queries *q)
{
	posting_by = q;
	now.e = q->db_tx(d, post_tx, &now.posting);
	seen_error(now.e, "post");
}

static void
step_ledger_left(struct db *d, const struct payments_queries *q)
{
	LIST(ledger_line) left;

	now.e = q->db_ledger_left(d, now.payment, now.vendor, &left);
	seen_error(now.e, "left");
	for (size_t i = 0; i < left.n; i++)
		read_is("%s %s %lld", ledger_account_words[left.items[i].kind],
		    left.items[i].owner.text,
		    (long long)left.items[i].amount.minor);
}

static void
step_attempt_lease(struct db *d, const struct payments_queries *q)
{
	now.e = q->db_attempt_lease(d, now.attempt);
	seen_error(now.e, "lease");
}

static void
step_attempt_name(struct db *d, const struct payments_queries *q)
{
	now.e = q->db_attempt_set_name(d, now.attempt, now.name);
	seen_error(now.e, "name");
}

static void (*const steps[KINDS])(struct db *,
    const struct payments_queries *) = {
	[PAYMENT_ADD] = step_payment_add,
	[PAYMENT_READ] = step_payment_read,
	[PAYMENT_SET] = step_payment_set,
	[ATTEMPT_ADD] = step_attempt_add,
	[ATTEMPT_READ] = step_attempt_read,
	[ATTEMPT_FIND] = step_attempt_find,
	[ATTEMPT_LEASE] = step_attempt_lease,
	[ATTEMPT_NAME] = step_attempt_name,
	[ATTEMPT_SET] = step_attempt_set,
	[ATTEMPT_STALE] = step_attempt_stale,
	[MESSAGE_ADD] = step_message_add,
	[MESSAGE_DONE] = step_message_done,
	[REFUND_ADD] = step_refund_add,
	[REFUND_READ] = step_refund_read,
	[REFUND_FIND] = step_refund_find,
	[REFUND_SET] = step_refund_set,
	[REFUND_STALE] = step_refund_stale,
	[LEDGER_POST] = step_ledger_post,
	[LEDGER_LEFT] = step_ledger_left,
};

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

	now.lines[0] = (struct ledger_line){ LEDGER_BUYER, world.buyers[0],
		CENTS(-now.amount.minor) };
	now.lines[1] = (struct ledger_line){ kind, now.vendor, now.amount };
	now.posting = (struct posting){ .kind = kinds[dice(4)],
		.reference = arena_printf(ta, "%s-%u", p->row.id.text, dice(6)),
		.payment_id = p->row.id,
		.currency = "EUR",
		.lines = { now.lines, 2, 0 } };
}

/* No provider calls two refunds or two charges by one name. */
static const char *
choose_name(void)
{
	if (dice(8) == 0)
		return NULL;
	if (now.kind == REFUND_SET || now.kind == REFUND_FIND)
		return arena_printf(ta, "r-%s", now.refund.text);
	if (now.kind == ATTEMPT_SET || now.kind == PAYMENT_SET)
		return arena_printf(ta, "t-%s", now.attempt.text);
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

	now = (struct step){ .kind = (enum kind)dice(KINDS), .read = "" };
	now.order = orders[k];
	now.payment = p->r.exists && dice(12) != 0 ? p->row.id : uuid_new();
	now.fresh = uuid_new();
	now.attempt = any_attempt(p);
	now.refund = any_refund(p);
	now.vendor = world.vendors[dice(VENDORS)];
	now.status = (int)dice(5);
	now.provider = providers[dice(2)];
	now.name = choose_name();
	now.key = arena_printf(ta, "k%u-%u", k, dice(30));
	now.text = texts[dice(3)];
	now.amount = CENTS(1 + dice(900));
	if (now.kind == MESSAGE_ADD || now.kind == MESSAGE_DONE)
		now.text = message_ids[dice(MESSAGES)];
	choose_posting(p);
}

/* Rows that are not there are nothing that the service could write to. */
static bool
is_possible(void)
{
	const struct deal *d = deal_of_payment(now.payment);
	bool               is_payment = d != NULL && d->payment.r.exists;

	switch (now.kind) {
	case PAYMENT_ADD:
	case PAYMENT_READ:
	case MESSAGE_ADD:
	case ATTEMPT_STALE:
	case REFUND_STALE:
	case REFUND_FIND: return true;
	case ATTEMPT_FIND: return now.name != NULL;
	case MESSAGE_DONE: return is_payment && message_of(now.text)->r.exists;
	case ATTEMPT_ADD:
		return is_payment && d->payment.nattempts < ATTEMPTS_MAX;
	case ATTEMPT_LEASE:
	case ATTEMPT_SET: return uuid_given(now.attempt);
	case ATTEMPT_NAME: return uuid_given(now.attempt) && now.name != NULL;
	case REFUND_ADD:
		return is_payment && uuid_given(now.attempt) &&
		    d->payment.nrefunds < REFUNDS_MAX;
	case REFUND_SET: return uuid_given(now.refund);
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
	return now.kind;
}

static enum err
step_ask(const void *queries, struct db *d, const char **answer)
{
	now.read = "";
	steps[now.kind](d, queries);
	*answer = now.read;
	return now.e;
}

static void
the_model_does_what_the_database_does(void)
{
	static const struct model model = { &REAL_payments, &SIMULATED_payments,
		KINDS, step_choose, step_ask, NULL, NULL };

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
