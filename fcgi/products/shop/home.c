/* SPDX-License-Identifier: ISC */
/*
 * home.c - the home page, categories, shops and help.
 */
#include "db/products/listing.h"
#include "fcgi/products/products.h"
#include "fcgi/products/shop/catalogue.h"

#define HOME_PRODUCTS 8
#define HOME_HEROES   4 /* two rows of two */

/* ->heroes: pictures to begin with, of different categories. */
struct home_page {
	LIST(product)      newest;
	LIST(category_top) categories;
	LIST(shop)         shops;
	struct text_list   heroes;
};
SPEC_STATIC(home_page,
    FIELD_OF(newest, product),
    FIELD_OF(categories, category_top),
    FIELD_OF(shops, shop),
    FIELD_TEXTS(heroes));

struct category_list {
	LIST(category) categories;
};
SPEC_STATIC(category_list, FIELD_OF(categories, category));

struct shop_list {
	LIST(shop)      data;
	struct page_out page;
};
SPEC_STATIC(shop_list,
    FIELD_OF(data, shop),
    FIELD_BASE(page, page_out));

struct shop_in {
	const char *vendor;
};
SPEC_STATIC(shop_in, FIELD(vendor, REQUIRED, RANGE(1, 200)));

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
HANDLER(home_show, none, home_page)
{
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
	out->newest = listed.data;
	out->categories = all->tops;
	out->shops = all->shops;
	heroes_fill(rq, out);
	return ERR_OK;
}

/* GET /categories - all of them, flat, each after its parent. */
HANDLER(category_list, none, category_list)
{
	return db_category_list(rq->db, &out->categories);
}

/* GET /vendors - the shops that sell here. */
HANDLER(shop_list, page_in, shop_list)
{
	static const struct paging paging = { "shops", &shop_spec,
		"businessName", 24 };
	struct vendor_counts       counts;
	struct slice               slice;
	enum err                   e;

	if ((e = page_begin(rq, &paging, in, &slice)) != ERR_OK)
		return e;
	db_batch(rq->db);
	db_shop_list(rq->db, &slice, &out->data);
	db_vendor_counts(rq->db, &counts);
	if ((e = db_flush(rq->db)) != ERR_OK)
		return e;
	page_end(rq, &paging, in, &slice, &out->data, counts.approved, "",
	    &out->page);
	return ERR_OK;
}

/* GET /vendors/:vendor - one shop, by its id or its slug. */
HANDLER(shop_get, shop_in, shop)
{
	return db_shop_get(rq->db, in->vendor, out);
}

/* GET /help… - a text that is the same for everybody. */
HANDLER(text_show, none, none)
{
	return ERR_OK;
}

const struct route home_routes[] = {
	{ GET, "/categories", &category_list, .who = ANYONE, .face = API_ONLY,
	    .array = true },
	{ GET, "/vendors", &shop_list, .page = "products/vendors",
	    .who = ANYONE },
	{ GET, "/vendors/:vendor", &shop_get, .who = ANYONE, .face = API_ONLY },
	{ GET, "/", &home_show, .page = "products/home", .who = ANYONE,
	    .face = PAGE_ONLY },
	{ GET, "/help", &text_show, .page = "help/index", .who = ANYONE,
	    .face = PAGE_ONLY },
	{ GET, "/help/delivery", &text_show, .page = "help/delivery",
	    .who = ANYONE, .face = PAGE_ONLY },
	{ GET, "/help/returns", &text_show, .page = "help/returns",
	    .who = ANYONE, .face = PAGE_ONLY },
	{ GET, "/help/terms", &text_show, .page = "help/terms", .who = ANYONE,
	    .face = PAGE_ONLY },
	{ GET, "/help/privacy", &text_show, .page = "help/privacy",
	    .who = ANYONE, .face = PAGE_ONLY },
	{ GET, "/help/imprint", &text_show, .page = "help/imprint",
	    .who = ANYONE, .face = PAGE_ONLY },
	{ 0 },
};
