/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/contract/events.h"
#include "fcgi/payments/engine/event.h"

/* "payment.completed" says the status "completed". */
enum err
payment_tell(struct db *db, const char *name, const struct payment *p,
    struct money amount, struct flag is_whole)
{
	struct payment_payload told = {
		.payment_id = p->id,
		.order_id = p->order_id,
		.user_id = p->user_id,
		.order_number = p->order_number,
		.email = p->email,
		.currency = p->currency,
		.status = strchr(name, '.') + 1,
		.message = p->message,
		.amount = amount,
		.method = p->method,
		.is_whole = is_whole,
	};

	return db_event(db, name, payment_payload, p->id, &told);
}
