/* SPDX-License-Identifier: ISC */
#include "tests/simulate/breaks.h"
#include "tests/simulate/world.h"

#include "fcgi/orders/state/order_state.h"
#include "fcgi/payments/engine/payment_state.h"

static enum a_break broken_now;

const struct break_row break_rows[] = {
	{ BREAK_READ_THEN_WRITE, "stock-read-then-write",
	    "stock is read, and written back later" },
	{ BREAK_RELEASE_TWICE, "release-twice",
	    "what went back to the shelf goes back again" },
	{ BREAK_NO_LOCK, "order-not-locked", "orders change without a lock" },
	{ BREAK_NO_KEY, "charge-without-key",
	    "the provider is asked without a key, or a look at what it has" },
	{ BREAK_TWO_ATTEMPTS, "two-attempts-open",
	    "an attempt begins while another one is open" },
	{ BREAK_LEDGER_LINE, "ledger-line-lost",
	    "a refund is posted without its last line" },
	{ BREAK_PAID_TWICE, "webhook-twice-counts",
	    "it is not written down that an attempt was paid" },
	{ BREAK_EVENT_LOST, "event-lost",
	    "an event leaves the stream before it is safe" },
	{ BREAK_NO_REFUND, "forget-refund-after-cancel",
	    "a cancelled order keeps the money" },
	{ BREAK_EXPIRY, "expiry-ignores-payment",
	    "time cancels orders that are paid" },
	{ BREAK_LATE_PAYMENT, "cancelled-may-be-paid",
	    "order_step() lets a cancelled order be paid" },
	{ BREAK_GUESS, "outcome-guessed",
	    "payment_step() takes no answer for a decline" },
	{ BREAK_STOCK_RESTORED, "form-restores-stock",
	    "a form's stock is written as it was shown" },
	{ BREAK_OLD_FORM, "old-form-saved",
	    "the version that a form was made from is not compared" },
	{ 0 },
};

void
break_this(enum a_break what)
{
	broken_now = what;
}

bool
breaks(enum a_break what)
{
	return broken_now == what;
}

/* ---- forbidden transitions ----------------------------------------------- */

/* "-Wl,--wrap": the services' calls lead here. */
__typeof__(order_step)   __wrap_order_step, __real_order_step;
__typeof__(payment_step) __wrap_payment_step, __real_payment_step;

static void
cancel_all(struct order_state *s, struct order_effects *fx)
{
	*fx = (struct order_effects){ .changed = true, .to = ORDER_CANCELLED };
	for (size_t i = 0; i < s->n; i++)
		if (s->parcels[i] != ORDER_CANCELLED) {
			s->parcels[i] = ORDER_CANCELLED;
			fx->moved[i] = true;
		}
	s->status = ORDER_CANCELLED;
}

enum err
__wrap_order_step(struct order_state *s, const struct order_event *ev,
    struct order_effects *fx)
{
	enum err e;

	if (breaks(BREAK_EXPIRY) && ev->act == ACT_EXPIRE &&
	    s->status == ORDER_CONFIRMED) {
		cancel_all(s, fx);
		return ERR_OK;
	}
	if (breaks(BREAK_LATE_PAYMENT) && ev->act == ACT_PAY &&
	    s->status == ORDER_CANCELLED) {
		for (size_t i = 0; i < s->n; i++)
			s->parcels[i] = ORDER_PENDING;
		s->status = ORDER_PENDING;
	}
	e = __real_order_step(s, ev, fx);
	if (breaks(BREAK_NO_REFUND) && fx->to == ORDER_CANCELLED)
		fx->pays_back = false;
	return e;
}

struct payment_step
__wrap_payment_step(struct payment_state s, enum payment_event event)
{
	struct payment_step step;

	if (breaks(BREAK_GUESS) && event == EVENT_UNKNOWN)
		event = EVENT_FAILED;
	step = __real_payment_step(s, event);
	if (breaks(BREAK_TWO_ATTEMPTS) && event == EVENT_OPENED) {
		step.refused = false;
		step.next = (struct payment_state){ PAYMENT_PROCESSING,
			ATTEMPT_STARTED };
	}
	if (breaks(BREAK_NO_REFUND) && event == EVENT_ORDER_GONE)
		step.effects = 0;
	return step;
}
