/* SPDX-License-Identifier: ISC */
/*
 * event.h - what others are told about an order (outbox, order.*).
 */
#ifndef FARM_FCGI_ORDERS_EVENT_H
#define FARM_FCGI_ORDERS_EVENT_H

#include "common/contract/events.h"
#include "db/orders/orders.h"

/*
 * Tell that this is what the order is now, in the open transaction or batch:
 * "name" is that of an event with an order_payload.
 * "parcel" limits it to one vendor's items; NULL: all.  "amount" is what has
 * to be paid back (MONEY_NONE: nothing), "reason" may be NULL.
 */
enum err order_tell(struct db *, const char *name, const struct order *,
    const struct parcel *, struct money amount, const char *reason);

#endif
