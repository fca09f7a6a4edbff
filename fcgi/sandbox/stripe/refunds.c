/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "fcgi/sandbox/stripe/stripe_sandbox.h"

struct refund_page {
	const char         *object, *url;
	bool                has_more;
	LIST(stripe_refund) data;
};
SPEC_VERBATIM_STATIC(refund_page, FIELD(object), FIELD_OF(data, stripe_refund),
    FIELD(has_more), FIELD(url));

static enum err
refund_refused(struct stripe_api_call *c, const char *code, const char *message)
{
	return stripe_api_fail(c, 400,
	    &(struct stripe_failure){ .type = "invalid_request_error",
		.code = code,
		.message = message });
}

/* What is left to refund.  The intent is locked. */
static enum err
intent_left(struct db *db, const struct stripe_intent *i, int64_t *left)
{
	const struct stripe_refund *r;
	LIST(stripe_refund)         all;
	enum err                    e;

	if ((e = db_stripe_refunds_of(db, i->id, &all)) != ERR_OK)
		return e;
	*left = i->amount_received;
	r = all.items;
	for (size_t n = 0; n < all.n; n++)
		*left -= r[n].amount;
	return ERR_OK;
}

static enum err
refund_add_tx(struct stripe_api_call *c)
{
	struct stripe_intent i;
	struct stripe_refund r = { .reason = stripe_api_text(c, "reason") };
	int64_t              left;
	enum err             e;

	if ((r.payment_intent = stripe_api_text(c, "payment_intent")) == NULL)
		return stripe_api_missing(c, "payment_intent");
	c->id = r.payment_intent;
	if ((e = db_stripe_intent_get(c->db, c->id, true, &i)) != ERR_OK)
		return e == ERR_NOT_FOUND ?
		    stripe_api_no_such(c, "payment_intent") :
		    e;
	if ((e = intent_left(c->db, &i, &left)) != ERR_OK)
		return e;
	r.amount = left;
	if (stripe_api_text(c, "amount") != NULL &&
	    !stripe_api_number(c, "amount", &r.amount))
		return stripe_api_missing(c, "amount");
	if (left == 0)
		return refund_refused(c, "charge_already_refunded",
		    "This charge has already been refunded.");
	if (r.amount > left)
		return refund_refused(c, NULL,
		    "Refund amount is greater than "
		    "unrefunded amount on charge.");
	if (stripe_api_amount_refused(c, r.amount, i.currency, false))
		return ERR_OK;
	r.id = stripe_id_new(c->rq->arena, "re_");
	r.currency = i.currency;
	r.metadata = stripe_api_marks(c, "metadata");
	if ((e = db_stripe_refund_put(c->db, &r)) != ERR_OK ||
	    (e = db_stripe_event_add(c->db, "refund.created",
		 &stripe_refund_spec, &r)) != ERR_OK)
		return e;
	return stripe_api_answer(c, &stripe_refund_spec, &r);
}

static enum err
refund_show_tx(struct stripe_api_call *c)
{
	struct stripe_refund r;
	enum err             e;

	if ((e = db_stripe_refund_get(c->db, c->id, &r)) != ERR_OK)
		return e == ERR_NOT_FOUND ? stripe_api_no_such(c, "refund") : e;
	return stripe_api_answer(c, &stripe_refund_spec, &r);
}

static enum err
refunds_list_tx(struct stripe_api_call *c)
{
	struct refund_page page = { "list", "/v1/refunds", false, { NULL, 0 } };
	const char        *intent = stripe_api_text(c, "payment_intent");
	enum err           e;

	if (intent == NULL)
		return stripe_api_missing(c, "payment_intent");
	if ((e = db_stripe_refunds_of(c->db, intent, &page.data)) != ERR_OK)
		return e;
	return stripe_api_answer(c, &refund_page_spec, &page);
}

/* POST /v1/refunds - refund an intent, or a part of it. */
HANDLER(refund_add, none, none)
{
	return stripe_api_serve(rq, refund_add_tx);
}

/* GET /v1/refunds/:id - one refund. */
HANDLER(refund_show, none, none)
{
	return stripe_api_serve(rq, refund_show_tx);
}

/* GET /v1/refunds - the refunds of an intent. */
HANDLER(refunds_list, none, none)
{
	return stripe_api_serve(rq, refunds_list_tx);
}

const struct route stripe_refund_routes[] = {
	{ POST, STRIPE_V1 "refunds", &refund_add, .who = ANYONE,
	    .face = API_ONLY, .form_body = true, .shape = AS_WRITTEN },
	{ GET, STRIPE_V1 "refunds", &refunds_list, .who = ANYONE,
	    .face = API_ONLY, .shape = AS_WRITTEN },
	{ GET, STRIPE_V1 "refunds/:id", &refund_show, .who = ANYONE,
	    .face = API_ONLY, .shape = AS_WRITTEN },
	{ 0 },
};
