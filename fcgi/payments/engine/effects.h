/* SPDX-License-Identifier: ISC */
/*
 * effects.h - do what is left to do after a settlement was recorded: the one
 * place that executes effects.
 */
#ifndef FARM_FCGI_PAYMENTS_ENGINE_EFFECTS_H
#define FARM_FCGI_PAYMENTS_ENGINE_EFFECTS_H

#include "fcgi/payments/engine/settle.h"

/*
 * "s->payment" is the payment as it is afterwards.  The error is that of the
 * refund which EFFECT_REFUND_ORDER asks for.  The other effects are tried: the
 * event, the timer or the next request repeats what failed.
 */
enum err effects_execute(struct req *, struct settlement *s);

/*
 * The same, before the payment is shown to a person: nobody reads "paid" before
 * the order was told, whoever recorded the payment.  An order that cannot be
 * paid any more gets its money back.
 */
void effects_execute_shown(struct req *, struct settlement *s);

#endif
