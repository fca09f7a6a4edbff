/* SPDX-License-Identifier: ISC */
/*
 * shop.c - what visitors see besides lists of products.
 */
#include "common/base/config.h"
#include "fcgi/products/catalogue.h"
#include "fcgi/products/products.h"

#define HOME_PRODUCTS 8
#define HOME_HEROES   4 /* two rows of two */

/* ->heroes: pictures to begin with, of different categories. */
struct home_page {
	struct list newest, categories, shops, heroes;
};
SPEC(home_page,
    FIELD_OF(home_page, newest, product),
    FIELD_OF(home_page, categories, category_top),
    FIELD_OF(home_page, shops, shop),
    FIELD_TEXTS(home_page, heroes));

struct category_list {
	struct list categories;
};
SPEC(category_list, FIELD_OF(category_list, categories, category));

struct shop_list {
	struct list     data;
	struct page_out page;
};
SPEC(shop_list,
    FIELD_OF(shop_list, data, shop),
    FIELD_BASE(shop_list, page, page_out));

struct shop_in {
	const char *vendor;
};
SPEC(shop_in, FIELD_IN(shop_in, vendor, 1, 200));

static void
heroes_fill(struct req *rq, struct home_page *page)
{
	const struct category_top *top = page->categories.items;
	const char **hero = arena_array(rq->arena, HOME_HEROES, sizeof(*hero));

	page->heroes.items = hero;
	for (size_t i = 0;
	     i < page->categories.n && page->heroes.n < HOME_HEROES; i++)
		if (top[i].image != NULL)
			hero[page->heroes.n++] = top[i].image;
}

/* GET / - the way in. */
enum err
home_show(struct req *rq)
{
	struct home_page       *page = rq->out;
	struct listing          newest = { .min_price = MONEY_NONE,
			 .max_price = MONEY_NONE,
			 .in_stock = { 1 },
			 .slice = { .limit = HOME_PRODUCTS },
			 .counted = true,
			 .cards = true };
	const struct catalogue *all;
	struct listed           listed;
	enum err                e;

	if ((e = catalogue_get(rq, &all)) != ERR_OK ||
	    (e = db_listing_get(rq->db, &newest, &listed)) != ERR_OK)
		return e;
	page->newest = listed.data;
	page->categories = all->tops;
	page->shops = all->shops;
	heroes_fill(rq, page);
	return ERR_OK;
}

/* GET /categories - all of them, flat, each after its parent. */
enum err
category_list(struct req *rq)
{
	struct category_list *out = rq->out;

	return db_category_list(rq->db, &out->categories);
}

/* GET /vendors - the shops that sell here. */
enum err
shop_list(struct req *rq)
{
	static const struct paging paging = { "shops", &shop_spec,
		"businessName", 24 };
	const struct page_in      *in = rq->in;
	struct shop_list          *page = rq->out;
	struct vendor_counts       counts;
	struct slice               slice;
	enum err                   e;

	if ((e = page_begin(rq, &paging, in, &slice)) != ERR_OK)
		return e;
	db_batch(rq->db);
	db_shop_list(rq->db, &slice, &page->data);
	db_vendor_counts(rq->db, &counts);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	page_end(rq, &paging, in, &slice, &page->data, counts.approved, "",
	    &page->page);
	return ERR_OK;
}

/* GET /vendors/:vendor - one shop, by its id or its slug. */
enum err
shop_get(struct req *rq)
{
	const struct shop_in *in = rq->in;

	return db_shop_get(rq->db, in->vendor, rq->out);
}

/* GET /help… - a text that is the same for everybody. */
enum err
text_show(struct req *rq)
{
	(void)rq;
	return ERR_OK;
}
