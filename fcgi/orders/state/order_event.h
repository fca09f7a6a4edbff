/* SPDX-License-Identifier: ISC */
/*
 * order_event.h - what others are told about an order (order.*, in the outbox).
 */
#ifndef FARM_FCGI_ORDERS_STATE_ORDER_EVENT_H
#define FARM_FCGI_ORDERS_STATE_ORDER_EVENT_H

#include "common/contract/events.h"
#include "common/contract/stored_text.h"
#include "db/orders/order.h"

/*
 * Add the event "name", which has an order_payload, to the open transaction or
 * batch.  With a parcel it is about this vendor's items only.  "amount" is to
 * be refunded (MONEY_NONE: nothing); "reason" may be NULL, and has no values.
 */
enum err order_tell(struct db *, const char *name, const struct order *,
    const struct parcel *, struct money      amount,
    const struct stored_text *reason);

#endif
