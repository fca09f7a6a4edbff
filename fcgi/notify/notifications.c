/* SPDX-License-Identifier: ISC */
#include "db/notify/notifications.h"
#include "common/model/config.h"
#include "fcgi/notify/notify.h"

struct notifications_in {
	struct page_in page;
	int64_t        after;
};
SPEC_STATIC(notifications_in,
    FIELD_BASE(page, page_in),
    FIELD(after, RANGE(0, INT64_MAX)));

struct notifications_page {
	LIST(notification) data;
	struct page_out    page;
};
SPEC_STATIC(notifications_page,
    FIELD_OF(data, notification),
    FIELD_BASE(page, page_out));

/* The titles in the reader's language. */
static void
titles_say(struct req *rq, LIST(notification) *list)
{
	for (size_t i = 0; i < list->n; i++)
		list->items[i].title.text = stored_text_say(rq->arena,
		    rq->language, &list->items[i].title, config.currency);
}

/*
 * GET /notifications - my notifications, the newest first.  With "after" those
 * that are newer than this one, the oldest first.
 */
HANDLER(notifications_list, notifications_in, notifications_page)
{
	static const struct paging paging = { "notifications",
		&notification_spec, "id", 20 };
	struct slice               slice;
	struct total_row           row;
	enum err                   e;

	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK)
		return e;
	e = in->after != INT_NONE ?
	    db_notifications_after(rq->db, rq->session.user_id, in->after,
		slice.limit - 1, &out->data, &row) :
	    db_notifications_list(rq->db, rq->session.user_id, &slice,
		&out->data, &row);
	if (e != ERR_OK)
		return e;
	titles_say(rq, &out->data);
	page_end(rq, &paging, &in->page, &slice, &out->data, row.total, "",
	    &out->page);
	return ERR_OK;
}

const struct route notifications_routes[] = {
	{ GET, "/notifications", &notifications_list,
	    .page = "notify/notifications", .who = SIGNED_IN },
	{ 0 },
};
