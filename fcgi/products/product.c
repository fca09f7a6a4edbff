/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <string.h>

#include "common/base/config.h"
#include "common/base/crypto.h"
#include "fcgi/products/products.h"

#define TAG_LENGTH	20

struct product_in { const char *id; };
SPEC(product_in, FIELD_IN(product_in, id, 1, 200));

struct product_page {
	struct product	 product;
	struct list	 options, pictures, similar;
};
SPEC(product_page,
    FIELD_BASE(product_page, product, product),
    FIELD_PAGE_OF(product_page, options, variant),
    FIELD_PAGE_OF(product_page, pictures, picture),
    FIELD_PAGE_OF(product_page, similar, product));

/*
 * All that can change in the answer, in few bytes: updated_at moves with the
 * product, its stock and its variants; vendor and category have their own.
 */
static const char *
etag_of(struct req *rq, const struct product *p)
{
	char		 hex[SHA256_HEX_SIZE];
	const char	*all = arena_printf(rq->arena, "%s %" PRId64
			    " %s %s %s %s", p->id.text, p->updated_at.us,
			    p->vendor.business_name, p->vendor.slug,
			    p->category.name != NULL ? p->category.name : "",
			    p->category.slug != NULL ? p->category.slug : "");

	sha256_hex(all, strlen(all), hex);
	return arena_printf(rq->arena, "\"%.*s\"", TAG_LENGTH, hex);
}

/* GET /products/:id - one product, by its id or its slug. */
enum err
product_show(struct req *rq)
{
	const struct product_in	*in = rq->in;
	struct product_page	*page = rq->out;
	struct id_or_slug	 which = id_or_slug(in->id);
	enum err		 e;

	if (!rq->api)
		db_batch(rq->db);
	e = db_product_get(rq->db, which, &page->product);
	if (!rq->api) {
		db_variant_list(rq->db, which, &page->options);
		db_picture_list(rq->db, which, &page->pictures);
		db_product_similar(rq->db, which, &page->similar);
		e = db_flush(rq->db);
	}
	if (e != ERR_OK)
		return e;
	page->product.currency = config.currency;
	if (rq->api)
		rq->etag = etag_of(rq, &page->product);
	return ERR_OK;
}
