/* SPDX-License-Identifier: ISC */
/*
 * vendor.c - a vendor's own record, from the application on.
 */
#include "db/products/desk.h"
#include "fcgi/products/products.h"

struct vendor_add_in {
	const char *business_name, *description;
};
SPEC(vendor_add_in,
    FIELD_IN(vendor_add_in, business_name, 2, 120),
    FIELD_OPT(vendor_add_in, description, 0, 2000, .format = TEXT_BLOCK));

struct vendor_edit_in {
	const char *business_name, *description;
};
SPEC(vendor_edit_in,
    FIELD_OPT(vendor_edit_in, business_name, 2, 120),
    FIELD_OPT(vendor_edit_in, description, 0, 2000, .format = TEXT_BLOCK));

/* ->is_known: there is a record; without one, the way to apply. */
struct vendor_page {
	struct vendor vendor;
	bool          is_known, is_vendor;
};
SPEC(vendor_page,
    FIELD_BASE(vendor_page, vendor, vendor),
    FIELD_PAGE(vendor_page, is_known),
    FIELD_PAGE(vendor_page, is_vendor));

struct dashboard {
	struct vendor_page vendor;
	struct desk_counts counts;
	struct list        low;
};
SPEC(dashboard,
    FIELD_BASE(dashboard, vendor, vendor_page),
    FIELD_SUB(dashboard, counts, desk_counts),
    FIELD_OF(dashboard, low, product));

/* POST /vendors/register - the application for a shop. */
enum err
vendor_add(struct req *rq)
{
	const struct vendor_add_in *in = rq->in;
	struct vendor              *vendor = rq->out;

	*vendor = (struct vendor){
		.id = rq->once_id,
		.user_id = rq->session.user_id,
		.email = rq->session.email,
		.business_name = in->business_name,
		.description = in->description,
	};
	req_next(rq, "/vendor?notice=applied");
	return db_vendor_add(rq->db, vendor);
}

/* A record that is not there is no error to a page that offers to make it. */
static enum err
vendor_find(struct req *rq, struct vendor_page *page)
{
	enum err e;

	page->is_vendor = session_given(&rq->session) &&
	    rq->session.role == ROLE_VENDOR;
	if (!page->is_vendor)
		return ERR_OK;
	e = db_vendor_of_user(rq->db, rq->session.user_id, &page->vendor);
	page->is_known = e == ERR_OK;
	return e == ERR_VENDOR_NOT_FOUND ? ERR_OK : e;
}

/* GET /vendors/register - the form, or what became of it. */
enum err
vendor_apply_show(struct req *rq)
{
	return vendor_find(rq, rq->out);
}

/* GET /vendor/profile - my shop as others see it. */
enum err
vendor_show(struct req *rq)
{
	struct vendor_page *page = rq->out;
	enum err            e;

	e = db_vendor_of_user(rq->db, rq->session.user_id, &page->vendor);
	page->is_known = page->is_vendor = true;
	if (e == ERR_VENDOR_NOT_FOUND && !rq->api) {
		req_next(rq, "/vendors/register");
		return ERR_OK;
	}
	return e;
}

/* PUT /vendor/profile */
enum err
vendor_edit(struct req *rq)
{
	const struct vendor_edit_in *in = rq->in;
	struct vendor_page          *page = rq->out;

	req_next(rq, "/vendor/profile?notice=saved");
	return db_vendor_edit(rq->db, rq->session.user_id, in->business_name,
	    in->description, &page->vendor);
}

/* GET /vendor - what there is to do. */
enum err
dashboard_show(struct req *rq)
{
	struct dashboard *page = rq->out;
	struct uuid       me = rq->session.user_id;
	enum err          e;

	if ((e = vendor_find(rq, &page->vendor)) != ERR_OK)
		return e;
	if (!page->vendor.is_known) {
		req_next(rq, "/vendors/register");
		return ERR_OK;
	}
	db_batch(rq->db);
	db_desk_counts(rq->db, me, NULL, &page->counts);
	db_desk_low(rq->db, me, &page->low);
	return db_flush(rq->db);
}
