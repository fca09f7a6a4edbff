/* SPDX-License-Identifier: ISC */
/*
 * notices.c - what users are told on the site.
 */
#include <string.h>

#include "common/client/service_ask.h"
#include "common/contract/events.h"
#include "common/contract/orders_calls.h"
#include "db/notify/notifications.h"
#include "fcgi/worker/jobs.h"

/* "%s" is the order's number or the shop's name. */
static const struct {
	const char *event, *text;
} sentences[] = {
	{ "order.created", "We have your order %s." },
	{ "order.confirmed", "Order %s is confirmed." },
	{ "order.processing", "Order %s is being prepared." },
	{ "order.shipped", "Order %s is on its way." },
	{ "order.delivered", "Order %s has been delivered." },
	{ "order.cancelled", "Order %s is cancelled." },
	{ "order.refunded", "Order %s is refunded." },
	{ "payment.failed", "The payment for order %s did not go through." },
	{ "payment.refunded", "The money for order %s is on its way back." },
	{ "vendor.approved", "Your shop %s is open." },
	{ "vendor.rejected", "Your application for %s was not accepted." },
	{ "vendor.suspended", "Your shop %s is suspended." },
};

static const char *
sentence(struct job_work *jw, const char *about)
{
	const char *text = "%s", *mark;

	for (size_t i = 0; i < sizeof(sentences) / sizeof(*sentences); i++)
		if (strcmp(sentences[i].event, jw->run->event.name) == 0)
			text = sentences[i].text;
	mark = strstr(text, "%s");
	return arena_printf(jw->arena, "%.*s%s%s", (int)(mark - text), text,
	    about != NULL ? about : "", mark + 2);
}

static enum err
notice(struct job_work *jw, struct uuid user_id, const char *title,
    const char *link)
{
	return db_notification_add(jw->worker->notify, jw->run->event.id,
	    user_id, jw->run->event.name, title, link);
}

/* One vendor's part of an order says whose. */
enum err
notice_order(struct job_work *jw)
{
	const struct order_payload *ev = jw->payload;
	const char                 *about = ev->order_number;

	if (uuid_given(ev->vendor_id) && ev->vendor_name != NULL)
		about = arena_printf(jw->arena, "%s (%s)", about,
		    ev->vendor_name);
	return notice(jw, ev->user_id, sentence(jw, about),
	    arena_printf(jw->arena, "/orders/%s", ev->order_id.text));
}

enum err
notice_payment(struct job_work *jw)
{
	const struct payment_payload *ev = jw->payload;

	return notice(jw, ev->user_id, sentence(jw, ev->order_number),
	    arena_printf(jw->arena, "/orders/%s", ev->order_id.text));
}

enum err
notice_vendor(struct job_work *jw)
{
	const struct vendor_payload *ev = jw->payload;

	return notice(jw, ev->user_id, sentence(jw, ev->business_name),
	    "/vendor");
}

/* order.confirmed - those who have something to pack. */
enum err
notice_sellers(struct job_work *jw)
{
	const struct order_payload *ev = jw->payload;
	const struct caller         who = { .arena = jw->arena };
	const struct id_in          in = { ev->order_id };
	struct order_bill           bill;
	enum err                    e;

	e = service_ask(&who, CALL_ORDER_BILL, &in, &bill);
	for (size_t i = 0; e == ERR_OK && i < bill.vendors.n; i++)
		e = notice(jw, bill.vendors.items[i].vendor_user_id,
		    arena_printf(jw->arena, "New order %s.", ev->order_number),
		    "/vendor/orders");
	return e;
}
