/* SPDX-License-Identifier: ISC */
/*
 * db_desk.c - the transactions of db/products/desk_write.c and what its form
 * reads, on products without variants; stock_model.c compares them with
 * PostgreSQL's.
 */
#include "db/products/categories.h"
#include "db/products/desk.h"
#include "tests/simulate/breaks.h"
#include "tests/simulate/db.h"

/* The product, if it is one of this user's; NULL. */
static struct ware *
ware_of(struct uuid id, struct uuid user)
{
	for (int i = 0; i < PRODUCTS; i++) {
		struct ware *p = &world.products[i];

		if (uuid_equal(p->id, id))
			return uuid_equal(world.vendor_users[p->vendor], user) ?
			    p :
			    NULL;
	}
	return NULL;
}

static void
product_read(const struct ware *p, struct product *out)
{
	*out = (struct product){ .id = p->id,
		.name = "A Product",
		.slug = "a-product",
		.price = p->price,
		.stock_quantity = p->stock,
		.is_active = true,
		.version = p->version };
}

/* ---- edit ---------------------------------------------------------------- */

struct desk_editing {
	const struct product_write *in;
	struct product             *out;
};

/*
 * What vendors put in is what their letter says, whatever the program makes of
 * it; without a letter, what the edit itself adds.
 */
static int64_t
put_in(const struct db *db, const struct ware *p, int64_t stock)
{
	const struct vendor_edit *e = db->task->letter.edit;

	if (e == NULL)
		return stock - p->stock;
	return e->is_count ? e->pieces - p->stock : e->pieces;
}

static enum err
stock_after(const struct ware *p, const struct stock_write *s, int64_t *out)
{
	*out = s->quantity;
	if (s->quantity == INT_NONE)
		*out = p->stock;
	else if (s->was != INT_NONE && !breaks(BREAK_STOCK_RESTORED))
		*out = p->stock + s->quantity - s->was;
	return *out == p->stock || (*out >= 0 && *out <= STOCK_MAX) ?
	    ERR_OK :
	    ERR_STOCK_CHANGED;
}

static enum err
desk_edit_tx(struct db *db, void *ctx)
{
	struct desk_editing        *w = ctx;
	const struct product_write *in = w->in;
	const struct vendor_edit   *e = db->task->letter.edit;
	struct ware                *p = ware_of(in->id, in->user_id);
	int64_t                     stock;
	enum err                    err;

	if (p == NULL)
		return ERR_PRODUCT_NOT_FOUND;
	if (in->version != INT_NONE && in->version != p->version &&
	    !breaks(BREAK_OLD_FORM))
		return ERR_STALE;
	if ((err = stock_after(p, &in->stock, &stock)) != ERR_OK)
		return err;
	if (e != NULL && e->version != INT_NONE && e->version != p->version)
		broken("no edit of an older version is saved",
		    "product %d: version %lld is over version %lld",
		    (int)(p - world.products) + 1, (long long)e->version,
		    (long long)p->version);
	db_touch(db, p, sizeof(*p));
	p->brought += put_in(db, p, stock);
	p->stock = stock;
	p->version++;
	if (money_given(in->price))
		p->price = in->price;
	world.edited = true;
	world.counts[COUNT_EDITS]++;
	product_read(p, w->out);
	return ERR_OK;
}

enum err
db_desk_edit(struct db *db, const struct product_write *in, struct product *out)
{
	struct desk_editing w = { in, out };

	return db_tx(db, desk_edit_tx, &w);
}

/* ---- what a form reads --------------------------------------------------- */

enum err
db_desk_get(struct db *db, struct uuid user_id, struct uuid id,
    struct product *out)
{
	enum err           e = db_begin(db, "desk_get");
	const struct ware *p = ware_of(id, user_id);

	if (e != ERR_OK)
		return e;
	if (p == NULL)
		return db_end(db, ERR_PRODUCT_NOT_FOUND);
	product_read(db_seen(db, p), out);
	return db_end(db, ERR_OK);
}

enum err
db_category_list(struct db *db, LIST(category) *out)
{
	enum err e = db_begin(db, "category_list");

	*out = (LIST(category)){ 0 };
	return e != ERR_OK ? e : db_end(db, ERR_OK);
}
