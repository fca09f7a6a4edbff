/* SPDX-License-Identifier: ISC */
/*
 * vendors.h - shops and their way from application to approval.
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

/* As its owner and the admin see it. */
struct vendor {
	struct uuid        id, user_id;
	const char        *email, *business_name, *slug, *description, *reason;
	enum vendor_status status;
	struct timestamp   created_at, updated_at;
};
SPEC_DECLARE(vendor);

/* As visitors see one that is approved. */
struct shop {
	struct uuid      id;
	const char      *business_name, *slug, *description;
	int64_t          product_count; /* at most COUNT_MAX */
	struct timestamp created_at;
	struct text_list images; /* of some products, for pages */
};
SPEC_DECLARE(shop);

struct vendor_counts {
	int64_t pending, approved, rejected, suspended;
};
SPEC_DECLARE(vendor_counts);

/*
 * An application with ->id, ->user_id, ->email, ->business_name and
 * ->description.  ERR_VENDOR_EXISTS: this user has applied already.
 */
enum err db_vendor_add(struct db *, struct vendor *);
/* ERR_VENDOR_NOT_FOUND. */
enum err db_vendor_of_user(struct db *, struct uuid user_id,
    struct vendor *out);
/* Changes what is given of an owner's own; ERR_VENDOR_NOT_FOUND. */
enum err db_vendor_edit(struct db *, struct uuid user_id,
    const char *business_name, const char *description, struct vendor *out);
/* Oldest first, of one state or (-1) all. */
enum err db_vendor_list(struct db *, int status, const struct slice *,
    LIST(vendor) *out);
enum err db_vendor_counts(struct db *, struct vendor_counts *out);
/*
 * Approve, reject or suspend, with the event that tells the vendor.
 * ERR_VENDOR_STATE: not from its present state.
 */
enum err db_vendor_move(struct db *, struct uuid id, enum vendor_status to,
    const char *reason, struct vendor *out);

/* Approved shops by name. */
enum err db_shop_list(struct db *, const struct slice *, LIST(shop) *out);
/* By id or slug; ERR_VENDOR_NOT_FOUND. */
enum err db_shop_get(struct db *, const char *name, struct shop *out);

#endif
