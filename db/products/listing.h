/* SPDX-License-Identifier: ISC */
/*
 * listing.h - lists of products: filters, orders, pages, search.
 *
 * A slice begins after a number of rows (OFFSET) or after a row, which costs
 * the same however deep it is; a search is ranked anew each time, and only
 * counted.  Totals without a filter come from counters; those
 * of filters and searches are counted up to COUNT_MAX.
 */
#ifndef FARM_DB_PRODUCTS_LISTING_H
#define FARM_DB_PRODUCTS_LISTING_H

#include "db/pg/slice.h"
#include "db/products/products.h"

#define SEARCH_MAX 1000 /* matches that are ranked */

enum listing_order {
	ORDER_NEWEST,
	ORDER_OLDEST,
	ORDER_PRICE_UP,
	ORDER_PRICE_DOWN,
	ORDER_NAME_UP,
	ORDER_NAME_DOWN,
	ORDER_RELEVANCE
};

/* What is asked for; NULL and "not given": everything. */
struct listing {
	const char        *category; /* slug or id; with those below */
	const char        *vendor;   /* slug or id */
	struct money       min_price, max_price;
	struct flag        in_stock; /* true: only what is */
	const char        *search;
	enum listing_order order;
	struct slice       slice;   /* ->key: what the order is by */
	bool               counted; /* ->total is known already */
	int64_t            total;
	bool               cards; /* no more than CARD_COLUMNS */
};

struct listed {
	LIST(product) data;
	int64_t       total;
	bool          is_near; /* nothing matched; these come close */
};

enum err db_listing_get(struct db *, const struct listing *,
    struct listed *out);
/* The same in two steps, so that other queries can share the round trip. */
struct listing_work;
enum err db_listing_send(struct db *, const struct listing *,
    struct listing_work **);
enum err db_listing_take(struct db *, struct listing_work *,
    struct listed *out);

/* How many products are on sale in all. */
struct listing_total {
	int64_t total;
};
SPEC_DECLARE(listing_total);
enum err db_listing_total(struct db *, struct listing_total *out);

#endif
