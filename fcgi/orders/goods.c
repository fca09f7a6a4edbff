/* SPDX-License-Identifier: ISC */
#include "fcgi/orders/goods.h"
#include "common/base/log.h"
#include "common/http/service_call.h"

/* An answer of another length cannot be used. */
static enum err
answer_check(const LIST(cart_line) *lines, const LIST(goods) *answer)
{
	if (lines->n == answer->n)
		return ERR_OK;
	log_write(LOG_ERROR, "products answered other lines than asked", NULL);
	return ERR_UNAVAILABLE;
}

enum err
goods_lookup(struct req *rq, const LIST(cart_line) *lines, LIST(goods) *out)
{
	struct goods_lookup_in  in = { { 0 } };
	struct goods_lookup_out answer = { { 0 } };
	enum err                e;

	*out = answer.items;
	if (lines->n == 0)
		return ERR_OK;
	for (size_t i = 0; i < lines->n; i++)
		*list_add(rq->arena, &in.items) = (struct goods_key){
			.product_id = lines->items[i].product_id,
			.variant_id = lines->items[i].variant_id,
		};
	e = service_call(rq, CALL_GOODS_LOOKUP, &in, &answer);
	*out = answer.items;
	return e != ERR_OK ? e : answer_check(lines, out);
}

enum err
goods_hold(struct req *rq, struct uuid order_id, const LIST(cart_line) *lines,
    LIST(reserved_line) *out)
{
	struct reserve_in  in = { .order_id = order_id,
		 .user_id = rq->session.user_id };
	struct reservation answer = { .items = { 0 } };
	enum err           e;

	for (size_t i = 0; i < lines->n; i++)
		*list_add(rq->arena, &in.items) = (struct reserve_item){
			.product_id = lines->items[i].product_id,
			.variant_id = lines->items[i].variant_id,
			.quantity = lines->items[i].quantity,
			.price = lines->items[i].price,
		};
	e = service_call(rq, CALL_STOCK_RESERVE, &in, &answer);
	*out = answer.items;
	return e;
}

enum err
goods_sell(struct req *rq, struct uuid order_id)
{
	const struct stock_commit_in in = { order_id };

	return service_call(rq, CALL_STOCK_COMMIT, &in, NONE);
}

enum err
goods_give_back(struct req *rq, struct uuid order_id)
{
	const struct stock_release_in in = { .order_id = order_id };

	return service_call(rq, CALL_STOCK_RELEASE, &in, NONE);
}
