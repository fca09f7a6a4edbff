/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "fcgi/sandbox/sandbox.h"

struct refund_page {
	const char         *object, *url;
	bool                has_more;
	LIST(stripe_refund) data;
};
SPEC_VERBATIM_STATIC(refund_page, FIELD(object), FIELD_OF(data, stripe_refund),
    FIELD(has_more), FIELD(url));

static enum err
refused(struct call *c, const char *code, const char *message)
{
	return call_fail(c, 400,
	    &(struct failure){ .type = "invalid_request_error",
		.code = code,
		.message = message });
}

/* What was not given back yet; the intent is locked. */
static enum err
left_of(struct db *db, const struct stripe_intent *i, int64_t *left)
{
	const struct stripe_refund *r;
	LIST(stripe_refund)         all;
	enum err                    e;

	if ((e = db_refunds_of(db, i->id, &all)) != ERR_OK)
		return e;
	*left = i->amount_received;
	r = all.items;
	for (size_t n = 0; n < all.n; n++)
		*left -= r[n].amount;
	return ERR_OK;
}

static enum err
add(struct call *c)
{
	struct stripe_intent i;
	struct stripe_refund r = { .reason = call_text(c, "reason") };
	int64_t              left;
	enum err             e;

	if ((r.payment_intent = call_text(c, "payment_intent")) == NULL)
		return call_missing(c, "payment_intent");
	c->id = r.payment_intent;
	if ((e = db_intent_get(c->db, c->id, true, &i)) != ERR_OK)
		return e == ERR_NOT_FOUND ? call_no_such(c, "payment_intent") :
					    e;
	if ((e = left_of(c->db, &i, &left)) != ERR_OK)
		return e;
	r.amount = left;
	if (call_text(c, "amount") != NULL &&
	    !call_number(c, "amount", &r.amount))
		return call_missing(c, "amount");
	if (left == 0)
		return refused(c, "charge_already_refunded",
		    "This charge has already been refunded.");
	if (r.amount > left)
		return refused(c, NULL,
		    "Refund amount is greater than "
		    "unrefunded amount on charge.");
	if (amount_refused(c, r.amount, i.currency, false))
		return ERR_OK;
	r.id = id_new(c->rq->arena, "re_");
	r.currency = i.currency;
	r.metadata = call_marks(c, "metadata");
	if ((e = db_refund_put(c->db, &r)) != ERR_OK ||
	    (e = db_stripe_event_add(c->db, "refund.created",
		 &stripe_refund_spec, &r)) != ERR_OK)
		return e;
	return call_answer(c, &stripe_refund_spec, &r);
}

static enum err
show(struct call *c)
{
	struct stripe_refund r;
	enum err             e;

	if ((e = db_refund_get(c->db, c->id, &r)) != ERR_OK)
		return e == ERR_NOT_FOUND ? call_no_such(c, "refund") : e;
	return call_answer(c, &stripe_refund_spec, &r);
}

static enum err
list(struct call *c)
{
	struct refund_page page = { "list", "/v1/refunds", false, { NULL, 0 } };
	const char        *intent = call_text(c, "payment_intent");
	enum err           e;

	if (intent == NULL)
		return call_missing(c, "payment_intent");
	if ((e = db_refunds_of(c->db, intent, &page.data)) != ERR_OK)
		return e;
	return call_answer(c, &refund_page_spec, &page);
}

/* POST /v1/refunds - give an intent's money back, or some of it. */
HANDLER(refund_add, none, none)
{
	return call_serve(rq, add);
}

/* GET /v1/refunds/:id - how it is. */
HANDLER(refund_show, none, none)
{
	return call_serve(rq, show);
}

/* GET /v1/refunds - those of an intent. */
HANDLER(refunds_list, none, none)
{
	return call_serve(rq, list);
}

const struct route refunds_routes[] = {
	{ POST, V1 "refunds", &refund_add, .who = ANYONE, .face = API_ONLY,
	    .form_body = true, .shape = AS_WRITTEN },
	{ GET, V1 "refunds", &refunds_list, .who = ANYONE, .face = API_ONLY,
	    .shape = AS_WRITTEN },
	{ GET, V1 "refunds/:id", &refund_show, .who = ANYONE, .face = API_ONLY,
	    .shape = AS_WRITTEN },
	{ 0 },
};
