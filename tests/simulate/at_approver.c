/* SPDX-License-Identifier: ISC */
/*
 * at_approver.c - the approver at its own place: orders that buyers approve and
 * the farm captures, refunds, and messages that can be verified by a call.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/crypto.h"
#include "tests/simulate/breaks.h"
#include "tests/simulate/provider.h"

#define ORDERS_MAX   600
#define RETURNED_MAX 400
#define LIFE_US      (45 * MINUTE_US)
#define SECRET       "approver_simulated"

enum approval { APPROVAL_OPEN, APPROVAL_GIVEN, APPROVAL_USED, APPROVAL_OVER };

static struct approver_order {
	char          id[24];
	struct uuid   payment_id, attempt_id;
	int64_t       amount, returned, expires_us;
	enum approval status;
	bool          shown; /* the buyer has its address */
} orders[ORDERS_MAX];
static int norders;

static struct returned { /* a refund */
	char        id[24];
	struct uuid refund_id;
} returned[RETURNED_MAX];
static int nreturned;

static int
say_text(struct provider_call *c, int status, const char *text)
{
	c->body = text;
	return status;
}

/* ---- orders -------------------------------------------------------------- */

static struct approver_order *
order_find(const char *id)
{
	for (int i = 0; i < norders; i++)
		if (strcmp(orders[i].id, id) == 0)
			return &orders[i];
	return NULL;
}

static int
order_answer(struct provider_call *c, const struct approver_order *o)
{
	static const char *const words[] = { "created", "approved", "captured",
		"expired" };

	if (o == NULL)
		return say_text(c, 404, "none");
	return say_text(c, 200,
	    arena_printf(c->arena, "%s %s %lld", o->id, words[o->status],
		(long long)o->amount));
}

static int
order_add(struct provider_call *c)
{
	struct approver_order *o = &orders[norders++];

	if (norders == ORDERS_MAX)
		abort();
	*o = (struct approver_order){
		.payment_id = call_uuid(c, "payment"),
		.attempt_id = call_uuid(c, "attempt"),
		.amount = strtoll(call_field(c, "amount"), NULL, 10),
		.expires_us = world.now_us + LIFE_US,
	};
	provider_name(o->id, "ap");
	return order_answer(c, o);
}

static int
order_show(struct provider_call *c)
{
	return order_answer(c, order_find(c->id));
}

static void
order_becomes(struct approver_order *o, enum approval status, const char *type)
{
	struct deal *d = deal_of_payment(o->payment_id);

	say("approver: %s of %s: %s", o->id, d != NULL ? who_is(d->id) : "?",
	    type);
	o->status = status;
	provider_tell(&at_approver, type, o->id, o->attempt_id,
	    (struct uuid){ "" });
	if (d != NULL)
		d->dirty = true;
}

static int
order_capture(struct provider_call *c)
{
	struct approver_order *o = order_find(c->id);

	if (o != NULL && o->status == APPROVAL_GIVEN)
		order_becomes(o, APPROVAL_USED, "order.captured");
	return order_answer(c, o);
}

/* ---- refunds ------------------------------------------------------------- */

static int
refund_show(struct provider_call *c)
{
	for (int i = 0; i < nreturned && !breaks(BREAK_NO_KEY); i++)
		if (strcmp(returned[i].refund_id.text, c->id) == 0)
			return say_text(c, 200, returned[i].id);
	return say_text(c, 404, "none");
}

static int
refund_add(struct provider_call *c)
{
	struct approver_order *o = order_find(call_field(c, "order"));
	int64_t          amount = strtoll(call_field(c, "amount"), NULL, 10);
	struct returned *r = &returned[nreturned];

	if (o == NULL || o->status != APPROVAL_USED || there.is_refusing ||
	    amount > o->amount - o->returned)
		return say_text(c, 422, "no");
	if (++nreturned == RETURNED_MAX)
		abort();
	r->refund_id = call_uuid(c, "refund");
	provider_name(r->id, "rt");
	o->returned += amount;
	say("approver: %lld cents of %s go back", (long long)amount, o->id);
	provider_tell(&at_approver, "refund.done", r->id, (struct uuid){ "" },
	    r->refund_id);
	return say_text(c, 200, r->id);
}

/* ---- messages ------------------------------------------------------------ */

static const char *
approver_body(struct arena *a, const struct message *m)
{
	bool is_refund = uuid_given(m->refund_id);

	return arena_printf(a, "%s %s %s %s %s", m->id, m->type, m->object_id,
	    is_refund ? "refund" : "attempt",
	    is_refund ? m->refund_id.text : m->attempt_id.text);
}

static const char *
approver_sum(struct arena *a, const char *body, bool is_forged)
{
	char hex[SHA256_HEX_SIZE];

	hmac_sha256_hex(is_forged ? "guessed" : SECRET, body, strlen(body),
	    hex);
	return arena_strdup(a, hex);
}

/* Was a message with this id and this sum sent? */
static int
message_verify(struct provider_call *c)
{
	const char *id = call_field(c, "id"), *sum = call_field(c, "sum");

	for (int i = 0; i < there.nmessages; i++) {
		const struct message *m = &there.messages[i];

		if (m->at == &at_approver && strcmp(m->id, id) == 0)
			return say_text(c,
			    strcmp(sum,
				approver_sum(c->arena,
				    approver_body(c->arena, m), false)) == 0 ?
				200 :
				422,
			    "");
	}
	return say_text(c, 422, "");
}

/* ---- what people and time do --------------------------------------------- */

static void
approver_clock(void)
{
	for (int i = 0; i < norders; i++)
		if (orders[i].status < APPROVAL_USED &&
		    orders[i].expires_us < world.now_us)
			order_becomes(&orders[i], APPROVAL_OVER,
			    "order.expired");
}

static void
approver_work(void)
{
}

static void
approver_visit(struct uuid payment_id, bool is_good)
{
	for (int i = 0; i < norders; i++)
		if (uuid_equal(orders[i].payment_id, payment_id) &&
		    orders[i].shown && orders[i].status == APPROVAL_OPEN) {
			if (is_good)
				order_becomes(&orders[i], APPROVAL_GIVEN,
				    "order.approved");
			return;
		}
}

const char *
approver_signs(struct arena *a, struct uuid payment_id, bool is_forged)
{
	for (int i = norders - 1; i >= 0; i--)
		if (uuid_equal(orders[i].payment_id, payment_id))
			return approver_sum(a, orders[i].id, is_forged);
	return NULL;
}

static void
approver_seen(const char *text)
{
	for (int i = 0; i < norders; i++)
		if (!orders[i].shown && strstr(text, orders[i].id) != NULL)
			orders[i].shown = true;
}

static int64_t
approver_has(struct uuid payment_id, int *charges)
{
	int64_t sum = 0;

	*charges = 0;
	for (int i = 0; i < norders; i++)
		if (uuid_equal(orders[i].payment_id, payment_id) &&
		    orders[i].status == APPROVAL_USED) {
			sum += orders[i].amount - orders[i].returned;
			++*charges;
		}
	return sum;
}

static const struct provider_row rows[] = {
	{ "POST", "/orders/", "/capture", order_capture },
	{ "POST", "/orders", "", order_add },
	{ "GET", "/orders/", "", order_show },
	{ "POST", "/refunds", "", refund_add },
	{ "GET", "/refunds/", "", refund_show },
	{ "POST", "/verify", "", message_verify },
	{ NULL, NULL, NULL, NULL },
};

const struct provider_at at_approver = {
	.word = "PAYPAL",
	.base = "https://approver",
	.webhook = "/api/webhooks/approver",
	.variable = "HTTP_APPROVER_SUM",
	.rows = rows,
	.clock = approver_clock,
	.work = approver_work,
	.visit = approver_visit,
	.seen = approver_seen,
	.body = approver_body,
	.sign = approver_sum,
	.has = approver_has,
};
