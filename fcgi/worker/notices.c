/* SPDX-License-Identifier: ISC */
/*
 * notices.c - jobs that add a notification for a user of the site.
 */
#include "common/client/service_ask.h"
#include "common/contract/orders_calls.h"
#include "db/notify/notifications.h"
#include "fcgi/worker/worker.h"

static enum err
notice_add(struct job_work *jw, struct uuid user_id, enum stored_sentence which,
    struct sentence_args args, const char *link)
{
	struct stored_text title = stored_sentence(jw->arena, which, args);

	return db_notification_add(jw->worker->notify, jw->run->event.id,
	    user_id, jw->run->event.name, &title, link);
}

static const char *
order_link(struct arena *a, struct uuid order_id)
{
	return arena_printf(a, "/orders/%s", order_id.text);
}

static const char *
or_empty(const char *text)
{
	return text != NULL ? text : "";
}

JOB(notice_order_job, order_payload)
{
	const struct notice *n = &jw->job->notice;
	bool is_part = uuid_given(ev->vendor_id) && ev->vendor_name != NULL &&
	    n->part != STORED_NONE;

	return notice_add(jw, ev->user_id, is_part ? n->part : n->whole,
	    ARGS({ "number", or_empty(ev->order_number) },
		{ "vendor", or_empty(ev->vendor_name) }),
	    order_link(jw->arena, ev->order_id));
}

JOB(notice_payment_job, payment_payload)
{
	return notice_add(jw, ev->user_id, jw->job->notice.whole,
	    ARGS({ "number", or_empty(ev->order_number) }),
	    order_link(jw->arena, ev->order_id));
}

JOB(notice_vendor_job, vendor_payload)
{
	return notice_add(jw, ev->user_id, jw->job->notice.whole,
	    ARGS({ "shop", or_empty(ev->business_name) }), "/vendor");
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
		    jw->job->notice.whole,
		    ARGS({ "number", or_empty(ev->order_number) }),
		    "/vendor/orders");
	return e;
}

const struct job notice_jobs[] = {
	ON(EVENT_ORDER_CREATED, notice_order_job, LANE_NOTICE, "notice",
	    .notice = { STORED_ORDER_CREATED }),
	ON(EVENT_ORDER_CONFIRMED, notice_order_job, LANE_NOTICE, "notice",
	    .notice = { STORED_ORDER_CONFIRMED }),
	ON(EVENT_ORDER_CONFIRMED, notice_sellers_job, LANE_NOTICE,
	    "notice_sellers", .notice = { STORED_ORDER_FOR_VENDOR }),
	ON(EVENT_ORDER_PROCESSING, notice_order_job, LANE_NOTICE, "notice",
	    .notice = { STORED_ORDER_PROCESSING,
		STORED_ORDER_PROCESSING_PART }),
	ON(EVENT_ORDER_SHIPPED, notice_order_job, LANE_NOTICE, "notice",
	    .notice = { STORED_ORDER_SHIPPED, STORED_ORDER_SHIPPED_PART }),
	ON(EVENT_ORDER_DELIVERED, notice_order_job, LANE_NOTICE, "notice",
	    .notice = { STORED_ORDER_DELIVERED, STORED_ORDER_DELIVERED_PART }),
	ON(EVENT_ORDER_CANCELLED, notice_order_job, LANE_NOTICE, "notice",
	    .notice = { STORED_ORDER_CANCELLED, STORED_ORDER_CANCELLED_PART }),
	ON(EVENT_ORDER_REFUNDED, notice_order_job, LANE_NOTICE, "notice",
	    .notice = { STORED_ORDER_REFUNDED }),
	ON(EVENT_PAYMENT_FAILED, notice_payment_job, LANE_NOTICE, "notice",
	    .notice = { STORED_PAYMENT_FAILED }),
	ON(EVENT_PAYMENT_REFUNDED, notice_payment_job, LANE_NOTICE, "notice",
	    .notice = { STORED_PAYMENT_REFUNDED }),
	ON(EVENT_VENDOR_APPROVED, notice_vendor_job, LANE_NOTICE, "notice",
	    .notice = { STORED_VENDOR_APPROVED }),
	ON(EVENT_VENDOR_REJECTED, notice_vendor_job, LANE_NOTICE, "notice",
	    .notice = { STORED_VENDOR_REJECTED }),
	ON(EVENT_VENDOR_SUSPENDED, notice_vendor_job, LANE_NOTICE, "notice",
	    .notice = { STORED_VENDOR_SUSPENDED }),
	{ 0 },
};
