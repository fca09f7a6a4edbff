/* SPDX-License-Identifier: ISC */
/*
 * state_tables.c - the tables of docs/state-machines.md are what the functions
 * do. With "--print" they are printed, to be put there.
 */
#include "common/base/buf.h"
#include "tests/simulate/world.h"

#include "fcgi/orders/state/order_state.h"
#include "fcgi/payments/engine/payment_state.h"
#include "fcgi/payments/engine/refund_state.h"
#include "tests/tap_cunit.h"

#define PAGE "docs/state-machines.md"

/* ---- orders -------------------------------------------------------------- */

static struct order_state
order_in(enum order_status status, bool is_paid)
{
	return (struct order_state){ .status = status,
		.is_paid = is_paid,
		.n = 1,
		.parcels = { status } };
}

/* Who may take the step: B, V, A; "+" when it has to be paid. */
static void
who_may(struct buf *b, enum order_status from, enum order_status to)
{
	char cell[8] = "";
	bool free = false;

	for (int by = BY_BUYER; by <= BY_ADMIN; by++) {
		struct order_state paid = order_in(from, true),
				   unpaid = order_in(from, false);
		size_t parcel = by == BY_VENDOR ? 0 : PARCEL_ALL;

		if (!order_may(&paid, (enum order_actor)by, parcel, to))
			continue;
		cell[strlen(cell)] = "BVA"[by];
		free = free ||
		    order_may(&unpaid, (enum order_actor)by, parcel, to);
	}
	if (cell[0] != '\0' && !free)
		cell[strlen(cell)] = '+';
	buf_printf(b, " %-10s", cell[0] != '\0' ? cell : "-");
}

static void
order_moves(struct buf *b)
{
	buf_printf(b, "%-10s", "from");
	for (int to = ORDER_CONFIRMED; to <= ORDER_REFUNDED; to++)
		buf_printf(b, " %-10s", order_status_words[to]);
	buf_char(b, '\n');
	for (int from = ORDER_PENDING; from <= ORDER_REFUNDED; from++) {
		buf_printf(b, "%-10s", order_status_words[from]);
		for (int to = ORDER_CONFIRMED; to <= ORDER_REFUNDED; to++)
			who_may(b, (enum order_status)from,
			    (enum order_status)to);
		buf_char(b, '\n');
	}
}

static void
order_event_row(struct buf *b, enum order_act act, enum order_status status,
    bool is_paid)
{
	static const char *const acts[] = { "paid", "expired", "refunded" };
	struct order_state       s = order_in(status, is_paid);
	struct order_event       ev = { .act = act, .parcel = PARCEL_ALL };
	struct order_effects     fx;
	enum err                 e = order_step(&s, &ev, &fx);

	if (e == ERR_OK && !fx.changed && s.is_paid == is_paid)
		return;
	if (act == ACT_REFUND && !is_paid && status > ORDER_PENDING)
		return;
	buf_printf(b, "%-9s %-10s %-6s %-10s%s%s%s%s\n", acts[act],
	    order_status_words[status], is_paid ? "yes" : "no",
	    e != ERR_OK ? "refused" : order_status_words[s.status],
	    s.is_paid && !is_paid ? " is paid" : "", fx.sells ? " sells" : "",
	    fx.gives_back[0] ? " goods go back" : "",
	    fx.owes[0] ? " money goes back" : "");
}

static void
order_events(struct buf *b)
{
	buf_printf(b, "%-9s %-10s %-6s %s\n", "event", "order", "paid", "then");
	for (int act = ACT_PAY; act <= ACT_REFUND; act++)
		for (int s = ORDER_PENDING; s <= ORDER_REFUNDED; s++)
			for (int paid = 0; paid <= 1; paid++)
				if (s != ORDER_PENDING || !paid)
					order_event_row(b, (enum order_act)act,
					    (enum order_status)s, paid);
}

/* ---- payments ------------------------------------------------------------ */

static const char *const payment_events[] = { "opened", "waiting", "unknown",
	"paid", "failed", "ended", "order cancelled", "all refunded" };

/* "COMPLETED Stco": what the payment is then, and the effects' letters. */
static void
payment_cell(struct buf *b, struct payment_state s, enum payment_event event)
{
	static const char   letters[] = "SUtfcer"; /* enum payment_effect */
	struct payment_step step = payment_step(s, event);
	char                cell[24];
	size_t              n;

	n = (size_t)snprintf(cell, sizeof(cell), "%s%s",
	    step.refused ? "refused" :
		step.next.status == s.status ?
			   "-" :
			   payment_status_words[step.next.status],
	    step.effects != 0 ? " " : "");
	for (int i = 0; letters[i] != '\0'; i++)
		if ((step.effects & 1u << i) != 0)
			cell[n++] = letters[i];
	cell[n] = '\0';
	buf_printf(b, " %-14s", cell);
}

static void
payment_row(struct buf *b, enum payment_event event, enum attempt_status a)
{
	buf_printf(b, "%-15s %-9s", payment_events[event],
	    attempt_status_words[a]);
	for (int s = PAYMENT_PENDING; s <= PAYMENT_REFUNDED; s++)
		payment_cell(b,
		    (struct payment_state){ (enum payment_status)s, a }, event);
	buf_char(b, '\n');
}

static void
payments(struct buf *b)
{
	buf_printf(b, "%-15s %-9s", "event", "attempt");
	for (int s = PAYMENT_PENDING; s <= PAYMENT_REFUNDED; s++)
		buf_printf(b, " %-14s", payment_status_words[s]);
	buf_char(b, '\n');
	payment_row(b, EVENT_OPENED, ATTEMPT_CANCELLED);
	payment_row(b, EVENT_PAID, ATTEMPT_STARTED);
	payment_row(b, EVENT_PAID, ATTEMPT_CANCELLED);
	payment_row(b, EVENT_FAILED, ATTEMPT_STARTED);
	payment_row(b, EVENT_FAILED, ATTEMPT_CANCELLED);
	payment_row(b, EVENT_ENDED, ATTEMPT_STARTED);
	payment_row(b, EVENT_ENDED, ATTEMPT_CANCELLED);
	payment_row(b, EVENT_ORDER_GONE, ATTEMPT_STARTED);
	payment_row(b, EVENT_ALL_REFUNDED, ATTEMPT_SUCCEEDED);
}

static void
attempts(struct buf *b)
{
	buf_printf(b, "%-15s", "event");
	for (int a = ATTEMPT_STARTED; a <= ATTEMPT_CANCELLED; a++)
		buf_printf(b, " %-10s", attempt_status_words[a]);
	buf_char(b, '\n');
	for (int event = EVENT_WAITING; event <= EVENT_ENDED; event++) {
		buf_printf(b, "%-15s", payment_events[event]);
		for (int a = ATTEMPT_STARTED; a <= ATTEMPT_CANCELLED; a++) {
			struct payment_step step =
			    payment_step((struct
					     payment_state){ PAYMENT_PROCESSING,
					     (enum attempt_status)a },
				(enum payment_event)event);

			buf_printf(b, " %-10s",
			    (int)step.next.attempt == a ?
				"-" :
				attempt_status_words[step.next.attempt]);
		}
		buf_char(b, '\n');
	}
}

/* ---- refunds ------------------------------------------------------------- */

static void
refunds(struct buf *b)
{
	static const char *const events[] = { "wished", "unseen", "given",
		"refused" };

	buf_printf(b, "%-9s %-8s %-10s %s\n", "event", "kind", "refund",
	    "then");
	for (int event = REFUND_WISHED; event <= REFUND_REFUSED; event++)
		for (int kind = REFUND_SALE; kind <= REFUND_SURPLUS; kind++)
			for (int s = REFUND_REQUESTED; s <= REFUND_FAILED;
			     s++) {
				struct refund_step step = refund_step(
				    (struct refund_state){
					(enum refund_kind)kind,
					(enum refund_status)s },
				    (enum refund_event)event);

				if ((int)step.next == s && !step.is_new_try)
					continue;
				buf_printf(b, "%-9s %-8s %-10s %s%s%s\n",
				    events[event], refund_kind_words[kind],
				    refund_status_words[s],
				    refund_status_words[step.next],
				    step.is_new_try ? ", under a new key" : "",
				    step.posts ? ", posted and told" : "");
			}
}

/* ---- the page ------------------------------------------------------------ */

static const char *
page_read(void)
{
	const char *dir = getenv("srcdir");
	const char *path = arena_printf(ta, "%s/" PAGE, dir ? dir : ".");
	char       *text = arena_alloc(ta, 100000);
	FILE       *f = fopen(path, "r");

	CHECK(f != NULL);
	if (f != NULL) {
		CHECK(fread(text, 1, 99999, f) > 0);
		fclose(f);
	}
	return text;
}

/* Lines end where their text does. */
static const char *
table_text(struct arena *a, void (*table)(struct buf *))
{
	struct buf all = { 0 };
	char      *text, *to;

	table(&all);
	text = to = arena_dup(a, all.data, all.len);
	for (const char *s = all.data, *end = s + all.len; s < end; s++) {
		while (*s == '\n' && to > text && to[-1] == ' ')
			to--;
		*to++ = *s;
	}
	*to = '\0';
	buf_free(&all);
	return text;
}

static void
compare(void (*table)(struct buf *))
{
	CHECK_HAS(page_read(), table_text(ta, table));
}

static void
who_may_move_an_order(void)
{
	compare(order_moves);
}

static void
what_events_do_to_an_order(void)
{
	compare(order_events);
}

static void
what_events_do_to_a_payment(void)
{
	compare(payments);
}

static void
what_events_do_to_an_attempt(void)
{
	compare(attempts);
}

static void
what_events_do_to_a_refund(void)
{
	compare(refunds);
}

static const struct test tests[] = {
	TEST(who_may_move_an_order),
	TEST(what_events_do_to_an_order),
	TEST(what_events_do_to_a_payment),
	TEST(what_events_do_to_an_attempt),
	TEST(what_events_do_to_a_refund),
	{ 0 },
};

int
main(int argc, char **argv)
{
	static void (*const tables[])(struct buf *) = { order_moves,
		order_events, payments, attempts, refunds };
	struct arena *a;

	if (argc != 2 || strcmp(argv[1], "--print") != 0)
		return tap_run("state_tables", tests);
	a = arena_new(TEST_ARENA);
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		puts(table_text(a, tables[i]));
	arena_free(&a);
	return 0;
}
