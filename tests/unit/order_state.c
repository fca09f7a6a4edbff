/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/state/order_state.h"
#include "tests/tap_cunit.h"

static struct order_state
order_of(size_t n, const enum order_status *parcels, bool is_paid)
{
	struct order_state s = { .n = n, .is_paid = is_paid };
	bool               any = false;

	s.status = ORDER_CANCELLED;
	for (size_t i = 0; i < n; i++) {
		s.parcels[i] = parcels[i];
		if (parcels[i] == ORDER_CANCELLED)
			continue;
		if (!any || parcels[i] < s.status)
			s.status = parcels[i];
		any = true;
	}
	return s;
}

static bool
same(const struct order_state *a, const struct order_state *b)
{
	bool is = a->status == b->status && a->is_paid == b->is_paid &&
	    a->n == b->n;

	for (size_t i = 0; is && i < a->n; i++)
		is = a->parcels[i] == b->parcels[i];
	return is;
}

static enum err
step(struct order_state *s, enum order_act act, struct order_effects *fx)
{
	struct order_event ev = { .act = act, .parcel = PARCEL_ALL };

	return order_step(s, &ev, fx);
}

static enum err
move(struct order_state *s, enum order_actor by, size_t parcel,
    enum order_status to, struct order_effects *fx)
{
	struct order_event ev = { ACT_MOVE, by, to, parcel };

	return order_step(s, &ev, fx);
}

/*
 * Rows: from. Columns: to. Who may: Buyer, Vendor, Admin; '+' when paid only.
 */
static void
who_may_take_which_step(void)
{
	static const char *const may[7][7] = {
		/* PENDING CONF.  PROC.  SHIPPED DELIV. CANC.  REFUNDED */
		{ "", "A", "", "", "", "BA", "" },
		{ "", "", "VA", "", "", "BVA", "A+" },
		{ "", "", "", "VA", "", "BVA", "A+" },
		{ "", "", "", "", "VA", "", "A+" },
		{ "", "", "", "", "", "", "A+" },
		{ "", "", "", "", "", "", "" },
		{ "", "", "", "", "", "", "" },
	};

	for (int from = 0; from < 7; from++)
		for (int i = 0; i < 7 * 3 * 2; i++) {
			enum order_status  parcel = (enum order_status)from;
			enum order_status  to = (enum order_status)(i % 7);
			int                by = i / 7 % 3;
			bool               is_paid = i / 21;
			struct order_state s = order_of(1, &parcel, is_paid);
			const char        *cell = may[from][to];
			bool want = strchr(cell, "BVA"[by]) != NULL &&
			    (is_paid || strchr(cell, '+') == NULL);

			if (is_paid && from == ORDER_PENDING)
				continue; /* there is no such thing */
			if (order_may(&s, (enum order_actor)by,
				by == BY_VENDOR ? 0 : PARCEL_ALL, to) != want)
				printf("# %d -> %d by %d, paid %d\n", from,
				    (int)to, by, is_paid);
			CHECK_INT(order_may(&s, (enum order_actor)by,
				      by == BY_VENDOR ? 0 : PARCEL_ALL, to),
			    want);
		}
}

static void
a_refusal_changes_nothing(void)
{
	enum order_status    parcels[] = { ORDER_SHIPPED, ORDER_CONFIRMED };
	struct order_state   s = order_of(2, parcels, true), was = s;
	struct order_effects fx;

	CHECK_INT(move(&s, BY_BUYER, PARCEL_ALL, ORDER_CANCELLED, &fx),
	    ERR_ORDER_STATE);
	CHECK(!fx.changed && !fx.pays_back);
	CHECK(same(&s, &was));
}

static void
the_order_shows_the_least_advanced(void)
{
	enum order_status    parcels[] = { ORDER_CONFIRMED, ORDER_CONFIRMED };
	struct order_state   s = order_of(2, parcels, true);
	struct order_effects fx;

	CHECK_INT(move(&s, BY_VENDOR, 0, ORDER_PROCESSING, &fx), ERR_OK);
	CHECK_INT(s.status, ORDER_CONFIRMED);
	CHECK(fx.moved[0] && !fx.moved[1]);
	CHECK_INT(move(&s, BY_VENDOR, 0, ORDER_SHIPPED, &fx), ERR_OK);
	CHECK_INT(move(&s, BY_VENDOR, 1, ORDER_CANCELLED, &fx), ERR_OK);
	CHECK(fx.pays_back && fx.moved[1] && !fx.moved[0]);
	CHECK_INT(s.status, ORDER_SHIPPED);
	CHECK_INT(move(&s, BY_VENDOR, 0, ORDER_DELIVERED, &fx), ERR_OK);
	CHECK_INT(s.status, ORDER_DELIVERED);
}

static void
an_admin_takes_all_parcels_along_but_skips_no_step(void)
{
	enum order_status    parcels[] = { ORDER_PROCESSING, ORDER_SHIPPED,
		   ORDER_CANCELLED };
	struct order_state   s = order_of(3, parcels, true);
	struct order_effects fx;

	CHECK_INT(move(&s, BY_ADMIN, PARCEL_ALL, ORDER_DELIVERED, &fx),
	    ERR_ORDER_STATE);
	CHECK_INT(move(&s, BY_ADMIN, PARCEL_ALL, ORDER_SHIPPED, &fx), ERR_OK);
	CHECK(fx.moved[0] && !fx.moved[1] && !fx.moved[2]);
	CHECK_INT(move(&s, BY_ADMIN, PARCEL_ALL, ORDER_DELIVERED, &fx), ERR_OK);
	CHECK(fx.moved[0] && fx.moved[1] && !fx.moved[2]);
}

static void
a_part_of_an_unpaid_order_cannot_be_cancelled(void)
{
	enum order_status    parcels[] = { ORDER_PENDING, ORDER_PENDING };
	struct order_state   s = order_of(2, parcels, false);
	struct order_effects fx;

	CHECK_INT(move(&s, BY_VENDOR, 0, ORDER_CANCELLED, &fx),
	    ERR_ORDER_STATE);
	CHECK_INT(move(&s, BY_ADMIN, 0, ORDER_CANCELLED, &fx), ERR_ORDER_STATE);
	CHECK_INT(move(&s, BY_BUYER, PARCEL_ALL, ORDER_CANCELLED, &fx), ERR_OK);
	CHECK(!fx.pays_back);
}

static void
money_for_a_part_that_was_cancelled_before_is_owed(void)
{
	enum order_status    parcels[] = { ORDER_PROCESSING, ORDER_CANCELLED };
	struct order_state   s = order_of(2, parcels, false);
	struct order_effects fx;

	CHECK_INT(step(&s, ACT_PAY, &fx), ERR_OK);
	CHECK(s.is_paid && !fx.changed && !fx.sells);
	CHECK(!fx.owes[0] && fx.owes[1]);
	CHECK_INT(step(&s, ACT_PAY, &fx), ERR_OK);
	CHECK(!fx.owes[1]);
}

static void
payment_and_expiry_exclude_each_other(void)
{
	enum order_status    parcels[] = { ORDER_PENDING, ORDER_PENDING };
	struct order_state   s = order_of(2, parcels, false), paid = s;
	struct order_effects fx;

	CHECK_INT(step(&paid, ACT_PAY, &fx), ERR_OK);
	CHECK(fx.sells && fx.moved[0] && fx.moved[1]);
	CHECK_INT(paid.status, ORDER_CONFIRMED);
	CHECK_INT(step(&paid, ACT_EXPIRE, &fx), ERR_OK);
	CHECK(!fx.changed);
	CHECK_INT(step(&paid, ACT_PAY, &fx), ERR_OK);
	CHECK(!fx.changed && !fx.sells);
	CHECK_INT(step(&s, ACT_EXPIRE, &fx), ERR_OK);
	CHECK_INT(s.status, ORDER_CANCELLED);
	CHECK_INT(step(&s, ACT_PAY, &fx), ERR_ORDER_STATE);
}

static void
a_refund_gives_back_what_was_not_shipped(void)
{
	enum order_status    parcels[] = { ORDER_SHIPPED, ORDER_PROCESSING,
		   ORDER_CANCELLED };
	struct order_state   s = order_of(3, parcels, true);
	struct order_effects fx;

	CHECK_INT(step(&s, ACT_REFUND, &fx), ERR_OK);
	CHECK_INT(s.status, ORDER_REFUNDED);
	CHECK(!fx.gives_back[0] && fx.gives_back[1] && !fx.gives_back[2]);
	CHECK(!fx.pays_back);
	CHECK_INT(s.parcels[2], ORDER_CANCELLED);
	CHECK_INT(step(&s, ACT_REFUND, &fx), ERR_OK);
	CHECK(!fx.changed);
}

/* ---- any order of events ------------------------------------------------ */

static uint64_t
next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* What has left the shop so far, by parcel. */
struct books {
	int sold, paid_back[4], given_back[4];
};

static void
record(struct books *b, const struct order_state *was,
    const struct order_state *s, const struct order_effects *fx)
{
	b->sold += fx->sells;
	for (size_t i = 0; i < s->n; i++) {
		enum order_status from = was->parcels[i], to = s->parcels[i];

		CHECK_INT(fx->moved[i], from != to);
		if (!fx->moved[i])
			continue;
		CHECK_INT(to, fx->to);
		CHECK(to == from + 1 || to == ORDER_CANCELLED ||
		    to == ORDER_REFUNDED);
		CHECK(from < ORDER_CANCELLED);
		CHECK(to != ORDER_CANCELLED || from < ORDER_SHIPPED);
		b->paid_back[i] += fx->pays_back;
		b->given_back[i] += fx->gives_back[i] || to == ORDER_CANCELLED;
		CHECK(!fx->gives_back[i] || from < ORDER_SHIPPED);
		CHECK(!fx->pays_back || was->is_paid);
	}
}

static void
one_life(uint64_t seed)
{
	enum order_status    parcels[4] = { ORDER_PENDING };
	struct order_state   s, was;
	struct order_event   ev;
	struct order_effects fx;
	struct books         b = { 0 };
	uint64_t             r = seed * 0x9e3779b97f4a7c15u + 1;

	s = order_of(1 + next_random(&r) % 4, parcels, false);
	for (int i = 0; i < 60; i++) {
		was = s;
		ev.act = (enum order_act)(next_random(&r) % 12);
		if (ev.act > ACT_MOVE || (ev.act == ACT_EXPIRE && i < 9))
			ev.act = ACT_MOVE;
		ev.by = (enum order_actor)(next_random(&r) % 3);
		ev.to = (enum order_status)(next_random(&r) % 7);
		ev.parcel = next_random(&r) % 2 == 0 ? PARCEL_ALL :
						       next_random(&r) % s.n;
		if (ev.by == BY_BUYER)
			ev.parcel = PARCEL_ALL;
		if (order_step(&s, &ev, &fx) != ERR_OK)
			CHECK(same(&s, &was));
		record(&b, &was, &s, &fx);
		CHECK_INT(s.status, order_of(s.n, s.parcels, s.is_paid).status);
	}
	CHECK(b.sold <= 1);
	for (size_t i = 0; i < s.n; i++) {
		CHECK(b.paid_back[i] <= 1 && b.given_back[i] <= 1);
		CHECK(s.parcels[i] != ORDER_CANCELLED || b.given_back[i] == 1);
		CHECK(b.sold == 1 || s.parcels[i] == ORDER_PENDING ||
		    s.parcels[i] == ORDER_CANCELLED);
	}
}

static void
no_order_of_events_breaks_the_books(void)
{
	for (uint64_t seed = 1; seed <= 5000; seed++)
		one_life(seed);
}

static const struct test tests[] = {
	TEST(who_may_take_which_step),
	TEST(a_refusal_changes_nothing),
	TEST(the_order_shows_the_least_advanced),
	TEST(an_admin_takes_all_parcels_along_but_skips_no_step),
	TEST(a_part_of_an_unpaid_order_cannot_be_cancelled),
	TEST(money_for_a_part_that_was_cancelled_before_is_owed),
	TEST(payment_and_expiry_exclude_each_other),
	TEST(a_refund_gives_back_what_was_not_shipped),
	TEST(no_order_of_events_breaks_the_books),
	{ 0 },
};

int
main(void)
{
	return tap_run("order_state", tests);
}
