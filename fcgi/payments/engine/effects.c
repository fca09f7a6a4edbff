/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "common/contract/orders_calls.h"
#include "common/http/service_call.h"
#include "fcgi/payments/engine/attempt.h"
#include "fcgi/payments/engine/effects.h"
#include "fcgi/payments/engine/payment_state.h"

static bool
effect_take(struct settlement *s, enum payment_effect effect)
{
	bool is_left = (s->effects & (unsigned)effect) != 0;

	s->effects &= ~(unsigned)effect;
	return is_left;
}

/* Idempotent.  When it fails, the event tells the order again. */
static void
order_confirm(struct req *rq, struct settlement *s)
{
	const struct payment *p = &s->payment;
	struct order_paid_in  paid = { p->order_id, p->id, p->amount };

	if (service_call(rq, CALL_ORDER_PAID, &paid, NONE) != ERR_ORDER_STATE)
		return;
	s->effects |= EFFECT_REFUND_ORDER;
	s->wish = (struct refund_wish){
		.key = arena_printf(rq->arena, "order_state:%s", p->id.text),
		.reason = stored_sentence(rq->arena, STORED_REFUND_OF_CANCELLED,
		    NO_ARGS),
		.amount = MONEY_NONE,
	};
}

enum err
effects_execute(struct req *rq, struct settlement *s)
{
	enum err e = ERR_OK;

	while (s->effects != 0) {
		if (effect_take(s, EFFECT_CONFIRM_ORDER))
			order_confirm(rq, s);
		else if (effect_take(s, EFFECT_SURPLUS))
			refund_drive(rq, &s->surplus, &s->payment);
		else if (effect_take(s, EFFECT_REFUND_ORDER))
			e = refund_sale(rq, s->payment.id, &s->wish,
			    &s->payment);
		else if (effect_take(s, EFFECT_END_OTHERS))
			attempt_end_open(rq, s->payment.id, s);
		else
			abort();
	}
	return e;
}

void
effects_execute_shown(struct req *rq, struct settlement *s)
{
	if (s->payment.status == PAYMENT_COMPLETED)
		s->effects |= EFFECT_CONFIRM_ORDER;
	effects_execute(rq, s);
}
