/* SPDX-License-Identifier: ISC */
/*
 * calls.c - jobs that ask the service which owns the data.  What they call
 * is idempotent: a job may run again after it took effect.
 */
#include <string.h>

#include "common/client/http_client.h"
#include "common/client/service_ask.h"
#include "common/model/config.h"
#include "common/model/input.h"
#include "common/session/session.h"
#include "fcgi/worker/jobs.h"
#include "fcgi/worker/payloads.h"

static enum err
call(struct job_work *jw, const char *service, const char *path,
    struct spec *in, const void *body)
{
	const struct caller who = { .arena = jw->arena };
	enum err            e;

	e = service_ask_spec(&who, service, POST, path, in, body, NULL, NULL);
	if (e != ERR_OK)
		jw->why = arena_printf(jw->arena, "POST %s%s: %s", service,
		    path, err_title(e));
	return e;
}

/* session.ended - its record in Redis says so, even if auth could not. */
enum err
session_drop(struct job_work *jw)
{
	const struct id_event *ev = jw->payload;

	return session_end(jw->arena, ev->id);
}

struct cancel_in {
	const char  *reason;
	struct money amount;
	struct uuid  vendor_id, refund_key;
};
SPEC_STATIC(cancel_in,
    FIELD(reason),
    FIELD(amount),
    FIELD(vendor_id),
    FIELD(refund_key));

static enum err
cancel(struct job_work *jw, struct uuid order_id, const struct cancel_in *in)
{
	enum err e;

	e = call(jw, "payments",
	    arena_printf(jw->arena, "/internal/orders/%s/cancelled",
		order_id.text),
	    &cancel_in_spec, in);
	/* Nobody had begun to pay. */
	return e == ERR_PAYMENT_NOT_FOUND ? ERR_OK : e;
}

struct paid_in {
	struct uuid  payment_id;
	struct money amount;
};
SPEC_STATIC(paid_in,
    FIELD(payment_id),
    FIELD(amount));

/*
 * payment.completed - the order is paid.  One that was cancelled meanwhile
 * stays so, and the money goes back.
 */
enum err
order_paid(struct job_work *jw)
{
	const struct payment_event *ev = jw->payload;
	const struct paid_in        in = { ev->payment_id, ev->amount };
	const struct cancel_in      back = {
		     .reason = "The order was cancelled before it was paid.",
		     .amount = MONEY_NONE,
		     .refund_key = jw->run->event.id,
	};
	enum err e;

	e = call(jw, "orders",
	    arena_printf(jw->arena, "/internal/orders/%s/paid",
		ev->order_id.text),
	    &paid_in_spec, &in);
	return e == ERR_ORDER_STATE ? cancel(jw, ev->order_id, &back) : e;
}

/* order.confirmed - what was held is sold. */
enum err
stock_commit(struct job_work *jw)
{
	const struct order_event *ev = jw->payload;

	return call(jw, "products",
	    arena_printf(jw->arena, "/internal/reservations/%s/commit",
		ev->order_id.text),
	    NULL, NULL);
}

struct release_in {
	struct uuid vendor_id;
};
SPEC_STATIC(release_in, FIELD(vendor_id));

/* order.cancelled, order.returned - the pieces go back to the shelf. */
enum err
stock_release(struct job_work *jw)
{
	const struct order_event *ev = jw->payload;
	const struct release_in   in = { ev->vendor_id };

	return call(jw, "products",
	    arena_printf(jw->arena, "/internal/reservations/%s/release",
		ev->order_id.text),
	    &release_in_spec, &in);
}

/* order.cancelled, order.overpaid - and the money to whom it belongs. */
enum err
payment_cancel(struct job_work *jw)
{
	const struct order_event *ev = jw->payload;
	const struct cancel_in    in = {
		   .reason = ev->reason,
		   .amount = ev->amount,
		   .vendor_id = ev->vendor_id,
		   .refund_key = jw->run->event.id,
	};

	return cancel(jw, ev->order_id, &in);
}

/* order.refunded - by the shop; without an amount payments itself said so. */
enum err
payment_refund(struct job_work *jw)
{
	const struct order_event *ev = jw->payload;

	return money_given(ev->amount) ? payment_cancel(jw) : ERR_OK;
}

struct order_total {
	struct money total_amount;
};
SPEC_STATIC(order_total, FIELD(total_amount));

struct refunded_in {
	struct uuid  payment_id, refund_key;
	struct money amount;
	bool         is_whole;
};
SPEC_STATIC(refunded_in,
    FIELD(payment_id),
    FIELD(refund_key),
    FIELD(amount),
    FIELD(is_whole));

/* payment.refunded - the order learns that its money went back. */
enum err
order_refunded(struct job_work *jw)
{
	const struct payment_event *ev = jw->payload;
	const struct caller         who = { .arena = jw->arena };
	struct refunded_in in = { ev->payment_id, jw->run->event.id, ev->amount,
		ev->is_whole.is > 0 };
	struct order_total order;
	enum err           e;

	if (ev->is_whole.is < 0) {
		e = service_ask(&who, "orders", GET,
		    arena_printf(jw->arena, "/internal/orders/%s",
			ev->order_id.text),
		    none, NONE, order_total, &order);
		if (e != ERR_OK)
			return e;
		in.is_whole = ev->amount.minor >= order.total_amount.minor;
	}
	return call(jw, "orders",
	    arena_printf(jw->arena, "/internal/orders/%s/refunded",
		ev->order_id.text),
	    &refunded_in_spec, &in);
}

struct webhook {
	const char     *path, *body;
	struct raw_json headers;
};
SPEC_STATIC(webhook,
    FIELD(path),
    FIELD(body),
    FIELD(headers));

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
enum err
webhook_deliver(struct job_work *jw)
{
	const struct id_event *ev = jw->payload;
	const struct caller    who = { .arena = jw->arena };
	struct webhook         hook;
	enum err               e;

	e = service_ask(&who, "sandbox", GET,
	    arena_printf(jw->arena, "/internal/webhooks/%s", ev->id.text), none,
	    NONE, webhook, &hook);
	if (e != ERR_OK)
		return e;
	if (hook.path == NULL || *hook.path != '/' || hook.body == NULL)
		return ERR_INVALID;
	return webhook_post(jw, &hook);
}
