/* SPDX-License-Identifier: ISC */
/*
 * admin.c - all payments, and everything that is known about one.
 */
#include "db/payments/ledger.h"
#include "fcgi/payments/payments.h"

struct payments_in {
	struct page_in page;
	int            status; /* an enum payment_status, or -1 */
	const char    *search;
};
SPEC(payments_in,
    FIELD_BASE(payments_in, page, page_in),
    FIELD_OPT_ENUM(payments_in, status, payment_status_words),
    FIELD_OPT(payments_in, search, 1, 254));

struct payments_page {
	struct list     data;
	struct page_out page;
	const char     *search;
	int             status;
};
SPEC(payments_page,
    FIELD_OF(payments_page, data, payment),
    FIELD_BASE(payments_page, page, page_out),
    FIELD(payments_page, search),
    FIELD_ENUM(payments_page, status, payment_status_words));

struct payment_page {
	struct payment payment;
	struct list    attempts, refunds, events, ledger;
};
SPEC(payment_page,
    FIELD_SUB(payment_page, payment, payment),
    FIELD_OF(payment_page, attempts, attempt),
    FIELD_OF(payment_page, refunds, refund),
    FIELD_OF(payment_page, events, provider_event),
    FIELD_OF(payment_page, ledger, ledger_row));

/* GET /admin/payments - all, the newest first. */
enum err
payments_list(struct req *rq)
{
	static const struct paging  paging = { "payments", &payment_spec,
		 "createdAt", 25 };
	const struct payments_in   *in = rq->in;
	struct payments_page       *page = rq->out;
	const struct payment_filter filter = {
		.status = in->status == -1 ? NULL :
					     payment_status_words[in->status],
		.search = in->search,
	};
	struct slice slice;
	int64_t      total;
	enum err     e;

	page->status = in->status;
	page->search = in->search;
	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK ||
	    (e = db_payment_list(rq->db, &filter, &slice, &page->data,
		 &total)) != ERR_OK)
		return e;
	page_end(rq, &paging, &in->page, &slice, &page->data, total,
	    query_and(rq, query_and(rq, "", "status", filter.status), "search",
		in->search),
	    &page->page);
	return ERR_OK;
}

/* GET /admin/payments/:id - its attempts, messages, refunds and postings. */
enum err
payment_admin_show(struct req *rq)
{
	const struct payment_id_in *in = rq->in;
	struct payment_page        *page = rq->out;

	db_batch(rq->db);
	db_payment_get(rq->db, in->id, &page->payment);
	db_attempt_list(rq->db, in->id, &page->attempts);
	db_refund_list(rq->db, in->id, &page->refunds);
	db_provider_event_list(rq->db, in->id, &page->events);
	db_ledger_list(rq->db, in->id, &page->ledger);
	return db_flush(rq->db);
}
