/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/model/config.h"
#include "db/products/listing.h"
#include "db/products/vendors.h"
#include "fcgi/products/products.h"
#include "fcgi/products/shop/catalogue.h"

#define PAGE_SIZE 24 /* fills rows of 2, 3 and 4 */

static const char *const keys[] = { "createdAt", "price", "name", NULL };
static const char *const ways[] = { "asc", "desc", NULL };

/* What pages offer in one choice. */
static const char *const sorts[] = { "newest", "oldest", "price-up",
	"price-down", "name", "name-down", "relevance", NULL };

enum key { KEY_CREATED_AT, KEY_PRICE, KEY_NAME };

struct listing_in {
	struct page_in page;
	const char    *category, *vendor, *search;
	struct money   min_price, max_price;
	struct flag    in_stock;
	int            sort_by, sort_order, sort;
};
SPEC_STATIC(listing_in,
    FIELD_BASE(page, page_in),
    FIELD(category, RANGE(0, 200)),
    FIELD(vendor, RANGE(0, 200)),
    FIELD(min_price),
    FIELD(max_price),
    FIELD(in_stock),
    FIELD(search, RANGE(0, 200)),
    FIELD_ENUM(sort_by, keys),
    FIELD_ENUM(sort_order, ways),
    FIELD_ENUM(sort, sorts));

/* Of each order; a search is ranked anew each time. */
#define BY(name, key)                                           \
	{                                                       \
		"products-" name, &product_spec, key, PAGE_SIZE \
	}
static const struct paging pagings[] = {
	[ORDER_NEWEST] = BY("newest", "createdAt"),
	[ORDER_OLDEST] = BY("oldest", "createdAt"),
	[ORDER_PRICE_UP] = BY("price-up", "price"),
	[ORDER_PRICE_DOWN] = BY("price-down", "price"),
	[ORDER_NAME_UP] = BY("name", "name"),
	[ORDER_NAME_DOWN] = BY("name-down", "name"),
	[ORDER_RELEVANCE] = BY("search", NULL),
};

struct chip {
	const char *label, *url;
};
LIST_DECLARE(chip);
SPEC_STATIC(chip,
    FIELD(label),
    FIELD(url));

struct listing_page {
	LIST(product)   data;
	struct page_out page;
	/* For pages: what was asked for. */
	const char           *search, *category, *vendor, *clear_url;
	struct money          min_price, max_price;
	bool                  in_stock, is_near, is_capped;
	int                   sort;
	LIST(chip)            chips;
	LIST(category)        categories;
	struct category_place place; /* of a category's page */
	struct shop           shop;  /* of a vendor's */
};
SPEC_STATIC(listing_page,
    FIELD_OF(data, product),
    FIELD_BASE(page, page_out),
    FIELD(search, FOR_PAGES),
    FIELD(category, FOR_PAGES),
    FIELD(vendor, FOR_PAGES),
    FIELD(clear_url, FOR_PAGES),
    FIELD(min_price, FOR_PAGES),
    FIELD(max_price, FOR_PAGES),
    FIELD(in_stock, FOR_PAGES),
    FIELD(is_near, FOR_PAGES),
    FIELD(is_capped, FOR_PAGES),
    FIELD_ENUM(sort, sorts, FOR_PAGES),
    FIELD_OF(chips, chip, FOR_PAGES),
    FIELD_OF(categories, category, FOR_PAGES),
    FIELD_SUB(place, category_place, FOR_PAGES),
    FIELD_SUB(shop, shop, FOR_PAGES));

static const char *
some(const char *text)
{
	return text != NULL && *text != '\0' ? text : NULL;
}

/* The newest first, what is cheap first, from A; searches by relevance. */
static enum listing_order
order_of(const struct listing_in *in)
{
	static const enum listing_order orders[][2] = {
		[KEY_CREATED_AT] = { ORDER_OLDEST, ORDER_NEWEST },
		[KEY_PRICE] = { ORDER_PRICE_UP, ORDER_PRICE_DOWN },
		[KEY_NAME] = { ORDER_NAME_UP, ORDER_NAME_DOWN },
	};
	bool search = some(in->search) != NULL;

	if (in->sort >= 0 && (in->sort != ORDER_RELEVANCE || search))
		return (enum listing_order)in->sort;
	if (in->sort_by < 0 && in->sort_order < 0)
		return search ? ORDER_RELEVANCE : ORDER_NEWEST;
	if (in->sort_order >= 0)
		return orders[in->sort_by < 0 ? KEY_CREATED_AT : in->sort_by]
			     [in->sort_order];
	return orders[in->sort_by][in->sort_by == KEY_CREATED_AT];
}

static struct listing
listing_of(const struct req *rq, const struct listing_in *in)
{
	return (struct listing){
		.category = some(in->category),
		.vendor = some(in->vendor),
		.min_price = in->min_price,
		.max_price = in->max_price,
		.in_stock = in->in_stock,
		.search = some(in->search),
		.order = order_of(in),
		.cards = !rq->api,
	};
}

/* ---- addresses of a list's pages ----------------------------------------- */

/* Which filters the path itself states, and no query has to repeat. */
enum path_says { SAYS_NOTHING, SAYS_CATEGORY, SAYS_VENDOR };

static const char *
money_text(struct arena *a, struct money m)
{
	char text[MONEY_SIZE];

	if (!money_given(m))
		return NULL;
	money_format(m, text);
	return arena_strdup(a, text);
}

/* The filters, but for one ("without" may be NULL). */
static const char *
query_of(struct req *rq, const struct listing_in *in, enum path_says says,
    const char *without)
{
	const struct {
		const char *name, *value;
	} all[] = {
		{ "search", in->search },
		{ "category", says == SAYS_CATEGORY ? NULL : in->category },
		{ "vendor", says == SAYS_VENDOR ? NULL : in->vendor },
		{ "minPrice", money_text(rq->arena, in->min_price) },
		{ "maxPrice", money_text(rq->arena, in->max_price) },
		{ "inStock", in->in_stock.is == 1 ? "true" : NULL },
		{ "sort", in->sort >= 0 ? sorts[in->sort] : NULL },
	};
	const char *query = "";

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (without == NULL || strcmp(all[i].name, without) != 0)
			query = query_and(rq, query, all[i].name, all[i].value);
	return query;
}

struct chips {
	struct req              *rq;
	const struct listing_in *in;
	enum path_says           says;
	LIST(chip)              *list;
};

static void
chip_add(struct chips *c, const char *without, const char *label)
{
	struct chip *chip = list_add(c->rq->arena, c->list);
	const char  *query = query_of(c->rq, c->in, c->says, without);

	chip->label = label;
	chip->url = *query == '\0' ?
	    c->rq->path :
	    arena_printf(c->rq->arena, "%s?%s", c->rq->path, query);
}

static const char *
category_name(const LIST(category) *categories, struct id_or_slug which)
{
	const struct category *c = categories->items;

	for (size_t i = 0; i < categories->n; i++)
		if (which.slug != NULL ? strcmp(c[i].slug, which.slug) == 0 :
					 uuid_equal(c[i].id, which.id))
			return c[i].name;
	return NULL;
}

/* Every filter that is on, each with the address of the list without it. */
static void
chips_fill(struct req *rq, const struct listing_in *in, enum path_says says,
    struct listing_page *page)
{
	struct chips  c = { rq, in, says, &page->chips };
	struct arena *a = rq->arena;
	const char   *name;

	if (some(in->search) != NULL)
		chip_add(&c, "search",
		    req_say(rq, SAY("“{search}”"),
			ARGS({ "search", in->search })));
	if (says != SAYS_CATEGORY && some(in->category) != NULL) {
		name = category_name(&page->categories,
		    id_or_slug(in->category));
		chip_add(&c, "category", name != NULL ? name : in->category);
	}
	if (says != SAYS_VENDOR && some(in->vendor) != NULL)
		chip_add(&c, "vendor", in->vendor);
	if (money_given(in->min_price))
		chip_add(&c, "minPrice",
		    req_say(rq, SAY("From {price|money}"),
			ARGS({ "price", money_text(a, in->min_price) })));
	if (money_given(in->max_price))
		chip_add(&c, "maxPrice",
		    req_say(rq, SAY("Up to {price|money}"),
			ARGS({ "price", money_text(a, in->max_price) })));
	if (in->in_stock.is == 1)
		chip_add(&c, "inStock", req_say(rq, SAY("In stock"), NO_ARGS));
	if (page->chips.n > 1)
		page->clear_url = rq->path;
}

/* ---- the lists ----------------------------------------------------------- */

static void
page_fill(const struct listing *listing, const struct listed *listed,
    struct listing_page *page)
{
	struct product *p = listed->data.items;

	for (size_t i = 0; i < listed->data.n; i++)
		p[i].currency = config.currency;
	page->data = listed->data;
	page->is_near = listed->is_near;
	page->is_capped = listed->total ==
	    (listing->search != NULL ? SEARCH_MAX : COUNT_MAX);
	page->sort = (int)listing->order;
}

/* What a page shows besides: the filters as they are. */
static void
filters_fill(struct req *rq, const struct listing_in *in, enum path_says says,
    struct listing_page *page)
{
	page->search = in->search;
	page->category = in->category;
	page->vendor = says == SAYS_VENDOR ? NULL : in->vendor;
	page->min_price = in->min_price;
	page->max_price = in->max_price;
	page->in_stock = in->in_stock.is == 1;
	chips_fill(rq, in, says, page);
}

/* The categories, or the one that the path names. */
static enum err
catalogue_take(struct req *rq, const struct listing_in *in, enum path_says says,
    struct listing_page *page, const struct catalogue **out)
{
	enum err e = catalogue_get(rq, out);

	if (e != ERR_OK)
		return e;
	if (says == SAYS_CATEGORY)
		return catalogue_place(rq->arena, *out,
		    id_or_slug(in->category), &page->place);
	page->categories = (*out)->categories;
	return ERR_OK;
}

/* Nobody has to count what the catalogue has counted already. */
static void
total_take(const struct listing_in *in, enum path_says says,
    const struct catalogue *all, const struct listing_page *page,
    struct listing *listing)
{
	if (money_given(in->min_price) || money_given(in->max_price) ||
	    in->in_stock.is == 1 || some(in->vendor) != NULL ||
	    some(in->search) != NULL ||
	    (says != SAYS_CATEGORY && some(in->category) != NULL))
		return;
	listing->counted = true;
	listing->total = says == SAYS_CATEGORY ? page->place.category.listed :
						 all->listed;
}

static enum err
list_show(struct req *rq, const struct listing_in *in, enum path_says says,
    struct listing_page *page)
{
	struct listing       listing = listing_of(rq, in);
	const struct paging *paging =
	    &pagings[listing.search != NULL ? ORDER_RELEVANCE : listing.order];
	const struct catalogue *all;
	struct listing_work    *work;
	struct listed           listed;
	enum err                e;

	if ((e = page_begin(rq, paging, &in->page, &listing.slice)) != ERR_OK)
		return e;
	if (!rq->api) {
		if ((e = catalogue_take(rq, in, says, page, &all)) != ERR_OK)
			return e;
		total_take(in, says, all, page, &listing);
	}
	db_batch(rq->db);
	if ((e = db_listing_send(rq->db, &listing, &work)) != ERR_OK)
		return e;
	if (says == SAYS_VENDOR)
		db_shop_get(rq->db, in->vendor, &page->shop);
	if ((e = db_flush(rq->db)) != ERR_OK ||
	    (e = db_listing_take(rq->db, work, &listed)) != ERR_OK)
		return e;
	page_fill(&listing, &listed, page);
	page_end(rq, paging, &in->page, &listing.slice, &page->data,
	    listed.total, query_of(rq, in, says, NULL), &page->page);
	if (!rq->api)
		filters_fill(rq, in, says, page);
	return ERR_OK;
}

/* GET /products, /search - a page of what is on sale. */
HANDLER(product_list, listing_in, listing_page)
{
	return list_show(rq, in, SAYS_NOTHING, out);
}

/* GET /c/:category - what is on sale in a category and below it. */
HANDLER(category_show, listing_in, listing_page)
{
	return list_show(rq, in, SAYS_CATEGORY, out);
}

/* GET /vendors/:vendor - a vendor's shop. */
HANDLER(shop_show, listing_in, listing_page)
{
	return list_show(rq, in, SAYS_VENDOR, out);
}

const struct route listing_routes[] = {
	{ GET, "/products", &product_list, .page = "products/list",
	    .who = ANYONE },
	{ GET, "/search", &product_list, .page = "products/list", .who = ANYONE,
	    .face = PAGE_ONLY },
	{ GET, "/c/:category", &category_show, .page = "products/category",
	    .who = ANYONE, .face = PAGE_ONLY },
	{ GET, "/vendors/:vendor", &shop_show, .page = "products/shop",
	    .who = ANYONE, .face = PAGE_ONLY },
	{ 0 },
};
