/* SPDX-License-Identifier: ISC */
/*
 * refund_state.c - what becomes of a refund.
 */
#include "fcgi/payments/engine/refund_state.h"
#include "tests/tap_cunit.h"

static struct refund_step
step(enum refund_kind kind, enum refund_status status, enum refund_event event)
{
	return refund_step((struct refund_state){ kind, status }, event);
}

static void
money_that_went_back_is_posted_once(void)
{
	struct refund_step s;

	s = step(REFUND_SALE, REFUND_REQUESTED, REFUND_GIVEN);
	CHECK_INT(s.next, REFUND_SUCCEEDED);
	CHECK(s.posts);
	for (int event = REFUND_WISHED; event <= REFUND_REFUSED; event++) {
		s = step(REFUND_SALE, REFUND_SUCCEEDED,
		    (enum refund_event)event);
		CHECK_INT(s.next, REFUND_SUCCEEDED);
		CHECK(!s.posts && !s.is_new_try);
	}
}

static void
what_is_not_known_stays_requested(void)
{
	struct refund_step s = step(REFUND_SALE, REFUND_REQUESTED,
	    REFUND_UNSEEN);

	CHECK_INT(s.next, REFUND_REQUESTED);
	CHECK(!s.posts && !s.is_new_try);
	s = step(REFUND_SALE, REFUND_REQUESTED, REFUND_WISHED);
	CHECK_INT(s.next, REFUND_REQUESTED);
	CHECK(!s.posts && !s.is_new_try);
}

static void
a_refused_one_waits_to_be_wished_for_again(void)
{
	struct refund_step s;

	s = step(REFUND_SALE, REFUND_REQUESTED, REFUND_REFUSED);
	CHECK_INT(s.next, REFUND_FAILED);
	CHECK(!s.is_new_try);
	CHECK_INT(step(REFUND_SALE, s.next, REFUND_GIVEN).next, REFUND_FAILED);
	s = step(REFUND_SALE, s.next, REFUND_WISHED);
	CHECK_INT(s.next, REFUND_REQUESTED);
	CHECK(s.is_new_try);
}

static void
a_refused_surplus_is_tried_again_by_itself(void)
{
	struct refund_step s = step(REFUND_SURPLUS, REFUND_REQUESTED,
	    REFUND_REFUSED);

	CHECK_INT(s.next, REFUND_REQUESTED);
	CHECK(s.is_new_try && !s.posts);
}

static const struct test tests[] = {
	TEST(money_that_went_back_is_posted_once),
	TEST(what_is_not_known_stays_requested),
	TEST(a_refused_one_waits_to_be_wished_for_again),
	TEST(a_refused_surplus_is_tried_again_by_itself),
	{ 0 },
};

int
main(void)
{
	return tap_run("refund_state", tests);
}
