/* SPDX-License-Identifier: ISC */
/*
 * payment_state.c - what becomes of a payment, step by step and through
 * random lives: repeated, late, lost and reordered news, a worker that gives
 * an attempt up by mistake, orders that are cancelled at any time.
 */
#include "fcgi/payments/engine/payment_state.h"
#include "tests/tap_cunit.h"

#define SEEDS    1000
#define STEPS    10000
#define ATTEMPTS 12

static struct payment_step
step(enum payment_status p, enum attempt_status a, enum payment_event ev)
{
	return payment_step((struct payment_state){ p, a }, ev);
}

static void
a_payment_is_opened_and_paid(void)
{
	struct payment_step s;

	s = step(PAYMENT_PENDING, ATTEMPT_CANCELLED, EVENT_OPENED);
	CHECK(!s.refused);
	CHECK_INT(s.next.status, PAYMENT_PROCESSING);
	CHECK_INT(s.next.attempt, ATTEMPT_STARTED);
	s = payment_step(s.next, EVENT_UNKNOWN);
	CHECK_INT(s.next.status, PAYMENT_PROCESSING);
	CHECK_INT(s.next.attempt, ATTEMPT_UNKNOWN);
	s = payment_step(s.next, EVENT_PAID);
	CHECK_INT(s.next.status, PAYMENT_COMPLETED);
	CHECK_INT(s.next.attempt, ATTEMPT_SUCCEEDED);
	CHECK_INT(s.effects,
	    EFFECT_SALE | EFFECT_TELL_COMPLETED | EFFECT_CONFIRM_ORDER |
		EFFECT_END_OTHERS);
	s = payment_step(s.next, EVENT_PAID);
	CHECK_INT(s.effects, 0);
	s = payment_step(s.next, EVENT_FAILED);
	CHECK_INT(s.next.status, PAYMENT_COMPLETED);
	CHECK_INT(s.next.attempt, ATTEMPT_SUCCEEDED);
}

static void
nothing_is_opened_twice_or_too_late(void)
{
	static const enum payment_status closed[] = { PAYMENT_PROCESSING,
		PAYMENT_COMPLETED, PAYMENT_CANCELLED, PAYMENT_REFUNDED };

	for (size_t i = 0; i < 4; i++)
		CHECK(step(closed[i], ATTEMPT_FAILED, EVENT_OPENED).refused);
	CHECK(!step(PAYMENT_FAILED, ATTEMPT_FAILED, EVENT_OPENED).refused);
}

static void
a_decline_may_be_tried_again_an_expiry_is_no_failure(void)
{
	struct payment_step s;

	s = step(PAYMENT_PROCESSING, ATTEMPT_STARTED, EVENT_FAILED);
	CHECK_INT(s.next.status, PAYMENT_FAILED);
	CHECK_INT(s.effects, EFFECT_TELL_FAILED);
	s = step(PAYMENT_PROCESSING, ATTEMPT_STARTED, EVENT_ENDED);
	CHECK_INT(s.next.status, PAYMENT_PENDING);
	CHECK_INT(s.effects, 0);
	/* News of an older attempt while another one is open. */
	s = step(PAYMENT_PROCESSING, ATTEMPT_FAILED, EVENT_FAILED);
	CHECK_INT(s.next.status, PAYMENT_PROCESSING);
	CHECK_INT(s.effects, 0);
}

static void
money_that_nobody_waits_for_goes_back(void)
{
	struct payment_step s;

	s = step(PAYMENT_CANCELLED, ATTEMPT_UNKNOWN, EVENT_PAID);
	CHECK_INT(s.effects, EFFECT_SURPLUS);
	CHECK_INT(s.next.status, PAYMENT_CANCELLED);
	s = step(PAYMENT_COMPLETED, ATTEMPT_CANCELLED, EVENT_PAID);
	CHECK_INT(s.effects, EFFECT_SURPLUS);
	s = step(PAYMENT_COMPLETED, ATTEMPT_SUCCEEDED, EVENT_ORDER_GONE);
	CHECK_INT(s.effects, EFFECT_REFUND_ORDER);
	CHECK_INT(s.next.status, PAYMENT_COMPLETED);
	s = step(PAYMENT_COMPLETED, ATTEMPT_SUCCEEDED, EVENT_ALL_REFUNDED);
	CHECK_INT(s.next.status, PAYMENT_REFUNDED);
}

/* ---- random lives -------------------------------------------------------- */

enum truth { LIVE, PAID, DECLINED, ENDED };

struct life {
	uint64_t            random;
	enum payment_status status;
	enum attempt_status here[ATTEMPTS];  /* as we know */
	enum truth          there[ATTEMPTS]; /* as it is */
	int                 n, sales, surpluses;
	bool                cancelled;
};

static unsigned
dice(struct life *l, unsigned sides)
{
	l->random = l->random * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(l->random >> 33) % sides;
}

static void
apply(struct life *l, int i, enum payment_event ev)
{
	struct payment_step s = step(l->status, l->here[i], ev);

	l->status = s.next.status;
	l->here[i] = s.next.attempt;
	l->sales += (s.effects & EFFECT_SALE) != 0;
	l->surpluses += (s.effects & EFFECT_SURPLUS) != 0;
}

static bool
one_is_open(const struct life *l)
{
	for (int i = 0; i < l->n; i++)
		if (attempt_open(l->here[i]))
			return true;
	return false;
}

/* As claim() does it: never beside another one. */
static void
life_open(struct life *l)
{
	struct payment_step s = step(l->status, ATTEMPT_CANCELLED,
	    EVENT_OPENED);

	if (l->n == ATTEMPTS || one_is_open(l) || s.refused)
		return;
	l->status = s.next.status;
	l->here[l->n] = s.next.attempt;
	l->there[l->n++] = LIVE;
}

/* What a look at the provider says, now or as it was long ago. */
static void
life_look(struct life *l, int i)
{
	static const enum payment_event news[] = { EVENT_WAITING, EVENT_PAID,
		EVENT_FAILED, EVENT_ENDED };

	apply(l, i, news[l->there[i]]);
}

static void
life_step(struct life *l)
{
	int i = l->n == 0 ? -1 : (int)dice(l, (unsigned)l->n);

	switch (dice(l, 16)) {
	case 0:
	case 1:
	case 2: life_open(l); break;
	case 3:
	case 4:
		if (i >= 0 && l->there[i] == LIVE)
			l->there[i] = (enum truth)(1 + dice(l, 3));
		break;
	case 5:
		if (i >= 0)
			apply(l, i, EVENT_UNKNOWN);
		break;
	case 6: /* given up by mistake: it lives on there */
		if (i >= 0 && dice(l, 8) == 0)
			apply(l, i, EVENT_ENDED);
		break;
	case 7:
		if (dice(l, 64) == 0) {
			apply(l, i >= 0 ? i : 0, EVENT_ORDER_GONE);
			l->cancelled = true;
		}
		break;
	case 8:
		if (l->sales > 0 && dice(l, 64) == 0 && i >= 0)
			apply(l, i, EVENT_ALL_REFUNDED);
		break;
	default:
		if (i >= 0)
			life_look(l, i);
	}
}

static bool
life_is_sound(const struct life *l)
{
	int open = 0, paid = 0;

	for (int i = 0; i < l->n; i++) {
		open += attempt_open(l->here[i]);
		paid += l->here[i] == ATTEMPT_SUCCEEDED;
		if (l->here[i] == ATTEMPT_SUCCEEDED && l->there[i] != PAID)
			return false;
	}
	return open <= 1 && l->sales <= 1 && l->sales + l->surpluses == paid &&
	    (l->status != PAYMENT_COMPLETED || l->sales == 1) &&
	    (l->status != PAYMENT_CANCELLED || l->sales == 0) &&
	    (l->status != PAYMENT_PROCESSING || open == 1);
}

/* In the end every charge is the sale or goes back. */
static bool
life_ends_well(struct life *l)
{
	int charged = 0;

	for (int i = 0; i < l->n; i++) {
		if (l->there[i] == LIVE)
			l->there[i] = ENDED;
		life_look(l, i);
		charged += l->there[i] == PAID;
	}
	return life_is_sound(l) && !one_is_open(l) &&
	    charged == l->sales + l->surpluses &&
	    (charged == 0 || l->cancelled || l->sales == 1);
}

static void
every_charge_is_the_sale_or_goes_back(void)
{
	for (unsigned seed = 1; seed <= SEEDS; seed++) {
		struct life l = { .random = seed,
			.status = PAYMENT_PENDING,
			.here = { ATTEMPT_CANCELLED } };
		bool        sound = true;

		for (int i = 0; i < STEPS && sound; i++) {
			life_step(&l);
			sound = life_is_sound(&l);
		}
		if (sound && life_ends_well(&l))
			continue;
		printf("# seed %u\n", seed);
		CHECK(false);
		return;
	}
	CHECK(true);
}

static const struct test tests[] = {
	TEST(a_payment_is_opened_and_paid),
	TEST(nothing_is_opened_twice_or_too_late),
	TEST(a_decline_may_be_tried_again_an_expiry_is_no_failure),
	TEST(money_that_nobody_waits_for_goes_back),
	TEST(every_charge_is_the_sale_or_goes_back),
	{ 0 },
};

int
main(void)
{
	return tap_run("payment_state", tests);
}
