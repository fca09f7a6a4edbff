/* SPDX-License-Identifier: ISC */
/*
 * admin.c - all payments, and all that is known about one of them.
 */
#include "common/contract/stored_text.h"
#include "common/http/paging.h"
#include "db/payments/ledger.h"
#include "fcgi/payments/payments.h"

struct payments_in {
	struct page_in page;
	int            status; /* an enum payment_status, or -1 */
	const char    *search;
};
SPEC_STATIC(payments_in,
    FIELD_BASE(page, page_in),
    FIELD_ENUM(status, payment_status_words),
    FIELD(search, RANGE(1, 254)));

struct payments_page {
	LIST(payment)   data;
	struct page_out page;
	const char     *search;
	int             status;
};
SPEC_STATIC(payments_page,
    FIELD_OF(data, payment),
    FIELD_BASE(page, page_out),
    FIELD(search),
    FIELD_ENUM(status, payment_status_words));

struct payment_page {
	struct payment       payment;
	LIST(attempt)        attempts;
	LIST(refund)         refunds;
	LIST(provider_event) events;
	LIST(ledger_row)     ledger;
};
SPEC_STATIC(payment_page,
    FIELD_SUB(payment, payment),
    FIELD_AS(payment.currency, "currency"),
    FIELD_OF(attempts, attempt),
    FIELD_OF(refunds, refund),
    FIELD_OF(events, provider_event),
    FIELD_OF(ledger, ledger_row));

/* GET /admin/payments - all payments, the newest first. */
HANDLER(payments_list, payments_in, payments_page)
{
	static const struct paging  paging = { "payments", &payment_spec,
		 "createdAt", 25 };
	const struct payment_filter filter = {
		.status = in->status == -1 ? NULL :
					     payment_status_words[in->status],
		.search = in->search,
	};
	struct slice slice;
	int64_t      total;
	enum err     e;

	out->status = in->status;
	out->search = in->search;
	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK ||
	    (e = db_payment_list(rq->db, &filter, &slice, &out->data,
		 &total)) != ERR_OK)
		return e;
	page_end(rq, &paging, &in->page, &slice, &out->data, total,
	    query_and(rq, query_and(rq, "", "status", filter.status), "search",
		in->search),
	    &out->page);
	return ERR_OK;
}

/* The reasons in the reader's language. */
static void
reasons_say(struct req *rq, LIST(refund) *refunds)
{
	struct refund *r = refunds->items;

	for (size_t i = 0; i < refunds->n; i++)
		r[i].reason = stored_reason_say(rq->arena, rq->language,
		    r[i].reason, r[i].reason_id);
}

/* GET /admin/payments/:id - one with its attempts, refunds and postings. */
HANDLER(payment_admin_show, id_in, payment_page)
{
	enum err e;

	db_batch(rq->db);
	db_payment_get(rq->db, in->id, &out->payment);
	db_attempt_list(rq->db, in->id, &out->attempts);
	db_refund_list(rq->db, in->id, &out->refunds);
	db_provider_event_list(rq->db, in->id, &out->events);
	db_ledger_list(rq->db, in->id, &out->ledger);
	if ((e = db_flush(rq->db)) == ERR_OK)
		reasons_say(rq, &out->refunds);
	return e;
}

const struct route payments_admin_routes[] = {
	{ GET, "/admin/payments", &payments_list, .page = "admin/payments",
	    .who = ADMIN, .face = PAGE_ONLY },
	{ GET, "/admin/payments/:id", &payment_admin_show,
	    .page = "admin/payment", .who = ADMIN, .face = PAGE_ONLY },
	{ 0 },
};
