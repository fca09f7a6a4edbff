/* SPDX-License-Identifier: ISC */
/*
 * dashboard.c - the administrators' first page.
 */
#include "db/products/categories.h"
#include "db/products/listing.h"
#include "db/products/vendors.h"
#include "fcgi/products/products.h"

#define DASHBOARD_VENDORS 5 /* of those that wait for approval */

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

/* GET /admin - the vendors that wait, and how large the catalogue is. */
HANDLER(admin_show, none, admin_page)
{
	LIST(category) categories;
	enum err       e;

	db_batch(rq->db);
	db_vendor_counts(rq->db, &out->vendors);
	db_vendor_list(rq->db, VENDOR_PENDING,
	    &(struct slice){ .limit = DASHBOARD_VENDORS }, &out->pending);
	db_category_list(rq->db, &categories);
	db_listing_total(rq->db, &out->listed);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	out->categories = (int64_t)categories.n;
	return ERR_OK;
}

const struct route admin_routes[] = {
	{ GET, "/admin", &admin_show, .page = "admin/dashboard", .who = ADMIN,
	    .face = PAGE_ONLY },
	{ 0 },
};
