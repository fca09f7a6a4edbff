/* SPDX-License-Identifier: ISC */
/*
 * event.h - what the service tells the rest of the farm about a payment.
 */
#ifndef FARM_FCGI_PAYMENTS_ENGINE_EVENT_H
#define FARM_FCGI_PAYMENTS_ENGINE_EVENT_H

#include "db/payments/payments.h"

/*
 * Write an event ("payment.completed") within a transaction.  "is_whole" is
 * given for refunds: nothing is left of the payment.
 */
enum err payment_tell(struct db *, const char *name, const struct payment *,
    struct money amount, struct flag is_whole);

#endif
