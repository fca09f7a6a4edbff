/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/goods.h"
#include "common/base/log.h"
#include "common/http/service_call.h"

SPEC_STATIC(goods,
    FIELD(product_id),
    FIELD(variant_id),
    FIELD(available),
    FIELD(has_variants),
    FIELD(name),
    FIELD(slug),
    FIELD(image),
    FIELD(variant_name),
    FIELD(price),
    FIELD(stock_quantity),
    FIELD(vendor_id),
    FIELD(vendor_user_id),
    FIELD(vendor_name),
    FIELD(vendor_slug));

SPEC_STATIC(held,
    FIELD(product_id),
    FIELD(variant_id),
    FIELD(vendor_id),
    FIELD(vendor_user_id),
    FIELD(vendor_name),
    FIELD(name),
    FIELD(image),
    FIELD(sku),
    FIELD(quantity),
    FIELD(price));

struct goods_list {
	LIST(goods) items;
};
SPEC_STATIC(goods_list, FIELD_OF(items, goods));

struct lookup_in {
	LIST(cart_line) items;
};
SPEC_STATIC(lookup_in, FIELD_OF(items, cart_line));

struct hold_in {
	struct uuid     order_id, user_id;
	LIST(cart_line) items;
};
SPEC_STATIC(hold_in,
    FIELD(order_id),
    FIELD(user_id),
    FIELD_OF(items, cart_line));

struct hold_out {
	LIST(held) items;
};
SPEC_STATIC(hold_out, FIELD_OF(items, held));

struct give_back_in {
	struct uuid vendor_id;
};
SPEC_STATIC(give_back_in, FIELD(vendor_id));

/* As many as were asked for, or the answer is none. */
static enum err
complete(const LIST(cart_line) *lines, const LIST(goods) *answer)
{
	if (lines->n == answer->n)
		return ERR_OK;
	log_write(LOG_ERROR, "products answered other lines than asked", NULL);
	return ERR_UNAVAILABLE;
}

enum err
goods_lookup(struct req *rq, const LIST(cart_line) *lines, LIST(goods) *out)
{
	struct lookup_in  in = { *lines };
	struct goods_list answer = { 0 };
	enum err          e;

	*out = answer.items;
	if (lines->n == 0)
		return ERR_OK;
	e = service_call(rq, "products", POST, "/internal/products/lookup",
	    lookup_in, &in, goods_list, &answer);
	*out = answer.items;
	return e != ERR_OK ? e : complete(lines, out);
}

enum err
goods_hold(struct req *rq, struct uuid order_id, const LIST(cart_line) *lines,
    LIST(held) *out)
{
	struct hold_in  in = { order_id, rq->session.user_id, *lines };
	struct hold_out answer = { 0 };
	enum err        e;

	e = service_call(rq, "products", POST, "/internal/reservations",
	    hold_in, &in, hold_out, &answer);
	*out = answer.items;
	return e;
}

enum err
goods_sell(struct req *rq, struct uuid order_id)
{
	return service_call(rq, "products", POST,
	    arena_printf(rq->arena, "/internal/reservations/%s/commit",
		order_id.text),
	    none, NONE, none, NONE);
}

enum err
goods_give_back(struct req *rq, struct uuid order_id, struct uuid vendor_id)
{
	struct give_back_in in = { vendor_id };

	return service_call(rq, "products", POST,
	    arena_printf(rq->arena, "/internal/reservations/%s/release",
		order_id.text),
	    give_back_in, &in, none, NONE);
}
