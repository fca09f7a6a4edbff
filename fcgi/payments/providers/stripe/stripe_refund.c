/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "fcgi/payments/providers/stripe/stripe.h"

struct refund_marks {
	const char *refund_id;
};
SPEC_VERBATIM_STATIC(refund_marks, FIELD(refund_id));

struct refund_object {
	const char          *id, *status, *failure_reason;
	struct refund_marks *metadata;
};
SPEC_VERBATIM_STATIC(refund_object, FIELD(id), FIELD(status),
    FIELD(failure_reason), FIELD_PTR(metadata, refund_marks));

LIST_DECLARE(refund_object);

struct refund_objects {
	LIST(refund_object) data;
};
SPEC_VERBATIM_STATIC(refund_objects, FIELD_OF(data, refund_object));

/* While "pending" or "requires_action" the money is not back yet. */
static void
refund_sight(const struct refund_object *r, struct refund_sighting *s)
{
	s->provider_id = r->id;
	s->sight = SIGHT_WAITING;
	if (r->status == NULL)
		return;
	if (strcmp(r->status, "succeeded") == 0)
		s->sight = SIGHT_PAID;
	else if (strcmp(r->status, "failed") == 0 ||
	    strcmp(r->status, "canceled") == 0) {
		s->sight = SIGHT_FAILED;
		s->message = r->failure_reason;
	}
}

/*
 * Was it requested before?  Stripe forgets keys after a day, so a refund is
 * searched by its id in the metadata before it is requested.  False: this try
 * of it does not exist.
 */
static bool
refund_find(struct req *rq, const struct refund *refund,
    const struct attempt *a, struct refund_sighting *s)
{
	const struct refund_object *r;
	struct refund_objects       all;
	struct http_answer          answer;
	struct buf                  query = { 0 };
	enum sight                  sight;
	int64_t                     failed = 0;

	stripe_field(&query, "payment_intent", a->transaction_id);
	stripe_field_int(&query, "limit", 100);
	sight = stripe_send(rq,
	    &(struct stripe_call){ .method = "GET",
		.path = arena_printf(rq->arena, "/v1/refunds?%s",
		    buf_text(&query)) },
	    &answer);
	buf_free(&query);
	s->sight = SIGHT_UNKNOWN;
	if (sight != SIGHT_WAITING || answer.status >= 300 ||
	    !json_read(rq->arena, refund_objects, answer.body, answer.body_len,
		&all))
		return true;
	r = all.data.items;
	for (size_t i = 0; i < all.data.n; i++)
		if (r[i].metadata != NULL && r[i].metadata->refund_id != NULL &&
		    strcmp(r[i].metadata->refund_id, refund->id.text) == 0) {
			refund_sight(&r[i], s);
			if (s->sight != SIGHT_FAILED)
				return true;
			failed++;
		}
	/* Each try fails once.  Its key would only repeat the first answer. */
	return failed >= refund->tries;
}

static void
refund_read(struct req *rq, const struct http_answer *answer,
    struct refund_sighting *s)
{
	struct refund_object  r;
	struct stripe_refusal no;

	s->sight = SIGHT_UNKNOWN;
	if (answer->status < 300) {
		if (json_read(rq->arena, refund_object, answer->body,
			answer->body_len, &r))
			refund_sight(&r, s);
		return;
	}
	s->sight = answer->status == 401 || answer->status == 403 ?
	    SIGHT_NOTHING :
	    SIGHT_FAILED;
	if (json_read(rq->arena, stripe_refusal, answer->body, answer->body_len,
		&no))
		s->message = no.error.message;
}

void
stripe_refund(struct req *rq, const struct payment *p,
    const struct refund *refund, const struct attempt *a,
    struct refund_sighting *s)
{
	struct http_answer answer;
	struct buf         form = { 0 };
	int64_t            units;

	if (!stripe_units(refund->amount, p->currency, &units)) {
		*s = (struct refund_sighting){ .sight = SIGHT_FAILED,
			.message = STRIPE_NO_AMOUNT };
		return;
	}
	*s = (struct refund_sighting){ 0 };
	if (refund_find(rq, refund, a, s))
		return;
	*s = (struct refund_sighting){ 0 };
	stripe_field(&form, "payment_intent", a->transaction_id);
	stripe_field_int(&form, "amount", units);
	stripe_field(&form, "reason", "requested_by_customer");
	stripe_field(&form, "metadata[refund_id]", refund->id.text);
	stripe_field(&form, "metadata[payment_id]", refund->payment_id.text);
	s->sight = stripe_send(rq,
	    &(struct stripe_call){ "POST", "/v1/refunds",
		arena_printf(rq->arena, "farm-refund-%s-%lld", refund->id.text,
		    (long long)refund->tries),
		&form },
	    &answer);
	if (s->sight == SIGHT_WAITING)
		refund_read(rq, &answer, s);
}
