/* SPDX-License-Identifier: ISC */
/*
 * vendor.c - a vendor's own record, from the application on.
 */
#include "db/products/desk.h"
#include "fcgi/products/products.h"

struct vendor_add_in {
	const char *business_name, *description;
};
SPEC_STATIC(vendor_add_in,
    FIELD(business_name, REQUIRED, RANGE(2, 120)),
    FIELD(description, RANGE(0, 2000), .format = TEXT_BLOCK));

struct vendor_edit_in {
	const char *business_name, *description;
};
SPEC_STATIC(vendor_edit_in,
    FIELD(business_name, RANGE(2, 120)),
    FIELD(description, RANGE(0, 2000), .format = TEXT_BLOCK));

/* ->is_known: there is a record; without one, the way to apply. */
struct vendor_page {
	struct vendor vendor;
	bool          is_known, is_vendor;
};
SPEC_STATIC(vendor_page,
    FIELD_BASE(vendor, vendor),
    FIELD(is_known, FOR_PAGES),
    FIELD(is_vendor, FOR_PAGES));

struct dashboard {
	struct vendor_page vendor;
	struct desk_counts counts;
	LIST(product)      low;
};
SPEC_STATIC(dashboard,
    FIELD_BASE(vendor, vendor_page),
    FIELD_SUB(counts, desk_counts),
    FIELD_OF(low, product));

/* POST /vendors/register - the application for a shop. */
HANDLER(vendor_add, vendor_add_in, vendor)
{
	struct vendor made;

	*out = (struct vendor){
		.id = rq->once_id,
		.user_id = rq->session.user_id,
		.email = rq->session.email,
		.business_name = in->business_name,
		.description = in->description,
	};
	req_next(rq, "/out?notice=applied");
	/* An earlier try with this key may have made it. */
	if (rq->once_again &&
	    db_vendor_of_user(rq->db, out->user_id, &made) == ERR_OK &&
	    uuid_equal(made.id, out->id)) {
		*out = made;
		return ERR_OK;
	}
	return db_vendor_add(rq->db, out);
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
HANDLER(vendor_apply_show, none, vendor_page)
{
	return vendor_find(rq, out);
}

/* GET /vendor/profile - my shop as others see it. */
HANDLER(vendor_show, none, vendor_page)
{
	enum err e;

	e = db_vendor_of_user(rq->db, rq->session.user_id, &out->vendor);
	out->is_known = out->is_vendor = true;
	if (e == ERR_VENDOR_NOT_FOUND && !rq->api) {
		req_next(rq, "/vendors/register");
		return ERR_OK;
	}
	return e;
}

/* PUT /vendor/profile */
HANDLER(vendor_edit, vendor_edit_in, vendor_page)
{
	req_next(rq, "/vendor/profile?notice=saved");
	return db_vendor_edit(rq->db, rq->session.user_id, in->business_name,
	    in->description, &out->vendor);
}

/* GET /vendor - what there is to do. */
HANDLER(dashboard_show, none, dashboard)
{
	struct uuid me = rq->session.user_id;
	enum err    e;

	if ((e = vendor_find(rq, &out->vendor)) != ERR_OK)
		return e;
	if (!out->vendor.is_known) {
		req_next(rq, "/vendors/register");
		return ERR_OK;
	}
	db_batch(rq->db);
	db_desk_counts(rq->db, me, NULL, &out->counts);
	db_desk_low(rq->db, me, &out->low);
	return db_flush(rq->db);
}

const struct route products_vendor_routes[] = {
	{ GET, "/vendors/register", &vendor_apply_show,
	    .page = "vendor/register", .who = VISITOR, .face = PAGE_ONLY },
	{ POST, "/vendors/register", &vendor_add, .who = VENDOR, .status = 201,
	    .once = true },
	{ GET, "/vendor", &dashboard_show, .page = "vendor/dashboard",
	    .who = VENDOR, .face = PAGE_ONLY },
	{ GET, "/vendor/profile", &vendor_show, .page = "vendor/profile",
	    .who = VENDOR },
	{ PUT, "/vendor/profile", &vendor_edit, .who = VENDOR },
	{ 0 },
};
