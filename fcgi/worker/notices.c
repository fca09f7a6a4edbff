/* SPDX-License-Identifier: ISC */
/*
 * notices.c - jobs that add a notification for a user of the site.
 */
#include <string.h>

#include "common/client/service_ask.h"
#include "common/contract/orders_calls.h"
#include "db/notify/notifications.h"
#include "fcgi/worker/worker.h"

/* Put what it is about in the place of "%s". */
static const char *
sentence_fill(struct arena *a, const char *text, const char *about)
{
	const char *mark = strstr(text, "%s");

	return arena_printf(a, "%.*s%s%s", (int)(mark - text), text,
	    about != NULL ? about : "", mark + 2);
}

static enum err
notice_add(struct job_work *jw, struct uuid user_id, const char *about,
    const char *link)
{
	return db_notification_add(jw->worker->notify, jw->run->event.id,
	    user_id, jw->run->event.name,
	    sentence_fill(jw->arena, jw->job->sentence, about), link);
}

static const char *
order_link(struct arena *a, struct uuid order_id)
{
	return arena_printf(a, "/orders/%s", order_id.text);
}

/* A notice about one vendor's part of an order names the vendor. */
JOB(notice_order_job, order_payload)
{
	const char *about = ev->order_number;

	if (uuid_given(ev->vendor_id) && ev->vendor_name != NULL)
		about = arena_printf(jw->arena, "%s (%s)", about,
		    ev->vendor_name);
	return notice_add(jw, ev->user_id, about,
	    order_link(jw->arena, ev->order_id));
}

JOB(notice_payment_job, payment_payload)
{
	return notice_add(jw, ev->user_id, ev->order_number,
	    order_link(jw->arena, ev->order_id));
}

JOB(notice_vendor_job, vendor_payload)
{
	return notice_add(jw, ev->user_id, ev->business_name, "/vendor");
}

/* The vendors of the order have something to pack. */
JOB(notice_sellers_job, order_payload)
{
	const struct caller who = { .arena = jw->arena };
	const struct id_in  in = { ev->order_id };
	struct order_bill   bill;
	enum err            e;

	e = service_ask(&who, CALL_ORDER_BILL, &in, &bill);
	for (size_t i = 0; e == ERR_OK && i < bill.vendors.n; i++)
		e = notice_add(jw, bill.vendors.items[i].vendor_user_id,
		    ev->order_number, "/vendor/orders");
	return e;
}

/* "%s" is the number of the order or the name of the shop. */
const struct job notice_jobs[] = {
	ON(EVENT_ORDER_CREATED, notice_order_job, LANE_NOTICE, "notice",
	    .sentence = "We have your order %s."),
	ON(EVENT_ORDER_CONFIRMED, notice_order_job, LANE_NOTICE, "notice",
	    .sentence = "Order %s is confirmed."),
	ON(EVENT_ORDER_CONFIRMED, notice_sellers_job, LANE_NOTICE,
	    "notice_sellers", .sentence = "New order %s."),
	ON(EVENT_ORDER_PROCESSING, notice_order_job, LANE_NOTICE, "notice",
	    .sentence = "Order %s is being prepared."),
	ON(EVENT_ORDER_SHIPPED, notice_order_job, LANE_NOTICE, "notice",
	    .sentence = "Order %s is on its way."),
	ON(EVENT_ORDER_DELIVERED, notice_order_job, LANE_NOTICE, "notice",
	    .sentence = "Order %s has been delivered."),
	ON(EVENT_ORDER_CANCELLED, notice_order_job, LANE_NOTICE, "notice",
	    .sentence = "Order %s is cancelled."),
	ON(EVENT_ORDER_REFUNDED, notice_order_job, LANE_NOTICE, "notice",
	    .sentence = "Order %s is refunded."),
	ON(EVENT_PAYMENT_FAILED, notice_payment_job, LANE_NOTICE, "notice",
	    .sentence = "The payment for order %s did not go through."),
	ON(EVENT_PAYMENT_REFUNDED, notice_payment_job, LANE_NOTICE, "notice",
	    .sentence = "The money for order %s is on its way back."),
	ON(EVENT_VENDOR_APPROVED, notice_vendor_job, LANE_NOTICE, "notice",
	    .sentence = "Your shop %s is open."),
	ON(EVENT_VENDOR_REJECTED, notice_vendor_job, LANE_NOTICE, "notice",
	    .sentence = "Your application for %s was not accepted."),
	ON(EVENT_VENDOR_SUSPENDED, notice_vendor_job, LANE_NOTICE, "notice",
	    .sentence = "Your shop %s is suspended."),
	{ 0 },
};
