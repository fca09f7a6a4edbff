/* SPDX-License-Identifier: ISC */
#include <inttypes.h>

#include "db/notify/notifications.h"
#include "fcgi/notify/notify.h"

struct notifications_in {
	int64_t after, cursor, page, limit;
};
SPEC(notifications_in,
    FIELD_OPT(notifications_in, after, 0, INT64_MAX),
    FIELD_OPT(notifications_in, cursor, 1, INT64_MAX),
    FIELD_DEFAULT(notifications_in, page, 1, 10000, 1),
    FIELD_DEFAULT(notifications_in, limit, 1, 100, 20));

struct notifications_page {
	struct list data; /* of struct notification */
	int64_t     page, limit, total, total_pages;
	const char *next_cursor;
	const char *prev_url, *next_url;
};
SPEC(notifications_page,
    FIELD_OF(notifications_page, data, notification),
    FIELD(notifications_page, page),
    FIELD(notifications_page, limit),
    FIELD(notifications_page, total),
    FIELD(notifications_page, total_pages),
    FIELD(notifications_page, next_cursor),
    FIELD_PAGE(notifications_page, prev_url),
    FIELD_PAGE(notifications_page, next_url));

static const char *
page_url(struct req *rq, const struct notifications_page *p, int64_t page)
{
	if (page < 1 || page > p->total_pages)
		return NULL;
	return arena_printf(rq->arena, "/notifications?page=%" PRId64, page);
}

/*
 * GET /notifications - what I was told, the latest first; with "after" what
 * came since that one, in its order.
 */
enum err
notifications_list(struct req *rq)
{
	const struct notifications_in *in = rq->in;
	struct notifications_page     *out = rq->out;
	const struct notification     *n;
	struct uuid                    me = rq->session.user_id;
	struct total_row               row;
	enum err                       e;

	if (in->after != INT_NONE)
		e = db_notifications_after(rq->db, me, in->after, in->limit,
		    &out->data, &row);
	else
		e = db_notifications_before(rq->db, me, in->cursor, in->limit,
		    in->cursor == INT_NONE ? (in->page - 1) * in->limit : 0,
		    &out->data, &row);
	if (e != ERR_OK)
		return e;
	out->page = in->page;
	out->limit = in->limit;
	out->total = row.total;
	out->total_pages = (row.total + in->limit - 1) / in->limit;
	out->prev_url = page_url(rq, out, in->page - 1);
	out->next_url = page_url(rq, out, in->page + 1);
	n = out->data.items;
	if (in->after == INT_NONE && (int64_t)out->data.n == in->limit)
		out->next_cursor = arena_printf(rq->arena, "%" PRId64,
		    n[out->data.n - 1].id);
	return ERR_OK;
}
