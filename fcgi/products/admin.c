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
	LIST(vendor)         pending;
};
SPEC_STATIC(admin_page,
    FIELD_SUB(vendors, vendor_counts),
    FIELD_SUB(listed, listing_total),
    FIELD(categories),
    FIELD_OF(pending, vendor));

struct vendor_list_in {
	struct page_in page;
	int            status;
};
SPEC_STATIC(vendor_list_in,
    FIELD_BASE(page, page_in),
    FIELD_ENUM(status, vendor_status_words));

struct vendor_list {
	LIST(vendor)         data;
	struct page_out      page;
	int                  status;
	struct vendor_counts counts;
};
SPEC_STATIC(vendor_list,
    FIELD_OF(data, vendor),
    FIELD_BASE(page, page_out),
    FIELD_ENUM(status, vendor_status_words, FOR_PAGES),
    FIELD_SUB(counts, vendor_counts, FOR_PAGES));

struct vendor_queue {
	LIST(vendor) vendors;
};
SPEC_STATIC(vendor_queue, FIELD_OF(vendors, vendor));

struct vendor_move_in {
	struct uuid id;
	const char *reason;
};
SPEC_STATIC(vendor_move_in,
    FIELD(id, REQUIRED),
    FIELD(reason, RANGE(0, 500), .format = TEXT_BLOCK));

struct category_add_in {
	const char *name, *slug;
	struct uuid parent_id;
};
SPEC_STATIC(category_add_in,
    FIELD(name, REQUIRED, RANGE(1, 80)),
    FIELD(slug, RANGE(0, 80), .format = TEXT_SLUG),
    FIELD(parent_id));

/* ->parent_id emptied, or ->to_top: to the first level. */
struct category_edit_in {
	struct uuid id, parent_id;
	const char *name, *slug;
	struct flag to_top;
};
SPEC_STATIC(category_edit_in,
    FIELD(id, REQUIRED),
    FIELD(name, RANGE(1, 80)),
    FIELD(slug, RANGE(0, 80), .format = TEXT_SLUG),
    FIELD(parent_id),
    FIELD(to_top));

struct category_in {
	struct uuid id;
};
SPEC_STATIC(category_in, FIELD(id, REQUIRED));

/* A parent to choose; named so that a category's own names show through. */
struct choice {
	struct uuid choice_id;
	const char *label;
	int64_t     level;
};
LIST_DECLARE(choice);
SPEC_STATIC(choice,
    FIELD(choice_id),
    FIELD(label),
    FIELD(level));

struct categories_page {
	LIST(category) categories;
	LIST(choice)   choices;
};
SPEC_STATIC(categories_page,
    FIELD_OF(categories, category),
    FIELD_OF(choices, choice));

/* ---- vendors ------------------------------------------------------------- */

/* GET /admin - what waits. */
HANDLER(admin_show, none, admin_page)
{
	LIST(category) categories;
	enum err       e;

	db_batch(rq->db);
	db_vendor_counts(rq->db, &out->vendors);
	db_vendor_list(rq->db, VENDOR_PENDING, &(struct slice){ .limit = 5 },
	    &out->pending);
	db_category_list(rq->db, &categories);
	db_listing_total(rq->db, &out->listed);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	out->categories = (int64_t)categories.n;
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
HANDLER(vendor_list, vendor_list_in, vendor_list)
{
	struct slice slice;
	enum err     e;

	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK)
		return e;
	db_batch(rq->db);
	db_vendor_list(rq->db, in->status, &slice, &out->data);
	db_vendor_counts(rq->db, &out->counts);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	out->status = in->status;
	page_end(rq, &paging, &in->page, &slice, &out->data,
	    count_of(&out->counts, in->status),
	    query_and(rq, "", "status",
		in->status < 0 ? NULL : vendor_status_words[in->status]),
	    &out->page);
	return ERR_OK;
}

/* GET /admin/vendors/pending - those who wait, the longest first. */
HANDLER(vendor_queue, none, vendor_queue)
{
	return db_vendor_list(rq->db, VENDOR_PENDING,
	    &(struct slice){ .limit = QUEUE_MAX }, &out->vendors);
}

static enum err
vendor_move(struct req *rq, const struct vendor_move_in *in,
    enum vendor_status to, const char *notice, struct vendor *out)
{
	req_next(rq, "/admin/vendors?notice=%s", notice);
	return db_vendor_move(rq->db, in->id, to, in->reason, out);
}

/* PUT /admin/vendors/:id/approve - may sell from now on. */
HANDLER(vendor_approve, vendor_move_in, vendor)
{
	return vendor_move(rq, in, VENDOR_APPROVED, "approved", out);
}

/* What is taken from somebody wants a word why. */
static enum err
want_reason(struct req *rq, const struct vendor_move_in *in)
{
	if (rq->api || (in->reason != NULL && *in->reason != '\0'))
		return ERR_OK;
	complain_as(&rq->complaints, "", "required",
	    SAY("Enter a reason. The vendor can read it."), NO_ARGS);
	return ERR_INVALID;
}

/* PUT /admin/vendors/:id/reject - the application is turned down. */
HANDLER(vendor_reject, vendor_move_in, vendor)
{
	enum err e = want_reason(rq, in);

	return e != ERR_OK ?
	    e :
	    vendor_move(rq, in, VENDOR_REJECTED, "rejected", out);
}

/* PUT /admin/vendors/:id/suspend - off the shelf until approved again. */
HANDLER(vendor_suspend, vendor_move_in, vendor)
{
	enum err e = want_reason(rq, in);

	return e != ERR_OK ?
	    e :
	    vendor_move(rq, in, VENDOR_SUSPENDED, "suspended", out);
}

/* ---- categories ---------------------------------------------------------- */

/* GET /admin/categories - the tree. */
HANDLER(categories_show, none, categories_page)
{
	const struct category *c;
	struct choice         *choice;
	enum err               e;

	if ((e = db_category_list(rq->db, &out->categories)) != ERR_OK)
		return e;
	c = out->categories.items;
	choice = arena_array(rq->arena, out->categories.n, sizeof(*choice));
	out->choices = (LIST(choice)){ choice, out->categories.n, 0 };
	for (size_t i = 0; i < out->categories.n; i++)
		choice[i] = (struct choice){ c[i].id, c[i].name, c[i].depth };
	return ERR_OK;
}

static enum err
explain(struct req *rq, enum err e)
{
	if (e == ERR_SLUG_TAKEN)
		complain_error(&rq->complaints, "name", e);
	return e;
}

/* POST /admin/categories - a new one. */
HANDLER(category_add, category_add_in, category)
{
	enum err e;

	*out = (struct category){ .id = uuid_new(),
		.name = in->name,
		.slug = in->slug,
		.parent_id = in->parent_id };
	if (out->slug == NULL || *out->slug == '\0')
		out->slug = slug_of(rq->arena, out->name, 'c', out->id);
	req_next(rq, "/admin/categories?notice=added");
	e = db_category_add(rq->db, out);
	if (e != ERR_CATEGORY_NOT_FOUND)
		return explain(rq, e);
	complain_error(&rq->complaints, "parentId", e);
	return ERR_INVALID;
}

/* PUT /admin/categories/:id - another name, another place. */
HANDLER(category_edit, category_edit_in, category)
{
	struct category_change change = { .id = in->id };

	change.parent_id = in->parent_id;
	change.name = in->name;
	change.slug = in->slug != NULL && *in->slug != '\0' ? in->slug : NULL;
	change.to_top = in->to_top.is == 1 || req_emptied(rq, "parentId");
	req_next(rq, "/admin/categories?notice=saved");
	return explain(rq, db_category_edit(rq->db, &change, out));
}

/* DELETE /admin/categories/:id - an empty one. */
HANDLER(category_remove, category_in, message)
{
	out->message = req_say(rq, SAY("The category has been removed."),
	    NO_ARGS);
	req_next(rq, "/admin/categories?notice=removed");
	return db_category_remove(rq->db, in->id);
}

const struct route products_admin_routes[] = {
	{ GET, "/admin", &admin_show, .page = "admin/dashboard", .who = ADMIN,
	    .face = PAGE_ONLY },
	{ GET, "/admin/vendors", &vendor_list, .page = "admin/vendors",
	    .who = ADMIN },
	{ GET, "/admin/vendors/pending", &vendor_queue, .who = ADMIN,
	    .face = API_ONLY, .array = true },
	{ PUT, "/admin/vendors/:id/approve", &vendor_approve, .who = ADMIN,
	    .form = "/admin/vendors" },
	{ PUT, "/admin/vendors/:id/reject", &vendor_reject, .who = ADMIN,
	    .form = "/admin/vendors" },
	{ PUT, "/admin/vendors/:id/suspend", &vendor_suspend, .who = ADMIN,
	    .form = "/admin/vendors" },
	{ GET, "/admin/categories", &categories_show,
	    .page = "admin/categories", .who = ADMIN, .face = PAGE_ONLY },
	{ POST, "/admin/categories", &category_add, .who = ADMIN,
	    .status = 201 },
	{ PUT, "/admin/categories/:id", &category_edit, .who = ADMIN,
	    .form = "/admin/categories" },
	{ DELETE, "/admin/categories/:id", &category_remove, .who = ADMIN,
	    .form = "/admin/categories" },
	{ 0 },
};
