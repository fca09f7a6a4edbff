/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/text.h"
#include "common/contract/events.h"
#include "db/pg/slice.h"
#include "db/products/products.h"
#include "db/products/vendors.h"

#define SLUG_TAIL 6 /* characters of the id, added to a slug that is taken */

const char *const vendor_status_words[] = { "PENDING", "APPROVED", "REJECTED",
	"SUSPENDED", NULL };

SPEC(vendor,
    FIELD(id, GIVEN),
    FIELD(user_id, GIVEN),
    FIELD(email, GIVEN),
    FIELD(business_name, GIVEN),
    FIELD(slug, GIVEN),
    FIELD(description),
    FIELD_ENUM(status, vendor_status_words, GIVEN),
    FIELD(reason),
    FIELD(created_at, GIVEN),
    FIELD(updated_at, GIVEN),
    FIELD(version, EDIT_VERSION));

SPEC(shop,
    FIELD(id, GIVEN),
    FIELD(business_name, GIVEN),
    FIELD(slug, GIVEN),
    FIELD(description),
    FIELD(product_count, GIVEN),
    FIELD(created_at, GIVEN),
    FIELD_TEXTS(images, FOR_PAGES));

SPEC(vendor_counts,
    FIELD(pending),
    FIELD(approved),
    FIELD(rejected),
    FIELD(suspended));

CONSTRAINT(vendors_user_key, ERR_VENDOR_EXISTS);
CONSTRAINT(vendors_slug_key, ERR_SLUG_TAKEN);

#define VENDOR_COLUMNS                                                  \
	"id, user_id, email, business_name, slug, description, status," \
	" reason, created_at, updated_at, version"

QUERY(sql_vendor_add, .sql =
    "INSERT INTO vendors (id, user_id, email, business_name, slug,"
    "  description) VALUES ($1, $2, $3, $4, $5, $6)"
    " RETURNING " VENDOR_COLUMNS);

QUERY(sql_vendor_of_user, .none = ERR_VENDOR_NOT_FOUND, .sql =
    "SELECT " VENDOR_COLUMNS " FROM vendors WHERE user_id = $1");

QUERY(sql_vendor_get, .none = ERR_VENDOR_NOT_FOUND, .sql =
    "SELECT " VENDOR_COLUMNS " FROM vendors WHERE id = $1");

QUERY(sql_vendor_edit, .none = ERR_STALE, .sql =
    "UPDATE vendors SET business_name = coalesce($3, business_name),"
    "  description = coalesce($4, description), updated_at = farm_now(),"
    "  version = version + 1"
    " WHERE user_id = $1 AND ($2::bigint IS NULL OR version = $2)"
    " RETURNING " VENDOR_COLUMNS);

QUERY(sql_vendor_list, .sql =
    "SELECT " VENDOR_COLUMNS " FROM vendors"
    " WHERE ($1::text IS NULL OR status = $1) AND "
    SLICE_OLDEST("created_at", "id", "$2", "$3")
    " ORDER BY created_at, id LIMIT $4 OFFSET $5");

QUERY(sql_vendor_counts, .sql =
    "SELECT count(*) FILTER (WHERE status = 'PENDING') AS pending,"
    "  count(*) FILTER (WHERE status = 'APPROVED') AS approved,"
    "  count(*) FILTER (WHERE status = 'REJECTED') AS rejected,"
    "  count(*) FILTER (WHERE status = 'SUSPENDED') AS suspended"
    " FROM vendors");

QUERY(sql_vendor_lock, .none = ERR_VENDOR_NOT_FOUND, .sql =
    "SELECT " VENDOR_COLUMNS " FROM vendors WHERE id = $1 FOR UPDATE");

QUERY(sql_vendor_move, .sql =
    "UPDATE vendors SET status = $2, reason = $3, updated_at = farm_now(),"
    "  version = version + 1 WHERE id = $1 RETURNING " VENDOR_COLUMNS);

#define SHOP_COLUMNS                                                      \
	"v.id, v.business_name, v.slug, v.description, v.created_at,"     \
	" (SELECT count(*) FROM (SELECT FROM products p"                  \
	"  WHERE p.vendor_id = v.id AND p.is_listed" COUNT_LIMIT ") n)"   \
	" AS product_count,"                                              \
	" (SELECT json_agg(i.image) FROM (SELECT p.images ->> 0 AS image" \
	"  FROM products p WHERE p.vendor_id = v.id AND p.is_listed"      \
	"  AND p.images <> '[]' ORDER BY p.created_at, p.id LIMIT 3) i)"  \
	" AS images"

QUERY(sql_shop_list, .sql =
    "SELECT " SHOP_COLUMNS " FROM (SELECT * FROM vendors"
    "  WHERE status = 'APPROVED' AND (lower(business_name), id) >"
    "   (lower(coalesce($1::text, '')), coalesce($2::uuid,"
    "   '00000000-0000-0000-0000-000000000000'))"
    "  ORDER BY lower(business_name), id LIMIT $3 OFFSET $4) v"
    " ORDER BY lower(v.business_name), v.id");

QUERY(sql_shop_get, .none = ERR_VENDOR_NOT_FOUND, .sql =
    "SELECT " SHOP_COLUMNS " FROM vendors v"
    " WHERE (v.id = $1 OR v.slug = $2) AND v.status = 'APPROVED'");

static void
vendor_event_send(struct db *db, const char *name, const struct vendor *v)
{
	struct vendor_payload event = { v->id, v->user_id, v->email,
		v->business_name, v->reason };

	db_event(db, name, vendor_payload, v->id, &event);
}

/* ---- the vendor ---------------------------------------------------------- */

static enum err
vendor_add_tx(struct db *db, void *ctx)
{
	struct vendor *v = ctx;

	db_batch(db);
	db_one(db, &sql_vendor_add,
	    VALUES(V(v->id), V(v->user_id), V(v->email), V(v->business_name),
		V(v->slug), V(v->description)),
	    vendor, v);
	vendor_event_send(db, EVENT_NAME(EVENT_VENDOR_APPLIED), v);
	return db_flush(db);
}

/* "/vendors/register" is a page: no shop may have that slug. */
enum err
db_vendor_add(struct db *db, struct vendor *v)
{
	struct arena *a = db_arena(db);
	char         *plain = slug_of(a, v->business_name, 'v', v->id);
	const char   *tailed = arena_printf(a, "%s-%s", plain,
	      v->id.text + UUID_LEN - SLUG_TAIL);
	enum err      e = ERR_SLUG_TAKEN;

	v->slug = plain;
	if (strcmp(plain, "register") != 0 && id_or_slug(plain).slug != NULL)
		e = db_tx(db, vendor_add_tx, v);
	if (e != ERR_SLUG_TAKEN)
		return e;
	v->slug = tailed;
	return db_tx(db, vendor_add_tx, v);
}

enum err
db_vendor_of_user(struct db *db, struct uuid user_id, struct vendor *out)
{
	return db_one(db, &sql_vendor_of_user, VALUES(V(user_id)), vendor, out);
}

enum err
db_vendor_edit(struct db *db, const struct vendor_change *c, struct vendor *out)
{
	enum err e;

	e = db_one(db, &sql_vendor_edit,
	    VALUES(V(c->user_id), V(c->version), V(c->business_name),
		V(c->description)),
	    vendor, out);
	return e == ERR_STALE && c->version == INT_NONE ? ERR_VENDOR_NOT_FOUND :
							  e;
}

/* ---- the admin ----------------------------------------------------------- */

enum err
db_vendor_list(struct db *db, int status, const struct slice *s,
    LIST(vendor) *out)
{
	const char *word = status < 0 ? NULL : vendor_status_words[status];

	return db_all(db, &sql_vendor_list,
	    VALUES(V(word), V(s->key), V(s->id), V(s->limit), V(s->offset)),
	    vendor, out);
}

enum err
db_vendor_counts(struct db *db, struct vendor_counts *out)
{
	return db_one(db, &sql_vendor_counts, NO_VALUES, vendor_counts, out);
}

enum err
db_vendor_get(struct db *db, struct uuid id, struct vendor *out)
{
	return db_one(db, &sql_vendor_get, VALUES(V(id)), vendor, out);
}

/* A repeated move is refused, so that it sends no second event. */
static bool
vendor_may_move(enum vendor_status from, enum vendor_status to)
{
	switch (to) {
	case VENDOR_APPROVED: return from != VENDOR_APPROVED;
	case VENDOR_REJECTED: return from == VENDOR_PENDING;
	case VENDOR_SUSPENDED: return from == VENDOR_APPROVED;
	case VENDOR_PENDING: break;
	}
	return false;
}

struct vendor_moving {
	const struct vendor_move *move;
	struct vendor            *out;
};

static enum err
vendor_move_tx(struct db *db, void *ctx)
{
	static const char *const names[] = {
		[VENDOR_APPROVED] = EVENT_NAME(EVENT_VENDOR_APPROVED),
		[VENDOR_REJECTED] = EVENT_NAME(EVENT_VENDOR_REJECTED),
		[VENDOR_SUSPENDED] = EVENT_NAME(EVENT_VENDOR_SUSPENDED),
	};
	const struct vendor_move *m = ((struct vendor_moving *)ctx)->move;
	struct vendor            *v = ((struct vendor_moving *)ctx)->out;
	enum err                  e;

	e = db_one(db, &sql_vendor_lock, VALUES(V(m->id)), vendor, v);
	if (e != ERR_OK)
		return e;
	if (m->version != INT_NONE && m->version != v->version)
		return ERR_STALE;
	if (!vendor_may_move(v->status, m->to))
		return ERR_VENDOR_STATE;
	v->reason = m->reason;
	db_batch(db);
	db_one(db, &sql_vendor_move,
	    VALUES(V(m->id), V(vendor_status_words[m->to]), V(m->reason)),
	    vendor, v);
	vendor_event_send(db, names[m->to], v);
	return db_flush(db);
}

enum err
db_vendor_move(struct db *db, const struct vendor_move *move,
    struct vendor *out)
{
	struct vendor_moving w = { move, out };

	return db_tx(db, vendor_move_tx, &w);
}

/* ---- visitors ------------------------------------------------------------ */

enum err
db_shop_list(struct db *db, const struct slice *s, LIST(shop) *out)
{
	return db_all(db, &sql_shop_list,
	    VALUES(V(s->key), V(s->id), V(s->limit), V(s->offset)), shop, out);
}

enum err
db_shop_get(struct db *db, const char *name, struct shop *out)
{
	struct id_or_slug which = id_or_slug(name);

	return db_one(db, &sql_shop_get, VALUES(V(which.id), V(which.slug)),
	    shop, out);
}
