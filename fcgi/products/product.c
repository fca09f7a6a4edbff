/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <string.h>

#include "common/base/text.h"
#include "common/model/config.h"
#include "fcgi/products/products.h"

SPEC(message, FIELD(message, GIVEN));

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
options_fill(struct req *rq, const LIST(variant) *variants,
    struct product_page *page)
{
	const struct variant *v = variants->items;
	struct option *o = arena_array(rq->arena, variants->n, sizeof(*o));
	bool           chosen = false;

	page->options = (LIST(option)){ o, variants->n, variants->n };
	page->has_options = variants->n > 0;
	for (size_t i = 0; i < variants->n; i++) {
		o[i].variant = v[i];
		o[i].is_chosen = !chosen && v[i].stock_quantity > 0;
		chosen = chosen || o[i].is_chosen;
		if (i == 0 || v[i].price.minor < page->lowest_price.minor)
			page->lowest_price = v[i].price;
	}
}

/* What a page shows besides the product. */
static enum err
page_fill(struct req *rq, struct id_or_slug which, struct product_page *page)
{
	const struct product *p = &page->product;
	LIST(variant)         variants;
	enum err              e;

	if ((e = db_product_page(rq->db, which, &page->product,
		 &page->similar)) != ERR_OK)
		return e;
	product_variants(rq->arena, p, &variants);
	product_pictures(rq->arena, p, &page->pictures);
	page->lowest_price = p->price;
	options_fill(rq, &variants, page);
	page->has_pictures = page->pictures.n > 1;
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
		      page_fill(rq, which, out);
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
