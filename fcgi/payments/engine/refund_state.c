/* SPDX-License-Identifier: ISC */
#include "fcgi/payments/engine/refund_state.h"

static struct refund_step
step_requested(enum refund_kind kind, enum refund_event event)
{
	switch (event) {
	case REFUND_WISHED:
	case REFUND_UNSEEN: break;
	case REFUND_GIVEN:
		return (struct refund_step){ REFUND_SUCCEEDED, false, true };
	case REFUND_REFUSED:
		if (kind == REFUND_SURPLUS)
			return (struct refund_step){ REFUND_REQUESTED, true,
				false };
		return (struct refund_step){ REFUND_FAILED, false, false };
	}
	return (struct refund_step){ REFUND_REQUESTED, false, false };
}

struct refund_step
refund_step(struct refund_state s, enum refund_event event)
{
	if (s.status == REFUND_REQUESTED)
		return step_requested(s.kind, event);
	if (s.status == REFUND_FAILED && event == REFUND_WISHED)
		return (struct refund_step){ REFUND_REQUESTED, true, false };
	return (struct refund_step){ s.status, false, false };
}
