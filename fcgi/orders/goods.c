/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/goods.h"
#include "common/base/log.h"
#include "common/client/http_client.h"

SPEC_STATIC(goods,
    FIELD(goods, product_id),
    FIELD(goods, variant_id),
    FIELD(goods, available),
    FIELD(goods, has_variants),
    FIELD(goods, name),
    FIELD(goods, slug),
    FIELD(goods, image),
    FIELD(goods, variant_name),
    FIELD(goods, price),
    FIELD(goods, stock_quantity),
    FIELD(goods, vendor_id),
    FIELD(goods, vendor_user_id),
    FIELD(goods, vendor_name),
    FIELD(goods, vendor_slug));

SPEC_STATIC(held,
    FIELD(held, product_id),
    FIELD(held, variant_id),
    FIELD(held, vendor_id),
    FIELD(held, vendor_user_id),
    FIELD(held, vendor_name),
    FIELD(held, name),
    FIELD(held, image),
    FIELD(held, sku),
    FIELD(held, quantity),
    FIELD(held, price));

struct goods_list {
	struct list items;
};
SPEC_STATIC(goods_list, FIELD_OF(goods_list, items, goods));

struct lookup_in {
	struct list items;
};
SPEC_STATIC(lookup_in, FIELD_OF(lookup_in, items, cart_line));

struct hold_in {
	struct uuid order_id, user_id;
	struct list items;
};
SPEC_STATIC(hold_in,
    FIELD(hold_in, order_id),
    FIELD(hold_in, user_id),
    FIELD_OF(hold_in, items, cart_line));

struct hold_out {
	struct list items;
};
SPEC_STATIC(hold_out, FIELD_OF(hold_out, items, held));

struct give_back_in {
	struct uuid vendor_id;
};
SPEC_STATIC(give_back_in, FIELD(give_back_in, vendor_id));

/* As many as were asked for, or the answer is none. */
static enum err
complete(const struct list *lines, const struct list *answer)
{
	if (lines->n == answer->n)
		return ERR_OK;
	log_write(LOG_ERROR, "products answered other lines than asked", NULL);
	return ERR_UNAVAILABLE;
}

enum err
goods_lookup(struct req *rq, const struct list *lines, struct list *out)
{
	struct lookup_in  in = { *lines };
	struct goods_list answer = { { NULL, 0 } };
	enum err          e;

	*out = answer.items;
	if (lines->n == 0)
		return ERR_OK;
	e = service_call(rq, "products", POST, "/internal/products/lookup",
	    &lookup_in_spec, &in, &goods_list_spec, &answer);
	*out = answer.items;
	return e != ERR_OK ? e : complete(lines, out);
}

enum err
goods_hold(struct req *rq, struct uuid order_id, const struct list *lines,
    struct list *out)
{
	struct hold_in  in = { order_id, rq->session.user_id, *lines };
	struct hold_out answer = { { NULL, 0 } };
	enum err        e;

	e = service_call(rq, "products", POST, "/internal/reservations",
	    &hold_in_spec, &in, &hold_out_spec, &answer);
	*out = answer.items;
	return e;
}

enum err
goods_sell(struct req *rq, struct uuid order_id)
{
	return service_call(rq, "products", POST,
	    arena_printf(rq->arena, "/internal/reservations/%s/commit",
		order_id.text),
	    NULL, NULL, NULL, NULL);
}

enum err
goods_give_back(struct req *rq, struct uuid order_id, struct uuid vendor_id)
{
	struct give_back_in in = { vendor_id };

	return service_call(rq, "products", POST,
	    arena_printf(rq->arena, "/internal/reservations/%s/release",
		order_id.text),
	    &give_back_in_spec, &in, NULL, NULL);
}
