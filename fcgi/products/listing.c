/* SPDX-License-Identifier: ISC */
#include "common/base/config.h"
#include "fcgi/products/products.h"

#define API_LIMIT	20
#define PAGE_LIMIT	24	/* fills rows of 2, 3 and 4 */
#define PAGE_MAX	1000000

static const char *const	keys[] = { "createdAt", "price", "name", NULL };
static const char *const	ways[] = { "asc", "desc", NULL };

/* What pages offer in one choice. */
static const char *const	sorts[] = { "newest", "oldest", "price-up",
				    "price-down", "name", "name-down",
				    "relevance", NULL };

enum key { KEY_CREATED_AT, KEY_PRICE, KEY_NAME };

struct listing_in {
	const char	*category, *vendor, *search, *cursor;
	struct money	 min_price, max_price;
	struct flag	 in_stock;
	int64_t		 page, limit;
	int		 sort_by, sort_order, sort;
};
SPEC(listing_in,
    FIELD_OPT(listing_in, category, 0, 200),
    FIELD_OPT(listing_in, vendor, 0, 200),
    FIELD_OPT(listing_in, min_price, 0, MONEY_MAX),
    FIELD_OPT(listing_in, max_price, 0, MONEY_MAX),
    FIELD_OPT(listing_in, in_stock, 0, 0),
    FIELD_OPT(listing_in, search, 0, 200),
    FIELD_DEFAULT(listing_in, page, 1, PAGE_MAX, 1),
    FIELD_OPT(listing_in, limit, 1, 100),
    FIELD_OPT_ENUM(listing_in, sort_by, keys),
    FIELD_OPT_ENUM(listing_in, sort_order, ways),
    FIELD_OPT_ENUM(listing_in, sort, sorts),
    FIELD_OPT(listing_in, cursor, 0, 3000));

struct listing_page {
	struct list	 data;
	int64_t		 page, limit, total, total_pages;
	const char	*next_cursor;
};
SPEC(listing_page,
    FIELD_OF(listing_page, data, product),
    FIELD(listing_page, page),
    FIELD(listing_page, limit),
    FIELD(listing_page, total),
    FIELD(listing_page, total_pages),
    FIELD(listing_page, next_cursor));

static const char *
some(const char *text)
{
	return text != NULL && *text != '\0' ? text : NULL;
}

/* The newest first, what is cheap first, from A; searches by relevance. */
static enum listing_order
order_of(const struct listing_in *in)
{
	static const enum listing_order	 orders[][2] = {
		[KEY_CREATED_AT] = { ORDER_OLDEST, ORDER_NEWEST },
		[KEY_PRICE]	 = { ORDER_PRICE_UP, ORDER_PRICE_DOWN },
		[KEY_NAME]	 = { ORDER_NAME_UP, ORDER_NAME_DOWN },
	};
	bool	 search = some(in->search) != NULL;

	if (in->sort >= 0 && (in->sort != ORDER_RELEVANCE || search))
		return (enum listing_order)in->sort;
	if (in->sort_by < 0 && in->sort_order < 0)
		return search ? ORDER_RELEVANCE : ORDER_NEWEST;
	if (in->sort_order >= 0)
		return orders[in->sort_by < 0 ? KEY_CREATED_AT :
		    in->sort_by][in->sort_order];
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
		.limit = in->limit != INT_NONE ? in->limit :
		    rq->api ? API_LIMIT : PAGE_LIMIT,
		.page = in->page,
		.cursor = some(in->cursor),
	};
}

/* GET /products - a page of what is on sale. */
enum err
product_list(struct req *rq)
{
	const struct listing_in	*in = rq->in;
	struct listing_page	*page = rq->out;
	struct listing		 listing = listing_of(rq, in);
	struct listed		 listed;
	enum err		 e;

	if ((e = db_listing_get(rq->db, &listing, &listed)) != ERR_OK) {
		if (e == ERR_INVALID)
			complain_as(&rq->complaints, "cursor",
			    "invalid_cursor", "This is no cursor of this "
			    "list.");
		return e;
	}
	for (size_t i = 0; i < listed.data.n; i++)
		((struct product *)listed.data.items)[i].currency =
		    config.currency;
	page->data = listed.data;
	page->page = listing.page;
	page->limit = listing.limit;
	page->total = listed.total;
	page->total_pages = (listed.total + listing.limit - 1) / listing.limit;
	page->next_cursor = listed.next_cursor;
	return ERR_OK;
}
