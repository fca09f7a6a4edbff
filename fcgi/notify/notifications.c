/* SPDX-License-Identifier: ISC */
#include "db/notify/notifications.h"
#include "fcgi/notify/notify.h"

struct notifications_in {
	struct page_in page;
	int64_t        after;
};
SPEC(notifications_in,
    FIELD_BASE(notifications_in, page, page_in),
    FIELD_OPT(notifications_in, after, 0, INT64_MAX));

struct notifications_page {
	struct list     data; /* of struct notification */
	struct page_out page;
};
SPEC(notifications_page,
    FIELD_OF(notifications_page, data, notification),
    FIELD_BASE(notifications_page, page, page_out));

/*
 * GET /notifications - what I was told, the latest first; with "after" what
 * came since that one, in its order.
 */
enum err
notifications_list(struct req *rq)
{
	static const struct paging     paging = { "notifications",
		    &notification_spec, "id", 20 };
	const struct notifications_in *in = rq->in;
	struct notifications_page     *out = rq->out;
	struct slice                   slice;
	struct total_row               row;
	enum err                       e;

	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK)
		return e;
	e = in->after != INT_NONE ?
	    db_notifications_after(rq->db, rq->session.user_id, in->after,
		slice.limit - 1, &out->data, &row) :
	    db_notifications_list(rq->db, rq->session.user_id, &slice,
		&out->data, &row);
	if (e != ERR_OK)
		return e;
	page_end(rq, &paging, &in->page, &slice, &out->data, row.total, "",
	    &out->page);
	return ERR_OK;
}
