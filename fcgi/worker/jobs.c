/* SPDX-License-Identifier: ISC */
#include "fcgi/worker/jobs.h"
#include "common/contract/events.h"

/* Somebody should look at it after a day of trying. */
#define DAY 150

/*
 * What follows from what.  The name of a job is recorded with its event and
 * must not change while events are on their way.
 */
const struct job jobs[] = {
	/* event, job, handler, payload, lane, tries, template */
	{ "session.ended", "session_drop", session_drop, &session_payload_spec,
	    LANE_CALL, DAY },
	{ "payment.completed", "order_paid", order_paid, &payment_payload_spec,
	    LANE_CALL, DAY },
	{ "order.confirmed", "stock_commit", stock_commit, &order_payload_spec,
	    LANE_CALL, DAY },
	{ "order.cancelled", "stock_release", stock_release,
	    &order_payload_spec, LANE_CALL, DAY },
	{ "order.cancelled", "payment_cancel", payment_cancel,
	    &order_payload_spec, LANE_CALL, DAY },
	{ "order.returned", "stock_release", stock_release, &order_payload_spec,
	    LANE_CALL, DAY },
	{ "order.overpaid", "payment_cancel", payment_cancel,
	    &order_payload_spec, LANE_CALL, DAY },
	{ "order.refunded", "payment_refund", payment_refund,
	    &order_payload_spec, LANE_CALL, DAY },
	{ "payment.refunded", "order_refunded", order_refunded,
	    &payment_payload_spec, LANE_CALL, DAY },
	{ "webhook.created", "webhook_deliver", webhook_deliver,
	    &webhook_payload_spec, LANE_CALL, 12 },

	{ "user.registered", "mail_welcome", mail_user, &user_payload_spec,
	    LANE_MAIL, DAY, "welcome" },
	{ "vendor.approved", "mail_vendor_approved", mail_vendor,
	    &vendor_payload_spec, LANE_MAIL, DAY, "vendor_approved" },
	{ "vendor.rejected", "mail_vendor_rejected", mail_vendor,
	    &vendor_payload_spec, LANE_MAIL, DAY, "vendor_rejected" },
	{ "order.created", "mail_order_received", mail_order,
	    &order_payload_spec, LANE_MAIL, DAY, "order_received" },
	{ "order.confirmed", "mail_order_confirmed", mail_order,
	    &order_payload_spec, LANE_MAIL, DAY, "order_confirmed" },
	{ "order.shipped", "mail_order_shipped", mail_order,
	    &order_payload_spec, LANE_MAIL, DAY, "order_shipped" },
	{ "order.cancelled", "mail_order_cancelled", mail_order,
	    &order_payload_spec, LANE_MAIL, DAY, "order_cancelled" },
	{ "payment.failed", "mail_payment_failed", mail_payment,
	    &payment_payload_spec, LANE_MAIL, DAY, "payment_failed" },
	{ "payment.refunded", "mail_payment_refunded", mail_payment,
	    &payment_payload_spec, LANE_MAIL, DAY, "payment_refunded" },

	{ "order.created", "notice", notice_order, &order_payload_spec,
	    LANE_NOTICE, DAY },
	{ "order.confirmed", "notice", notice_order, &order_payload_spec,
	    LANE_NOTICE, DAY },
	{ "order.confirmed", "notice_sellers", notice_sellers,
	    &order_payload_spec, LANE_NOTICE, DAY },
	{ "order.processing", "notice", notice_order, &order_payload_spec,
	    LANE_NOTICE, DAY },
	{ "order.shipped", "notice", notice_order, &order_payload_spec,
	    LANE_NOTICE, DAY },
	{ "order.delivered", "notice", notice_order, &order_payload_spec,
	    LANE_NOTICE, DAY },
	{ "order.cancelled", "notice", notice_order, &order_payload_spec,
	    LANE_NOTICE, DAY },
	{ "order.refunded", "notice", notice_order, &order_payload_spec,
	    LANE_NOTICE, DAY },
	{ "payment.failed", "notice", notice_payment, &payment_payload_spec,
	    LANE_NOTICE, DAY },
	{ "payment.refunded", "notice", notice_payment, &payment_payload_spec,
	    LANE_NOTICE, DAY },
	{ "vendor.approved", "notice", notice_vendor, &vendor_payload_spec,
	    LANE_NOTICE, DAY },
	{ "vendor.rejected", "notice", notice_vendor, &vendor_payload_spec,
	    LANE_NOTICE, DAY },
	{ "vendor.suspended", "notice", notice_vendor, &vendor_payload_spec,
	    LANE_NOTICE, DAY },
	{ 0 },
};
