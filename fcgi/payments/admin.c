/* SPDX-License-Identifier: ISC */
/*
 * admin.c - all payments, and everything that is known about one.
 */
#include <string.h>

#include "common/base/text.h"
#include "db/payments/ledger.h"
#include "fcgi/payments/payments.h"

#define PAGE_SIZE 25
#define PAGE_LAST 1000

struct payments_in {
	int64_t     page;
	int         status; /* an enum payment_status, or -1 */
	const char *search;
};
SPEC(payments_in,
    FIELD_DEFAULT(payments_in, page, 1, PAGE_LAST, 1),
    FIELD_OPT_ENUM(payments_in, status, payment_status_words),
    FIELD_OPT(payments_in, search, 1, 254));

struct payments_page {
	struct list data;
	int64_t     page, total, total_pages;
	const char *prev_url, *next_url, *search;
	int         status;
};
SPEC(payments_page,
    FIELD_OF(payments_page, data, payment),
    FIELD(payments_page, page),
    FIELD(payments_page, total),
    FIELD(payments_page, total_pages),
    FIELD(payments_page, prev_url),
    FIELD(payments_page, next_url),
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

static const char *
url_of(struct req *rq, const struct payments_in *in, int64_t page)
{
	struct buf  b = { 0 };
	const char *url;

	buf_printf(&b, "/admin/payments?page=%lld", (long long)page);
	if (in->status != -1)
		buf_printf(&b, "&status=%s", payment_status_words[in->status]);
	if (in->search != NULL) {
		buf_str(&b, "&search=");
		url_text(&b, in->search, strlen(in->search));
	}
	url = arena_dup(rq->arena, b.data, b.len);
	buf_free(&b);
	return url;
}

/* GET /admin/payments - all, the newest first. */
enum err
payments_list(struct req *rq)
{
	const struct payments_in   *in = rq->in;
	struct payments_page       *page = rq->out;
	const struct payment_filter filter = {
		.status = in->status == -1 ? NULL :
					     payment_status_words[in->status],
		.search = in->search,
		.limit = PAGE_SIZE,
		.offset = (in->page - 1) * PAGE_SIZE,
	};
	enum err e;

	page->page = in->page;
	page->status = in->status;
	page->search = in->search;
	if ((e = db_payment_list(rq->db, &filter, &page->data, &page->total)) !=
	    ERR_OK)
		return e;
	page->total_pages = (page->total + PAGE_SIZE - 1) / PAGE_SIZE;
	if (in->page > 1)
		page->prev_url = url_of(rq, in, in->page - 1);
	if (in->page < page->total_pages && in->page < PAGE_LAST)
		page->next_url = url_of(rq, in, in->page + 1);
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
