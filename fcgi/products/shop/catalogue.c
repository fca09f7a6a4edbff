/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "db/products/listing.h"
#include "db/products/vendors.h"
#include "fcgi/products/shop/catalogue.h"

#define HOME_SHOPS    4
#define CATALOGUE_MAX ((size_t)16 * 1024 * 1024)

static enum err
catalogue_read(struct db *db, struct catalogue *out)
{
	struct listing_total total;
	enum err             e;

	db_batch(db);
	db_category_list(db, &out->categories);
	db_category_tops(db, &out->tops);
	db_shop_list(db, &(struct slice){ .limit = HOME_SHOPS }, &out->shops);
	db_listing_total(db, &total);
	if ((e = db_flush(db)) == ERR_OK)
		out->listed = total.total;
	return e;
}

enum err
catalogue_get(struct req *rq, const struct catalogue **out)
{
	static struct catalogue kept;
	static struct arena    *memory; /* lives as long as the program */
	static uint64_t         kept_at;
	uint64_t                now;
	enum err                e;

	db_watch(rq->db, "catalogue");
	*out = &kept;
	if ((now = db_heard(rq->db)) == kept_at)
		return ERR_OK;
	if (memory == NULL)
		memory = arena_new(CATALOGUE_MAX);
	kept_at = 0;
	arena_reset(memory);
	db_attach(rq->db, memory);
	if ((e = catalogue_read(rq->db, &kept)) == ERR_OK)
		kept_at = now;
	db_attach(rq->db, rq->arena);
	return e;
}

static const struct category *
by_id(const LIST(category) *categories, struct uuid id)
{
	const struct category *c = categories->items;

	for (size_t i = 0; i < categories->n; i++)
		if (uuid_equal(c[i].id, id))
			return &c[i];
	return NULL;
}

static const struct category *
by_name(const LIST(category) *categories, struct id_or_slug which)
{
	const struct category *c = categories->items;

	if (which.slug == NULL)
		return by_id(categories, which.id);
	for (size_t i = 0; i < categories->n; i++)
		if (strcmp(c[i].slug, which.slug) == 0)
			return &c[i];
	return NULL;
}

/* From the top down: as many as it is deep. */
static void
above_fill(struct arena *a, const LIST(category) *categories,
    const struct category *c, LIST(category) *out)
{
	struct category *above = arena_array(a, (size_t)c->depth,
	    sizeof(*above));

	*out = (LIST(category)){ above, (size_t)c->depth, 0 };
	for (size_t i = out->n; i-- > 0;) {
		c = by_id(categories, c->parent_id);
		if (c == NULL) { /* cannot be: parents are read with them */
			out->n = 0;
			return;
		}
		above[i] = *c;
	}
}

static void
below_fill(struct arena *a, const LIST(category) *categories, struct uuid id,
    LIST(category) *out)
{
	const struct category *c = categories->items;

	*out = (LIST(category)){ 0 };
	for (size_t i = 0; i < categories->n; i++)
		if (uuid_equal(c[i].parent_id, id))
			*list_add(a, out) = c[i];
}

enum err
catalogue_place(struct arena *a, const struct catalogue *all,
    struct id_or_slug which, struct category_place *out)
{
	const struct category *c = by_name(&all->categories, which);

	if (c == NULL)
		return ERR_CATEGORY_NOT_FOUND;
	out->category = *c;
	above_fill(a, &all->categories, c, &out->above);
	below_fill(a, &all->categories, c->id, &out->below);
	return ERR_OK;
}
