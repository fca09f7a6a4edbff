/* SPDX-License-Identifier: ISC */
#include <stdarg.h>

#include "tests/simulate/payments_model.h"

struct step payments_step;

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

const void *const payments_queries_real = &REAL_payments;
const void *const payments_queries_simulated = &SIMULATED_payments;

static void read_is(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void
read_is(const char *fmt, ...)
{
	char    line[1000];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	payments_step.read = arena_printf(ta, "%s%s\n", payments_step.read,
	    line);
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
	    p = { .id = payments_step.fresh,
		    .order_id = payments_step.order,
		    .user_id = world.buyers[0],
		    .amount = payments_step.amount,
		    .currency = "EUR",
		    .method = PAY_STRIPE,
		    .order_number = payments_step.key,
		    .email = "a@example.com" };

	for (int i = 0; i < VENDORS; i++)
		shares[i] = (struct order_share){
			.vendor_id = world.vendors[VENDORS - 1 - i],
			.items_amount = CENTS(100 * i +
			    payments_step.amount.minor),
			.shipping_amount = CENTS(i),
			.tax_amount = CENTS(0),
		};
	payments_step.e = q->db_payment_add(d, &p, &list, &out);
	read_payment("add", payments_step.e, &out);
}

static void
step_payment_read(struct db *d, const struct payments_queries *q)
{
	LIST(order_share) shares;
	struct payment    p;

	payments_step.e = q->db_payment_get(d, payments_step.payment, &p);
	read_payment("get", payments_step.e, &p);
	read_payment("of_order",
	    q->db_payment_of_order(d, payments_step.order, &p), &p);
	read_payment("lock", q->db_payment_lock(d, payments_step.payment, &p),
	    &p);
	if (payments_step.e != ERR_OK)
		return;
	seen_error(q->db_payment_shares(d, payments_step.payment, &shares),
	    "shares");
	for (size_t i = 0; i < shares.n; i++)
		read_is("%s %lld %lld %lld", shares.items[i].vendor_id.text,
		    (long long)shares.items[i].items_amount.minor,
		    (long long)shares.items[i].shipping_amount.minor,
		    (long long)shares.items[i].tax_amount.minor);
}

static void
step_payment_set(struct db *d, const struct payments_queries *q)
{
	struct next_action next = { "redirect", payments_step.text };
	struct payment     p = { .id = payments_step.payment,
		    .status = (enum payment_status)payments_step.status,
		    .transaction_id = payments_step.name,
		    .message = payments_step.text,
		    .next_action = payments_step.text != NULL ? &next : NULL };

	payments_step.e = q->db_payment_set(d, &p);
	read_payment("set", payments_step.e, &p);
	seen_error(q->db_payment_set_answer(d, payments_step.payment, "{}"),
	    "answer");
}

/* ---- steps of attempts --------------------------------------------------- */

static void
step_attempt_add(struct db *d, const struct payments_queries *q)
{
	struct attempt a = { .id = payments_step.fresh,
		.payment_id = payments_step.payment,
		.provider = payments_step.provider,
		.method_id = payments_step.text,
		.idempotency_key = payments_step.fresh.text };

	payments_step.e = q->db_attempt_add(d, &a);
	seen_error(payments_step.e, "add");
}

static void
step_attempt_read(struct db *d, const struct payments_queries *q)
{
	struct attempt a;

	payments_step.e = q->db_attempt_get(d, payments_step.attempt, &a);
	read_attempt_whole("get", payments_step.e, &a);
	read_attempt_whole("open",
	    q->db_attempt_open_of(d, payments_step.payment, &a), &a);
	read_attempt_whole("last",
	    q->db_attempt_last(d, payments_step.payment, &a), &a);
	read_attempt("paid", q->db_attempt_paid(d, payments_step.payment, &a),
	    &a);
}

static void
step_attempt_find(struct db *d, const struct payments_queries *q)
{
	struct attempt a;

	payments_step.e = q->db_attempt_find(d, payments_step.provider,
	    payments_step.attempt, payments_step.name, &a);
	read_attempt_whole("find", payments_step.e, &a);
}

static void
step_attempt_set(struct db *d, const struct payments_queries *q)
{
	struct attempt a = { .id = payments_step.attempt,
		.status = (enum attempt_status)payments_step.status,
		.transaction_id = payments_step.name,
		.url = payments_step.text,
		.code = payments_step.key,
		.message = payments_step.text };

	payments_step.e = q->db_attempt_set(d, &a);
	seen_error(payments_step.e, "set");
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

	payments_step.e = q->db_attempt_stale(d, PAYMENTS, &list);
	seen_error(payments_step.e, "stale");
	for (size_t i = 0; i < list.n; i++)
		ids[i] = list.items[i].id.text;
	read_sorted(ids, list.n);
}

/* ---- steps of messages --------------------------------------------------- */

static struct message_row messages[MESSAGES];

struct message_row *
message_of(const char *id)
{
	return &messages[id[4] - '0'];
}

static void
step_message_add(struct db *d, const struct payments_queries *q)
{
	struct provider_event ev = { .id = payments_step.text, .type = "x" };

	payments_step.e = q->db_provider_event_add(d, "stripe", &ev);
	if (seen_error(payments_step.e, "message") == ERR_OK)
		read_is("%lld %d", (long long)ev.times, ev.is_done);
}

static void
step_message_done(struct db *d, const struct payments_queries *q)
{
	payments_step.e = q->db_provider_event_done(d, "stripe",
	    payments_step.text, payments_step.payment);
	seen_error(payments_step.e, "done");
}

/* ---- steps of refunds ---------------------------------------------------- */

static void
step_refund_add(struct db *d, const struct payments_queries *q)
{
	struct refund r = { .id = payments_step.fresh,
		.payment_id = payments_step.payment,
		.attempt_id = payments_step.attempt,
		.refund_key = payments_step.key,
		.kind = payments_step.status % 2 == 0 ? REFUND_SALE :
							REFUND_SURPLUS,
		.amount = payments_step.amount,
		.tries = 1,
		.reason = payments_step.text };

	payments_step.e = q->db_refund_add(d, &r);
	seen_error(payments_step.e, "add");
}

static void
step_refund_read(struct db *d, const struct payments_queries *q)
{
	struct refund r;

	payments_step.e = q->db_refund_get(d, payments_step.refund, &r);
	read_refund("get", payments_step.e, &r);
	read_refund("requested",
	    q->db_refund_requested(d, payments_step.payment, &r), &r);
}

static void
step_refund_find(struct db *d, const struct payments_queries *q)
{
	struct refund r;

	payments_step.e = q->db_refund_by_key(d, payments_step.key, &r);
	read_refund("by_key", payments_step.e, &r);
	payments_step.e = q->db_refund_by_provider(d, payments_step.provider,
	    payments_step.name, &r);
	read_refund("by_provider", payments_step.e, &r);
}

static void
step_refund_set(struct db *d, const struct payments_queries *q)
{
	struct refund r;

	if ((payments_step.e = q->db_refund_get(d, payments_step.refund, &r)) ==
	    ERR_OK) {
		r.status = (enum refund_status)(payments_step.status % 3);
		r.amount = payments_step.amount;
		r.provider_id = payments_step.name;
		r.message = payments_step.text;
		r.tries++;
		payments_step.e = q->db_refund_set(d, &r);
	}
	seen_error(payments_step.e, "set");
}

static void
step_refund_stale(struct db *d, const struct payments_queries *q)
{
	const char  *ids[PAYMENTS * REFUNDS_MAX];
	LIST(refund) list;

	payments_step.e = q->db_refund_stale(d, PAYMENTS * REFUNDS_MAX, &list);
	seen_error(payments_step.e, "stale");
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
	payments_step.e = q->db_tx(d, post_tx, &payments_step.posting);
	seen_error(payments_step.e, "post");
}

static void
step_ledger_left(struct db *d, const struct payments_queries *q)
{
	LIST(ledger_line) left;

	payments_step.e = q->db_ledger_left(d, payments_step.payment,
	    payments_step.vendor, &left);
	seen_error(payments_step.e, "left");
	for (size_t i = 0; i < left.n; i++)
		read_is("%s %s %lld", ledger_account_words[left.items[i].kind],
		    left.items[i].owner.text,
		    (long long)left.items[i].amount.minor);
}

static void
step_attempt_lease(struct db *d, const struct payments_queries *q)
{
	payments_step.e = q->db_attempt_lease(d, payments_step.attempt);
	seen_error(payments_step.e, "lease");
}

static void
step_attempt_name(struct db *d, const struct payments_queries *q)
{
	payments_step.e = q->db_attempt_set_name(d, payments_step.attempt,
	    payments_step.name);
	seen_error(payments_step.e, "name");
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

void
payments_step_take(const void *queries, struct db *d)
{
	payments_step.read = "";
	steps[payments_step.kind](d, queries);
}
