/* SPDX-License-Identifier: ISC */
/*
 * admin.c - who may sell, and where things hang.
 */
#include <string.h>

#include "common/base/text.h"
#include "fcgi/products/products.h"

#define QUEUE_MAX 100

struct admin_page {
	struct vendor_counts vendors;
	struct listing_total listed;
	int64_t              categories;
	struct list          pending;
};
SPEC(admin_page,
    FIELD_SUB(admin_page, vendors, vendor_counts),
    FIELD_SUB(admin_page, listed, listing_total),
    FIELD(admin_page, categories),
    FIELD_OF(admin_page, pending, vendor));

struct vendor_list_in {
	struct page_in page;
	int            status;
};
SPEC(vendor_list_in,
    FIELD_BASE(vendor_list_in, page, page_in),
    FIELD_OPT_ENUM(vendor_list_in, status, vendor_status_words));

struct vendor_list {
	struct list          data;
	struct page_out      page;
	int                  status;
	struct vendor_counts counts;
};
SPEC(vendor_list,
    FIELD_OF(vendor_list, data, vendor),
    FIELD_BASE(vendor_list, page, page_out),
    FIELD_ENUM(vendor_list, status, vendor_status_words,
	.flags = FIELD_PAGE_ONLY),
    FIELD_PAGE_SUB(vendor_list, counts, vendor_counts));

struct vendor_queue {
	struct list vendors;
};
SPEC(vendor_queue, FIELD_OF(vendor_queue, vendors, vendor));

struct vendor_move_in {
	struct uuid id;
	const char *reason;
};
SPEC(vendor_move_in,
    FIELD_IN(vendor_move_in, id, 0, 0),
    FIELD_OPT(vendor_move_in, reason, 0, 500, .format = TEXT_BLOCK));

struct category_add_in {
	const char *name, *slug;
	struct uuid parent_id;
};
SPEC(category_add_in,
    FIELD_IN(category_add_in, name, 1, 80),
    FIELD_OPT(category_add_in, slug, 0, 80, .format = TEXT_SLUG),
    FIELD_OPT(category_add_in, parent_id, 0, 0));

/* ->parent_id emptied, or ->to_top: to the first level. */
struct category_edit_in {
	struct uuid id, parent_id;
	const char *name, *slug;
	struct flag to_top;
};
SPEC(category_edit_in,
    FIELD_IN(category_edit_in, id, 0, 0),
    FIELD_OPT(category_edit_in, name, 1, 80),
    FIELD_OPT(category_edit_in, slug, 0, 80, .format = TEXT_SLUG),
    FIELD_OPT(category_edit_in, parent_id, 0, 0),
    FIELD_OPT(category_edit_in, to_top, 0, 0));

struct category_in {
	struct uuid id;
};
SPEC(category_in, FIELD_IN(category_in, id, 0, 0));

/* A parent to choose; named so that a category's own names show through. */
struct choice {
	struct uuid choice_id;
	const char *label;
	int64_t     level;
};
SPEC_STATIC(choice,
    FIELD(choice, choice_id),
    FIELD(choice, label),
    FIELD(choice, level));

struct categories_page {
	struct list categories, choices;
};
SPEC(categories_page,
    FIELD_OF(categories_page, categories, category),
    FIELD_OF(categories_page, choices, choice));

/* ---- vendors ------------------------------------------------------------- */

/* GET /admin - what waits. */
enum err
admin_show(struct req *rq)
{
	struct admin_page *page = rq->out;
	struct list        categories;
	enum err           e;

	db_batch(rq->db);
	db_vendor_counts(rq->db, &page->vendors);
	db_vendor_list(rq->db, VENDOR_PENDING, &(struct slice){ .limit = 5 },
	    &page->pending);
	db_category_list(rq->db, &categories);
	db_listing_total(rq->db, &page->listed);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	page->categories = (int64_t)categories.n;
	return ERR_OK;
}

static int64_t
count_of(const struct vendor_counts *c, int status)
{
	switch (status) {
	case VENDOR_PENDING: return c->pending;
	case VENDOR_APPROVED: return c->approved;
	case VENDOR_REJECTED: return c->rejected;
	case VENDOR_SUSPENDED: return c->suspended;
	default: return c->pending + c->approved + c->rejected + c->suspended;
	}
}

static const struct paging paging = { "vendors", &vendor_spec, "createdAt",
	25 };

/* GET /admin/vendors - all, or those of one state, oldest first. */
enum err
vendor_list(struct req *rq)
{
	const struct vendor_list_in *in = rq->in;
	struct vendor_list          *page = rq->out;
	struct slice                 slice;
	enum err                     e;

	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK)
		return e;
	db_batch(rq->db);
	db_vendor_list(rq->db, in->status, &slice, &page->data);
	db_vendor_counts(rq->db, &page->counts);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	page->status = in->status;
	page_end(rq, &paging, &in->page, &slice, &page->data,
	    count_of(&page->counts, in->status),
	    query_and(rq, "", "status",
		in->status < 0 ? NULL : vendor_status_words[in->status]),
	    &page->page);
	return ERR_OK;
}

/* GET /admin/vendors/pending - those who wait, the longest first. */
enum err
vendor_queue(struct req *rq)
{
	struct vendor_queue *out = rq->out;

	return db_vendor_list(rq->db, VENDOR_PENDING,
	    &(struct slice){ .limit = QUEUE_MAX }, &out->vendors);
}

static enum err
vendor_move(struct req *rq, enum vendor_status to, const char *notice)
{
	const struct vendor_move_in *in = rq->in;

	req_next(rq, "/admin/vendors?notice=%s", notice);
	return db_vendor_move(rq->db, in->id, to, in->reason, rq->out);
}

/* PUT /admin/vendors/:id/approve - may sell from now on. */
enum err
vendor_approve(struct req *rq)
{
	return vendor_move(rq, VENDOR_APPROVED, "approved");
}

/* What is taken from somebody wants a word why. */
static enum err
want_reason(struct req *rq)
{
	const struct vendor_move_in *in = rq->in;

	if (rq->api || (in->reason != NULL && *in->reason != '\0'))
		return ERR_OK;
	complain_as(&rq->complaints, "", "required",
	    "Write why; the vendor reads it.");
	return ERR_INVALID;
}

/* PUT /admin/vendors/:id/reject - the application is turned down. */
enum err
vendor_reject(struct req *rq)
{
	enum err e = want_reason(rq);

	return e != ERR_OK ? e : vendor_move(rq, VENDOR_REJECTED, "rejected");
}

/* PUT /admin/vendors/:id/suspend - off the shelf until approved again. */
enum err
vendor_suspend(struct req *rq)
{
	enum err e = want_reason(rq);

	return e != ERR_OK ? e : vendor_move(rq, VENDOR_SUSPENDED, "suspended");
}

/* ---- categories ---------------------------------------------------------- */

/* GET /admin/categories - the tree. */
enum err
categories_show(struct req *rq)
{
	struct categories_page *page = rq->out;
	const struct category  *c;
	struct choice          *choice;
	enum err                e;

	if ((e = db_category_list(rq->db, &page->categories)) != ERR_OK)
		return e;
	c = page->categories.items;
	choice = arena_array(rq->arena, page->categories.n, sizeof(*choice));
	page->choices = (struct list){ choice, page->categories.n };
	for (size_t i = 0; i < page->categories.n; i++)
		choice[i] = (struct choice){ c[i].id, c[i].name, c[i].depth };
	return ERR_OK;
}

static enum err
explain(struct req *rq, enum err e)
{
	if (e == ERR_SLUG_TAKEN)
		complain_as(&rq->complaints, "name", err_slug(e), err_title(e));
	return e;
}

/* POST /admin/categories - a new one. */
enum err
category_add(struct req *rq)
{
	const struct category_add_in *in = rq->in;
	struct category              *c = rq->out;
	enum err                      e;

	*c = (struct category){ .id = uuid_new(),
		.name = in->name,
		.slug = in->slug,
		.parent_id = in->parent_id };
	if (c->slug == NULL || *c->slug == '\0')
		c->slug = slug_of(rq->arena, c->name, 'c', c->id);
	req_next(rq, "/admin/categories?notice=added");
	e = db_category_add(rq->db, c);
	if (e != ERR_CATEGORY_NOT_FOUND)
		return explain(rq, e);
	complain_as(&rq->complaints, "parentId", err_slug(e), err_title(e));
	return ERR_INVALID;
}

/* PUT /admin/categories/:id - another name, another place. */
enum err
category_edit(struct req *rq)
{
	const struct category_edit_in *in = rq->in;
	struct category_change         change = { .id = in->id };

	change.parent_id = in->parent_id;
	change.name = in->name;
	change.slug = in->slug != NULL && *in->slug != '\0' ? in->slug : NULL;
	change.to_top = in->to_top.is == 1 || req_emptied(rq, "parentId");
	req_next(rq, "/admin/categories?notice=saved");
	return explain(rq, db_category_edit(rq->db, &change, rq->out));
}

/* DELETE /admin/categories/:id - an empty one. */
enum err
category_remove(struct req *rq)
{
	const struct category_in *in = rq->in;
	struct message           *out = rq->out;

	out->message = "The category is removed.";
	req_next(rq, "/admin/categories?notice=removed");
	return db_category_remove(rq->db, in->id);
}
