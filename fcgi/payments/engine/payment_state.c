/* SPDX-License-Identifier: ISC */
#include "fcgi/payments/engine/payment_state.h"

static struct payment_step
step_opened(struct payment_state s)
{
	if (s.status != PAYMENT_PENDING && s.status != PAYMENT_FAILED)
		return (struct payment_step){ s, 0, true };
	return (struct payment_step){ { PAYMENT_PROCESSING, ATTEMPT_STARTED },
		0, false };
}

/*
 * Money counts whenever it arrives, even from an attempt that was given up.  It
 * pays the sale if nothing has paid it yet; otherwise it has to go back.
 */
static struct payment_step
step_paid(struct payment_state s)
{
	struct payment_step step = { { s.status, ATTEMPT_SUCCEEDED }, 0,
		false };

	switch (s.status) {
	case PAYMENT_PENDING:
	case PAYMENT_PROCESSING:
	case PAYMENT_FAILED:
		step.next.status = PAYMENT_COMPLETED;
		step.effects = EFFECT_SALE | EFFECT_TELL_COMPLETED |
		    EFFECT_CONFIRM_ORDER | EFFECT_END_OTHERS;
		break;
	case PAYMENT_COMPLETED:
	case PAYMENT_CANCELLED:
	case PAYMENT_REFUNDED:
		if (s.attempt != ATTEMPT_SUCCEEDED)
			step.effects = EFFECT_SURPLUS;
		break;
	}
	return step;
}

/* The attempt is over without money; the payment may be tried again. */
static struct payment_step
step_closed(struct payment_state s, enum attempt_status attempt,
    enum payment_status status, unsigned effects)
{
	struct payment_step step = { s, 0, false };

	if (!attempt_open(s.attempt))
		return step;
	step.next.attempt = attempt;
	if (s.status == PAYMENT_PROCESSING) {
		step.next.status = status;
		step.effects = effects;
	}
	return step;
}

static struct payment_step
step_order_cancelled(struct payment_state s)
{
	struct payment_step step = { s, 0, false };

	switch (s.status) {
	case PAYMENT_PENDING:
	case PAYMENT_PROCESSING:
	case PAYMENT_FAILED:
		step.next.status = PAYMENT_CANCELLED;
		step.effects = EFFECT_END_OTHERS;
		break;
	case PAYMENT_COMPLETED: step.effects = EFFECT_REFUND_ORDER; break;
	case PAYMENT_CANCELLED:
	case PAYMENT_REFUNDED: break;
	}
	return step;
}

struct payment_step
payment_step(struct payment_state s, enum payment_event event)
{
	struct payment_step step = { s, 0, false };

	switch (event) {
	case EVENT_OPENED: return step_opened(s);
	case EVENT_WAITING:
	case EVENT_UNKNOWN:
		if (attempt_open(s.attempt))
			step.next.attempt = event == EVENT_WAITING ?
			    ATTEMPT_STARTED :
			    ATTEMPT_UNKNOWN;
		break;
	case EVENT_PAID: return step_paid(s);
	case EVENT_FAILED:
		return step_closed(s, ATTEMPT_FAILED, PAYMENT_FAILED,
		    EFFECT_TELL_FAILED);
	case EVENT_ENDED:
		return step_closed(s, ATTEMPT_CANCELLED, PAYMENT_PENDING, 0);
	case EVENT_ORDER_GONE: return step_order_cancelled(s);
	case EVENT_ALL_REFUNDED:
		if (s.status == PAYMENT_COMPLETED ||
		    s.status == PAYMENT_CANCELLED)
			step.next.status = PAYMENT_REFUNDED;
		break;
	}
	return step;
}
