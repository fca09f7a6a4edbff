/* SPDX-License-Identifier: ISC */
/*
 * events.h - the events that services write to their outboxes, and what each
 * of them says.  They are also the models of the mails about them.
 *
 * An event is a macro that names it and its payload, so that a writer or a job
 * with another payload does not compile:
 *
 *	db_event(db, EVENT_USER_REGISTERED, user->id, &payload);
 *
 * Events are stored, and jobs read them days later.  A payload gets new members
 * that may be missing.  A member keeps its name and its meaning.
 */
#ifndef FARM_CONTRACT_EVENTS_H
#define FARM_CONTRACT_EVENTS_H

#include "common/contract/order.h"

/* ---- auth ---------------------------------------------------------------- */

struct session_payload {
	struct uuid id;
};
SPEC_DECLARE(session_payload);

struct user_payload {
	struct uuid user_id;
	const char *email, *name;
};
SPEC_DECLARE(user_payload);

#define EVENT_SESSION_ENDED   "session.ended", session_payload
#define EVENT_USER_REGISTERED "user.registered", user_payload

/* ---- products ------------------------------------------------------------ */

struct vendor_payload {
	struct uuid vendor_id, user_id;
	const char *email, *business_name, *reason;
};
SPEC_DECLARE(vendor_payload);

#define EVENT_VENDOR_APPLIED   "vendor.applied", vendor_payload
#define EVENT_VENDOR_APPROVED  "vendor.approved", vendor_payload
#define EVENT_VENDOR_REJECTED  "vendor.rejected", vendor_payload
#define EVENT_VENDOR_SUSPENDED "vendor.suspended", vendor_payload

/* ---- orders -------------------------------------------------------------- */

struct order_payload_item {
	struct uuid       product_id, variant_id, vendor_id, vendor_user_id;
	const char       *name;
	int64_t           quantity;
	struct money      price, total_price;
	enum order_status status;
};
SPEC_DECLARE(order_payload_item);

struct order_payload {
	struct uuid       order_id, user_id;
	const char       *order_number, *email, *currency;
	enum order_status status;
	struct money subtotal_amount, shipping_amount, tax_amount, total_amount;
	LIST(order_payload_item) items; /* of one vendor, if one is given */
	struct address          *shipping_address;
	struct uuid              vendor_id, vendor_user_id;
	const char              *vendor_name;
	const char  *reason, *reason_id; /* a stored_text without values */
	struct money amount;             /* to refund */
	struct flag  is_paid;            /* not given: not known */
};
SPEC_DECLARE(order_payload);

#define EVENT_ORDER_CREATED    "order.created", order_payload
#define EVENT_ORDER_CONFIRMED  "order.confirmed", order_payload
#define EVENT_ORDER_PROCESSING "order.processing", order_payload
#define EVENT_ORDER_SHIPPED    "order.shipped", order_payload
#define EVENT_ORDER_DELIVERED  "order.delivered", order_payload
#define EVENT_ORDER_CANCELLED  "order.cancelled", order_payload
#define EVENT_ORDER_REFUNDED   "order.refunded", order_payload
/* One vendor's goods of a cancelled order go back into stock. */
#define EVENT_ORDER_RETURNED "order.returned", order_payload
/* One vendor's part was cancelled before the whole order was paid. */
#define EVENT_ORDER_OVERPAID "order.overpaid", order_payload

/* ---- payments ------------------------------------------------------------ */

struct payment_payload {
	struct uuid         payment_id, order_id, user_id;
	const char         *order_number, *email, *currency, *status, *message;
	struct money        amount;
	enum payment_method method;
	struct flag         is_whole; /* a refund of all that was left */
};
SPEC_DECLARE(payment_payload);

#define EVENT_PAYMENT_COMPLETED "payment.completed", payment_payload
#define EVENT_PAYMENT_FAILED    "payment.failed", payment_payload
#define EVENT_PAYMENT_REFUNDED  "payment.refunded", payment_payload

/* ---- sandbox ------------------------------------------------------------- */

struct webhook_payload {
	struct uuid id;
};
SPEC_DECLARE(webhook_payload);

#define EVENT_WEBHOOK_CREATED "webhook.created", webhook_payload

/* The name of an event alone. */
#define EVENT_NAME(...)            EVENT_NAME_(__VA_ARGS__)
#define EVENT_NAME_(name, payload) name

#endif
