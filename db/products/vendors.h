/* SPDX-License-Identifier: ISC */
/*
 * vendors.h - shops, from the application to the approval.
 */
#ifndef FARM_DB_PRODUCTS_VENDORS_H
#define FARM_DB_PRODUCTS_VENDORS_H

#include "common/model/slice.h"
#include "db/pg/pg.h"

enum vendor_status {
	VENDOR_PENDING,
	VENDOR_APPROVED,
	VENDOR_REJECTED,
	VENDOR_SUSPENDED
};
extern const char *const vendor_status_words[];

/* A shop as its owner and the admin see it. */
struct vendor {
	struct uuid        id, user_id;
	const char        *email, *business_name, *slug, *description, *reason;
	enum vendor_status status;
	struct timestamp   created_at, updated_at;
	int64_t            version;
};
SPEC_DECLARE(vendor);

/* An approved shop as visitors see it. */
struct shop {
	struct uuid      id;
	const char      *business_name, *slug, *description;
	int64_t          product_count; /* at most COUNT_MAX */
	struct timestamp created_at;
	struct text_list images; /* of some of its products, for pages */
};
SPEC_DECLARE(shop);

struct vendor_counts {
	int64_t pending, approved, rejected, suspended;
};
SPEC_DECLARE(vendor_counts);

/*
 * Add an application with ->id, ->user_id, ->email, ->business_name and
 * ->description.  ERR_VENDOR_EXISTS: this user has applied already.
 */
enum err db_vendor_add(struct db *, struct vendor *);
/* ERR_VENDOR_NOT_FOUND. */
enum err db_vendor_of_user(struct db *, struct uuid user_id,
    struct vendor *out);

/*
 * Change what is given of a user's own shop.  ->version: the version that was
 * edited; INT_NONE: any.  ERR_VENDOR_NOT_FOUND, ERR_STALE.
 */
struct vendor_change {
	struct uuid user_id;
	int64_t     version;
	const char *business_name, *description;
};
enum err db_vendor_edit(struct db *, const struct vendor_change *,
    struct vendor *out);

/* Oldest first; "status" -1: of all states. */
enum err db_vendor_list(struct db *, int status, const struct slice *,
    LIST(vendor) *out);
enum err db_vendor_counts(struct db *, struct vendor_counts *out);
/* ERR_VENDOR_NOT_FOUND. */
enum err db_vendor_get(struct db *, struct uuid id, struct vendor *out);

/*
 * Approve, reject or suspend a vendor, and send the event that tells it.
 * ERR_VENDOR_NOT_FOUND, ERR_STALE; ERR_VENDOR_STATE: the vendor's state does
 * not allow the move.
 */
struct vendor_move {
	struct uuid        id;
	int64_t            version; /* INT_NONE: any */
	enum vendor_status to;
	const char        *reason;
};
enum err db_vendor_move(struct db *, const struct vendor_move *,
    struct vendor *out);

/* Approved shops by name. */
enum err db_shop_list(struct db *, const struct slice *, LIST(shop) *out);
/* By id or slug; ERR_VENDOR_NOT_FOUND. */
enum err db_shop_get(struct db *, const char *name, struct shop *out);

#endif
