/* SPDX-License-Identifier: ISC */
/*
 * db_stock.c - the transactions of db/products/stock.c, on products without
 * variants; stock_model.c compares them with PostgreSQL's.
 */
#include <stdlib.h>
#include <string.h>

#include "db/products/products.h"
#include "tests/simulate/breaks.h"
#include "tests/simulate/db.h"

#define ORPHAN_US (5 * MINUTE_US)

static int
product_of(struct uuid id)
{
	for (int i = 0; i < PRODUCTS; i++)
		if (uuid_equal(world.products[i].id, id))
			return i;
	return -1;
}

static void
shelf(struct db *db, int product, int64_t change)
{
	struct ware *p = &world.products[product];

	db_touch(db, p, sizeof(*p));
	p->stock += change;
}

static struct holding *
holding_touch(struct db *db, struct deal *d)
{
	db_touch(db, &d->holding, sizeof(d->holding));
	d->dirty = true;
	return &d->holding;
}

/* ---- reserve ------------------------------------------------------------- */

struct reserving {
	const struct reserve_in *in;
	struct decimal           minutes;
	struct reservation      *out;
	LIST(refusal)           *refused;
	bool                     known;
	int64_t                  seen[PRODUCTS]; /* BREAK_READ_THEN_WRITE */
};

static void
reservation_read(struct db *db, const struct deal *d, struct reservation *out)
{
	const struct holding *h = &d->holding;
	struct reserved_line *l;

	*out = (struct reservation){ .order_id = d->id,
		.expires_at.us = h->expires_us,
		.items.n = (size_t)h->n };
	out->items.items = l = arena_array(db->arena, out->items.n + 1,
	    sizeof(*l));
	for (int i = 0; i < h->n; i++) {
		const struct ware *p = &world.products[h->lines[i].product];

		l[i] = (struct reserved_line){ .product_id = p->id,
			.vendor_id = world.vendors[p->vendor],
			.vendor_user_id = world.vendor_users[p->vendor],
			.vendor_name = "A Vendor",
			.name = "A Product",
			.quantity = h->lines[i].quantity,
			.price = h->lines[i].price };
	}
}

/* What items up to and with "n" want of the n-th's product. */
static int64_t
wanted(const struct reserve_item *item, size_t n)
{
	int64_t sum = 0;

	for (size_t i = 0; i <= n; i++)
		if (uuid_equal(item[i].product_id, item[n].product_id))
			sum += item[i].quantity;
	return sum;
}

static enum err
look(const struct db *db, struct reserving *r)
{
	const struct reserve_item *item = r->in->items.items;
	enum err                   first = ERR_OK;

	*r->refused = (LIST(refusal)){ 0 };
	for (size_t i = 0; i < r->in->items.n; i++) {
		int      k = product_of(item[i].product_id);
		int64_t  stock = k < 0             ? 0 :
		     breaks(BREAK_READ_THEN_WRITE) ? r->seen[k] :
						     world.products[k].stock;
		enum err e = k < 0 ? ERR_PRODUCT_NOT_FOUND :
		    world.products[k].price.minor != item[i].price.minor ?
				     ERR_PRICE_CHANGED :
		    wanted(item, i) > stock ? ERR_OUT_OF_STOCK :
					      ERR_OK;

		if (e == ERR_OK)
			continue;
		*list_add(db->arena, r->refused) = (struct refusal){ i, e,
			stock };
		first = first == ERR_OK ? e : first;
	}
	return first;
}

static enum err
reserve(struct db *db, void *ctx)
{
	struct reserving          *r = ctx;
	const struct reserve_item *item = r->in->items.items;
	struct deal               *d = deal_add(r->in->order_id);
	struct holding            *h;
	enum err                   e;

	if (d == NULL)
		return ERR_UNAVAILABLE;
	if (d->holding.r.exists &&
	    (!d->holding.released || d->holding.committed)) {
		r->known = true;
		return ERR_CONFLICT;
	}
	if ((e = look(db, r)) != ERR_OK)
		return e;
	h = holding_touch(db, d);
	h->r.exists = true;
	h->user_id = r->in->user_id;
	h->expires_us = world.now_us + r->minutes.hundredths * MINUTE_US / 100;
	h->released = false;
	h->n = 0;
	for (size_t i = 0; i < r->in->items.n; i++) {
		int k = product_of(item[i].product_id);

		if (breaks(BREAK_READ_THEN_WRITE)) {
			shelf(db, k, 0);
			world.products[k].stock = r->seen[k] -= item[i]
								    .quantity;
		} else
			shelf(db, k, -item[i].quantity);
		h->lines[h->n++] = (struct line){ .product = k,
			.quantity = item[i].quantity,
			.price = item[i].price };
	}
	reservation_read(db, d, r->out);
	return ERR_OK;
}

enum err
db_stock_reserve(struct db *db, const struct reserve_in *in,
    struct decimal minutes, struct reservation *out, LIST(refusal) *refused)
{
	struct reserving r = { in, minutes, out, refused, false, { 0 } };
	enum err         e;

	for (int i = 0; i < PRODUCTS; i++)
		r.seen[i] = world.products[i].stock;
	e = db_tx(db, reserve, &r);
	if (!r.known)
		return e;
	if ((e = db_begin(db, "reservation_get")) != ERR_OK)
		return e;
	reservation_read(db, deal_of(in->order_id), out);
	return db_end(db, ERR_OK);
}

/* ---- commit -------------------------------------------------------------- */

/* Again what time had given back. */
static enum err
retake(struct db *db, struct holding *h)
{
	for (int i = 0; i < h->n; i++) {
		const struct line *l = &h->lines[i];

		if (!l->expired)
			continue;
		if (world.products[l->product].stock < l->quantity)
			return ERR_RESERVATION_GONE;
		shelf(db, l->product, -l->quantity);
	}
	return ERR_OK;
}

static enum err
commit(struct db *db, void *ctx)
{
	const struct uuid *id = ctx;
	struct deal       *d = deal_of(*id);
	struct holding    *h;
	int                sold = 0;
	enum err           e;

	if (d == NULL || !d->holding.r.exists)
		return ERR_RESERVATION_GONE;
	if (d->holding.committed)
		return ERR_OK;
	h = holding_touch(db, d);
	if ((e = retake(db, h)) != ERR_OK)
		return e;
	h->committed = true;
	h->released = false;
	for (int i = 0; i < h->n; i++) {
		struct line *l = &h->lines[i];

		if (l->status != LINE_HELD && !l->expired)
			continue;
		l->status = LINE_SOLD;
		l->expired = false;
		sold++;
	}
	return sold > 0 ? ERR_OK : ERR_RESERVATION_GONE;
}

enum err
db_stock_commit(struct db *db, struct uuid order_id)
{
	return db_tx(db, commit, &order_id);
}

/* ---- release ------------------------------------------------------------- */

static void
give_back(struct db *db, struct deal *d, int vendor, bool expired)
{
	struct holding *h = holding_touch(db, d);
	bool            any = false;

	for (int i = 0; i < h->n; i++) {
		struct line *l = &h->lines[i];
		bool         is_going = l->status != LINE_RELEASED ||
		    breaks(BREAK_RELEASE_TWICE);

		if (vendor < 0 || world.products[l->product].vendor == vendor) {
			if (is_going) {
				shelf(db, l->product, l->quantity);
				l->status = LINE_RELEASED;
				l->expired = expired;
			}
			if (!expired)
				l->expired = false;
		}
		any = any || l->status != LINE_RELEASED;
	}
	h->released = h->released || !any;
}

struct releasing {
	struct uuid id, vendor;
};

static enum err
release(struct db *db, void *ctx)
{
	const struct releasing *r = ctx;
	struct deal            *d = deal_of(r->id);

	if (d == NULL || !d->holding.r.exists)
		return ERR_RESERVATION_GONE;
	give_back(db, d, uuid_given(r->vendor) ? vendor_of(r->vendor) : -1,
	    false);
	return ERR_OK;
}

enum err
db_stock_release(struct db *db, struct uuid order_id, struct uuid vendor_id)
{
	struct releasing r = { order_id, vendor_id };
	enum err         e = db_tx(db, release, &r);

	return e == ERR_RESERVATION_GONE ? ERR_OK : e;
}

static enum err
expire(struct db *db, void *ctx)
{
	int64_t *released = ctx;

	*released = 0;
	for (int i = 0; i < world.ndeals; i++) {
		const struct holding *h = &world.deals[i].holding;

		if (!h->r.exists || h->committed || h->released ||
		    h->expires_us >= world.now_us - ORPHAN_US)
			continue;
		give_back(db, &world.deals[i], -1, true);
		*released = 1;
		break;
	}
	return ERR_OK;
}

enum err
db_stock_expire(struct db *db, int64_t *released)
{
	int64_t  one = 1;
	enum err e = ERR_OK;

	*released = 0;
	while (e == ERR_OK && one == 1 && *released < 100) {
		e = db_tx(db, expire, &one);
		if (e == ERR_OK)
			*released += one;
	}
	return e;
}

/* ---- what is on sale ----------------------------------------------------- */

enum err
db_product_lookup(struct db *db, const struct goods_lookup_in *in,
    LIST(goods) *out)
{
	enum err                e = db_begin(db, "product_lookup");
	const struct goods_key *item = in->items.items;
	struct goods           *row;

	*out = (LIST(goods)){ 0 };
	if (e != ERR_OK)
		return e;
	out->n = in->items.n;
	out->items = row = arena_array(db->arena, out->n + 1, sizeof(*row));
	for (size_t i = 0; i < out->n; i++) {
		int k = product_of(item[i].product_id);

		row[i].product_id = item[i].product_id;
		if (k < 0)
			continue;
		row[i].available = true;
		row[i].name = "A Product";
		row[i].price = world.products[k].price;
		row[i].stock_quantity = world.products[k].stock;
		row[i].vendor_id = world.vendors[world.products[k].vendor];
	}
	return db_end(db, ERR_OK);
}
