/* SPDX-License-Identifier: ISC */
/*
 * vendors.c - administrators approve, reject and suspend vendors.
 */
#include "db/products/vendors.h"
#include "fcgi/products/products.h"

#define QUEUE_MAX 100

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

struct vendor_get_in {
	struct uuid id;
};
SPEC_STATIC(vendor_get_in, FIELD(id, REQUIRED));

struct vendor_move_in {
	struct uuid id;
	int64_t     version;
	const char *reason;
};
SPEC_STATIC(vendor_move_in,
    FIELD(id, REQUIRED),
    FIELD(version, EDIT_VERSION),
    FIELD(reason, RANGE(0, 500), .format = TEXT_BLOCK));

static int64_t
status_count(const struct vendor_counts *c, int status)
{
	switch (status) {
	case VENDOR_PENDING: return c->pending;
	case VENDOR_APPROVED: return c->approved;
	case VENDOR_REJECTED: return c->rejected;
	case VENDOR_SUSPENDED: return c->suspended;
	default: return c->pending + c->approved + c->rejected + c->suspended;
	}
}

/* GET /admin/vendors - all vendors or those of one state, oldest first. */
HANDLER(vendor_list, vendor_list_in, vendor_list)
{
	static const struct paging paging = { "vendors", &vendor_spec,
		"createdAt", 25 };
	struct slice               slice;
	enum err                   e;

	if ((e = page_begin(rq, &paging, &in->page, &slice)) != ERR_OK)
		return e;
	db_batch(rq->db);
	db_vendor_list(rq->db, in->status, &slice, &out->data);
	db_vendor_counts(rq->db, &out->counts);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	out->status = in->status;
	page_end(rq, &paging, &in->page, &slice, &out->data,
	    status_count(&out->counts, in->status),
	    query_and(rq, "", "status",
		in->status < 0 ? NULL : vendor_status_words[in->status]),
	    &out->page);
	return ERR_OK;
}

/* GET /admin/vendors/pending - the applications, oldest first. */
HANDLER(vendor_queue, none, vendor_queue)
{
	return db_vendor_list(rq->db, VENDOR_PENDING,
	    &(struct slice){ .limit = QUEUE_MAX }, &out->vendors);
}

/* GET /admin/vendors/:id - one vendor, whose ETag a decision can name. */
HANDLER(vendor_get, vendor_get_in, vendor)
{
	return db_vendor_get(rq->db, in->id, out);
}

static enum err
vendor_decide(struct req *rq, const struct vendor_move_in *in,
    enum vendor_status to, const char *notice, struct vendor *out)
{
	struct vendor_move move = { in->id, in->version, to, in->reason };
	bool has_reason = in->reason != NULL && *in->reason != '\0';

	if (to != VENDOR_APPROVED && !has_reason && !rq->api) {
		complain_as(&rq->complaints, "", "required",
		    SAY("Enter a reason. The vendor can read it."), NO_ARGS);
		return ERR_INVALID;
	}
	req_next(rq, "/admin/vendors?notice=%s", notice);
	return db_vendor_move(rq->db, &move, out);
}

/* PUT /admin/vendors/:id/approve - let the vendor sell. */
HANDLER(vendor_approve, vendor_move_in, vendor)
{
	return vendor_decide(rq, in, VENDOR_APPROVED, "approved", out);
}

/* PUT /admin/vendors/:id/reject - turn the application down. */
HANDLER(vendor_reject, vendor_move_in, vendor)
{
	return vendor_decide(rq, in, VENDOR_REJECTED, "rejected", out);
}

/* PUT /admin/vendors/:id/suspend - close the shop until it is approved. */
HANDLER(vendor_suspend, vendor_move_in, vendor)
{
	return vendor_decide(rq, in, VENDOR_SUSPENDED, "suspended", out);
}

const struct route admin_vendor_routes[] = {
	{ GET, "/admin/vendors", &vendor_list, .page = "admin/vendors",
	    .who = ADMIN },
	{ GET, "/admin/vendors/pending", &vendor_queue, .who = ADMIN,
	    .face = API_ONLY, .array = true },
	{ GET, "/admin/vendors/:id", &vendor_get, .who = ADMIN,
	    .face = API_ONLY },
	{ PUT, "/admin/vendors/:id/approve", &vendor_approve, .who = ADMIN,
	    .form = "/admin/vendors" },
	{ PUT, "/admin/vendors/:id/reject", &vendor_reject, .who = ADMIN,
	    .form = "/admin/vendors" },
	{ PUT, "/admin/vendors/:id/suspend", &vendor_suspend, .who = ADMIN,
	    .form = "/admin/vendors" },
	{ 0 },
};
