/* SPDX-License-Identifier: ISC */
/*
 * vendor.c - a vendor's shop: application, profile and dashboard.
 */
#include "db/products/desk.h"
#include "db/products/vendors.h"
#include "fcgi/products/products.h"

struct vendor_add_in {
	const char *business_name, *description;
};
SPEC_STATIC(vendor_add_in,
    FIELD(business_name, REQUIRED, RANGE(2, 120)),
    FIELD(description, RANGE(0, 2000), .format = TEXT_BLOCK));

struct vendor_edit_in {
	int64_t     version;
	const char *business_name, *description;
};
SPEC_STATIC(vendor_edit_in,
    FIELD(version, EDIT_VERSION),
    FIELD(business_name, RANGE(2, 120)),
    FIELD(description, RANGE(0, 2000), .format = TEXT_BLOCK));

/* ->is_known: the user has applied. */
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

/* POST /vendors/register - apply for a shop. */
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

/* The vendor who is signed in; without an application ->is_known is false. */
static enum err
vendor_page_fill(struct req *rq, struct vendor_page *page)
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

/* GET /vendors/register - the form, or the state of the application. */
HANDLER(vendor_apply_show, none, vendor_page)
{
	return vendor_page_fill(rq, out);
}

/* GET /vendor/profile - the vendor's own shop. */
HANDLER(vendor_show, none, vendor_page)
{
	enum err e = vendor_page_fill(rq, out);

	if (e != ERR_OK || out->is_known)
		return e;
	if (rq->api)
		return ERR_VENDOR_NOT_FOUND;
	req_next(rq, "/vendors/register");
	return ERR_OK;
}

/* PUT /vendor/profile - change name and description. */
HANDLER(vendor_edit, vendor_edit_in, vendor_page)
{
	struct vendor_change change = { rq->session.user_id, in->version,
		in->business_name, in->description };

	req_next(rq, "/vendor/profile?notice=saved");
	return db_vendor_edit(rq->db, &change, &out->vendor);
}

/* GET /vendor - the dashboard. */
HANDLER(dashboard_show, none, dashboard)
{
	struct uuid me = rq->session.user_id;
	enum err    e;

	if ((e = vendor_page_fill(rq, &out->vendor)) != ERR_OK)
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

const struct route vendor_routes[] = {
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
