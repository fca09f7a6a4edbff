/* SPDX-License-Identifier: ISC */
/*
 * calls.c - jobs that call the service which owns the data.
 */
#include <string.h>

#include "common/client/http_client.h"
#include "common/client/service_ask.h"
#include "common/contract/orders_calls.h"
#include "common/contract/payments_calls.h"
#include "common/contract/products_calls.h"
#include "common/contract/sandbox_calls.h"
#include "common/model/config.h"
#include "common/model/input.h"
#include "common/session/session.h"
#include "fcgi/worker/job.h"

/* Ask a service; what went wrong is the reason why the job failed. */
#define job_call(jw, ...) job_call_(jw, __VA_ARGS__)
#define job_call_(jw, service, method, path, I, O, in, out)         \
	job_call_spec((jw), (service), (method), (path), &I##_spec, \
	    typed_in(I, (in)), &O##_spec, typed_out(O, (out)))
static enum err
job_call_spec(struct job_work *jw, const char *service, enum method method,
    const char *path, struct spec *in_spec, const void *in,
    struct spec *out_spec, void *out)
{
	const struct caller who = { .arena = jw->arena };
	enum err            e;

	e = service_ask_spec(&who, service, method, path, in_spec, in, out_spec,
	    out);
	if (e != ERR_OK)
		jw->why = arena_printf(jw->arena, "%s %s%s: %s",
		    method_words[method], service, path, err_title(e));
	return e;
}

/* session.ended - record it in Redis, should auth have failed to do so. */
JOB(session_drop_job, session_payload)
{
	return session_end(jw->arena, ev->id);
}

static enum err
cancel(struct job_work *jw, const struct order_cancelled_in *in)
{
	enum err e = job_call(jw, CALL_ORDER_CANCELLED, in, NONE);

	/* The buyer had not begun to pay. */
	return e == ERR_PAYMENT_NOT_FOUND ? ERR_OK : e;
}

/*
 * payment.completed - the order is paid.  If it was cancelled meanwhile, it
 * stays cancelled and the payment is refunded.
 */
JOB(order_paid_job, payment_payload)
{
	const struct order_paid_in      in = { ev->order_id, ev->payment_id,
		     ev->amount };
	const struct stored_text        why = stored_sentence(jw->arena,
		   STORED_REFUND_OF_CANCELLED, NO_ARGS);
	const struct order_cancelled_in back = {
		.order_id = ev->order_id,
		.reason = why.text,
		.reason_id = why.id,
		.amount = MONEY_NONE,
		.refund_key = jw->run->event.id.text,
	};
	enum err e = job_call(jw, CALL_ORDER_PAID, &in, NONE);

	return e == ERR_ORDER_STATE ? cancel(jw, &back) : e;
}

/* order.confirmed - what was held is sold. */
JOB(stock_commit_job, order_payload)
{
	const struct stock_commit_in in = { ev->order_id };

	return job_call(jw, CALL_STOCK_COMMIT, &in, NONE);
}

/* order.cancelled, order.returned - the goods go back into stock. */
JOB(stock_release_job, order_payload)
{
	const struct stock_release_in in = { ev->order_id, ev->vendor_id };

	return job_call(jw, CALL_STOCK_RELEASE, &in, NONE);
}

/* order.cancelled, order.overpaid - refund what was paid. */
JOB(payment_cancel_job, order_payload)
{
	const struct order_cancelled_in in = {
		.order_id = ev->order_id,
		.reason = ev->reason,
		.reason_id = ev->reason_id,
		.amount = ev->amount,
		.vendor_id = ev->vendor_id,
		.refund_key = jw->run->event.id.text,
	};

	return cancel(jw, &in);
}

/* order.refunded - without an amount payments itself reported the refund. */
JOB(payment_refund_job, order_payload)
{
	return money_given(ev->amount) ? payment_cancel_job_do(jw, ev) : ERR_OK;
}

/*
 * payment.refunded - the order records it.  Events that are older than
 * "isWhole" are compared with the total of the order.
 */
JOB(order_refunded_job, payment_payload)
{
	struct order_refunded_in in = {
		.id = ev->order_id,
		.payment_id = ev->payment_id,
		.refund_key = jw->run->event.id,
		.amount = ev->amount,
		.is_whole = ev->is_whole.is > 0,
	};
	struct order_bill bill;
	enum err          e;

	if (ev->is_whole.is < 0) {
		e = job_call(jw, CALL_ORDER_BILL,
		    &(struct id_in){ ev->order_id }, &bill);
		if (e != ERR_OK)
			return e;
		in.is_whole = ev->amount.minor >= bill.total_amount.minor;
	}
	return job_call(jw, CALL_ORDER_REFUNDED, &in, NONE);
}

static enum err
webhook_post(struct job_work *jw, const struct webhook *hook)
{
	struct arena      *a = jw->arena;
	struct params      headers = { 0 };
	struct http_answer answer;
	struct http_call   post = {
		  .method = "POST",
		  .url = arena_printf(a, "%s%s", config.public_url, hook->path),
		  .headers = { "Content-Type: application/json" },
		  .body = hook->body,
		  .body_len = strlen(hook->body),
	};

	if (hook->headers.text != NULL &&
	    !json_read_pairs(a, hook->headers.text, strlen(hook->headers.text),
		&headers))
		return ERR_INVALID;
	for (size_t i = 0; i < headers.n && i + 1 < HTTP_HEADERS_MAX; i++)
		post.headers[i + 1] = arena_printf(a, "%s: %s",
		    headers.items[i].name, headers.items[i].value);
	http_call(a, &post, &answer);
	if (answer.outcome == HTTP_ANSWERED && answer.status < 300)
		return ERR_OK;
	jw->why = answer.outcome != HTTP_ANSWERED ?
	    "the shop did not answer" :
	    arena_printf(a, "%s answered %d", hook->path, answer.status);
	return ERR_UNAVAILABLE;
}

/* webhook.created - the sandbox's provider reports to the shop. */
JOB(webhook_deliver_job, webhook_payload)
{
	struct webhook hook;
	enum err       e;

	e = job_call(jw, CALL_WEBHOOK, &(struct id_in){ ev->id }, &hook);
	if (e != ERR_OK)
		return e;
	if (hook.path == NULL || *hook.path != '/' || hook.body == NULL)
		return ERR_INVALID;
	return webhook_post(jw, &hook);
}

const struct job call_jobs[] = {
	ON(EVENT_SESSION_ENDED, session_drop_job, LANE_CALL, "session_drop"),
	ON(EVENT_PAYMENT_COMPLETED, order_paid_job, LANE_CALL, "order_paid"),
	ON(EVENT_ORDER_CONFIRMED, stock_commit_job, LANE_CALL, "stock_commit"),
	ON(EVENT_ORDER_CANCELLED, stock_release_job, LANE_CALL,
	    "stock_release"),
	ON(EVENT_ORDER_CANCELLED, payment_cancel_job, LANE_CALL,
	    "payment_cancel"),
	ON(EVENT_ORDER_RETURNED, stock_release_job, LANE_CALL, "stock_release"),
	ON(EVENT_ORDER_OVERPAID, payment_cancel_job, LANE_CALL,
	    "payment_cancel"),
	ON(EVENT_ORDER_REFUNDED, payment_refund_job, LANE_CALL,
	    "payment_refund"),
	ON(EVENT_PAYMENT_REFUNDED, order_refunded_job, LANE_CALL,
	    "order_refunded"),
	ON(EVENT_WEBHOOK_CREATED, webhook_deliver_job, LANE_CALL,
	    "webhook_deliver", .tries = 12),
	{ 0 },
};
