/* SPDX-License-Identifier: ISC */
/*
 * payments.h - what the files of the payments service share.
 *
 * payment.c, pay.c: the API and the pages; attempt.c opens and continues
 * attempts at a provider; settle.c records what was seen of one, whoever saw
 * it (the request itself, the buyer's return, a webhook, the timer); refund.c
 * gives back; webhook.c and internal.c are what providers and services call.
 */
#ifndef FARM_FCGI_PAYMENTS_PAYMENTS_H
#define FARM_FCGI_PAYMENTS_PAYMENTS_H

#include "common/http/paging.h"
#include "common/http/route.h"
#include "fcgi/payments/provider.h"

struct payments_config {
	const char *database_url_payments;
	const char *stripe_api_base, *stripe_secret_key, *stripe_webhook_secret;
	struct decimal       commission_percent;
	struct payment_offer offer;
};
extern struct payments_config settings;

/* payment.c, pay.c, webhook.c, internal.c, admin.c */
struct payment_id_in {
	struct uuid id;
};
SPEC_DECLARE(payment_id_in);

/* ERR_ORDER_NOT_FOUND, also when it is somebody else's. */
enum err order_get(struct req *, struct uuid, struct order_bill *out);
/* The order's payment, made with "id" if there was none yet. */
enum err payment_of(struct req *, const struct order_bill *, struct uuid id,
    enum payment_method, struct payment *out);

/*
 * attempt.c: get the money, with this card ("pm_…"), or NULL: on the
 * provider's page. An attempt that is open already is continued; a second one
 * never begins before the first is over. "p" is the payment as it is then.
 * ERR_PAYMENT_STATE: nothing to pay; ERR_UNAVAILABLE: the provider is down,
 * no money moved; ERR_PAYMENT_UNKNOWN: it did not say, or not to us, since
 * another request is at it.
 */
enum err payment_process(struct req *, struct payment *p,
    const char *method_id);
/* Ask the provider how the newest attempt is. Errors as above. */
enum err payment_look(struct req *, struct payment *p);
/* As above for one that is open, or that somebody else knows more about. */
enum err attempt_look(struct req *, const struct attempt *,
    struct payment *out);
/* Let no open attempt of the payment be paid any more. */
enum err attempt_end_open(struct req *, struct uuid payment_id);

/*
 * settle.c: record a sighting, once, whatever has been seen before, and see
 * to what follows from it. "is_owner": the caller holds the attempt's lease.
 */
enum err attempt_settle(struct req *, const struct attempt *,
    const struct sighting *, bool is_owner, struct payment *out);
/*
 * Tell the order that it is paid, unless this request has done so; idempotent
 * and best effort, since the event says it again.  Whoever tells a person
 * "paid" tells the order first: the provider's own message may have been
 * faster, and be still at it.  An order that cannot be paid any more gets its
 * money back; "p" is the payment then.
 */
void order_confirm(struct req *, struct payment *p);
/* Cancel what is not paid; "*effects" (payment_state.h) says what is left. */
enum err payment_cancel(struct req *, struct uuid id, unsigned *effects,
    struct payment *out);
/* Tell the farm; within a transaction. */
enum err payment_tell(struct db *, const char *name, const struct payment *,
    struct money amount, struct flag is_whole);

/* refund.c */
struct refund_wish {
	const char  *key;       /* one refund for each */
	const char  *reason;    /* or NULL */
	struct uuid  vendor_id; /* not given: of all */
	struct money amount;    /* not given: all that is left */
};
/*
 * Give back of a completed payment. ERR_OK also when nothing is left, or the
 * refund was done before; ERR_UNAVAILABLE: it will be, ask again;
 * ERR_PAYMENT_STATE: the provider refuses.
 */
enum err refund_sale(struct req *, struct uuid payment_id,
    const struct refund_wish *);
/* Get on with one that was recorded. Errors as above. */
enum err refund_drive(struct req *, const struct refund *);

extern const struct rate payment_rate;

/* The rows of each file that answers requests. */
extern const struct route payment_routes[], webhook_routes[], pay_routes[],
    payments_admin_routes[], payments_internal_routes[];

#endif
