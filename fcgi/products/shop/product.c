/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <string.h>

#include "common/base/text.h"
#include "common/model/config.h"
#include "db/products/products.h"
#include "fcgi/products/products.h"

#define QUANTITY_MAX 999 /* of one line of a cart */

struct product_in {
	const char *id;
};
SPEC_STATIC(product_in, FIELD(id, REQUIRED, RANGE(1, 200)));

/* A variant to choose; the first that can be bought is chosen already. */
struct option {
	struct variant variant;
	bool           is_chosen;
};
LIST_DECLARE(option);
SPEC_STATIC(option,
    FIELD_BASE(variant, variant),
    FIELD(is_chosen));

/* A picture and its number, from 1. */
struct picture {
	int64_t     n;
	const char *url;
};
LIST_DECLARE(picture);
SPEC_STATIC(picture,
    FIELD(n),
    FIELD(url));

struct product_page {
	struct product product;
	LIST(option)   options;
	LIST(picture)  pictures;
	LIST(product)  similar;
	bool           has_options, has_pictures, has_similar;
	struct money   lowest_price;
	int64_t        most_at_once;
	const char    *canonical;
};
SPEC_STATIC(product_page,
    FIELD_BASE(product, product),
    FIELD_OF(options, option, FOR_PAGES),
    FIELD_OF(pictures, picture, FOR_PAGES),
    FIELD_OF(similar, product, FOR_PAGES),
    FIELD(has_options, FOR_PAGES),
    FIELD(has_pictures, FOR_PAGES),
    FIELD(has_similar, FOR_PAGES),
    FIELD(lowest_price, FOR_PAGES),
    FIELD(most_at_once, FOR_PAGES),
    FIELD(canonical, FOR_PAGES));

/*
 * All that can change in the answer, in few bytes: updated_at moves with the
 * product, its stock and its variants; vendor and category have their own.
 */
static const char *
etag_of(struct req *rq, const struct product *p)
{
	const char *names = arena_printf(rq->arena, "%s\n%s\n%s\n%s",
	    p->vendor.business_name, p->vendor.slug,
	    p->category.name != NULL ? p->category.name : "",
	    p->category.slug != NULL ? p->category.slug : "");

	return arena_printf(rq->arena, "\"%" PRIx64 "-%016" PRIx64 "\"",
	    (uint64_t)p->updated_at.us, text_hash(names, strlen(names)));
}

static void
options_fill(struct req *rq, struct product_page *page)
{
	const LIST(variant) *variants = &page->product.variants;
	bool                 is_chosen = false;

	for (size_t i = 0; i < variants->n; i++) {
		const struct variant *v = &variants->items[i];
		struct option        *o = list_add(rq->arena, &page->options);

		o->variant = *v;
		o->is_chosen = !is_chosen && v->stock_quantity > 0;
		is_chosen = is_chosen || o->is_chosen;
		if (i == 0 || v->price.minor < page->lowest_price.minor)
			page->lowest_price = v->price;
	}
	page->has_options = variants->n > 0;
}

static void
pictures_fill(struct req *rq, struct product_page *page)
{
	const struct text_list *urls = &page->product.images;

	for (size_t i = 0; i < urls->n; i++)
		*list_add(rq->arena,
		    &page->pictures) = (struct picture){ (int64_t)i + 1,
			urls->items[i] };
	page->has_pictures = urls->n > 1;
}

/* What a page shows besides the product. */
static enum err
product_page_fill(struct req *rq, struct id_or_slug which,
    struct product_page *page)
{
	const struct product *p = &page->product;
	enum err              e;

	if ((e = db_product_page(rq->db, which, &page->product,
		 &page->similar)) != ERR_OK)
		return e;
	page->lowest_price = p->price;
	options_fill(rq, page);
	pictures_fill(rq, page);
	page->has_similar = page->similar.n > 0;
	page->most_at_once = p->stock_quantity < QUANTITY_MAX ?
	    p->stock_quantity :
	    QUANTITY_MAX;
	page->canonical = arena_printf(rq->arena, "%s/products/%s",
	    config.public_url, p->slug);
	return ERR_OK;
}

/* GET /products/:id - one product, by its id or its slug. */
HANDLER(product_show, product_in, product_page)
{
	struct id_or_slug which = id_or_slug(in->id);
	enum err          e;

	e = rq->api ? db_product_get(rq->db, which, &out->product) :
		      product_page_fill(rq, which, out);
	if (e != ERR_OK)
		return e;
	out->product.currency = config.currency;
	if (rq->api)
		rq->etag = etag_of(rq, &out->product);
	return ERR_OK;
}

const struct route product_routes[] = {
	{ GET, "/products/:id", &product_show, .page = "products/show",
	    .who = ANYONE },
	{ 0 },
};
