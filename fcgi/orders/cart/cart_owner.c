/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "common/base/crypto.h"
#include "fcgi/orders/cart/cart.h"

#define GUEST_SECONDS (60L * 24 * 60 * 60)

static const char *
hash_of(struct req *rq, const char *token)
{
	char hex[SHA256_HEX_SIZE];

	sha256_hex(token, strlen(token), hex);
	return arena_strdup(rq->arena, hex);
}

/* A token of ours has a fixed length. */
static const char *
guest_token(struct req *rq)
{
	const char *token = req_cookie(rq, "cart");

	return token != NULL && strlen(token) == TOKEN_SIZE - 1 ? token : NULL;
}

static const char *
guest_make(struct req *rq, const char *token)
{
	char *fresh;

	if (token == NULL) {
		token = fresh = arena_alloc(rq->arena, TOKEN_SIZE);
		random_token(fresh);
	}
	req_set_cookie(rq, "cart", token, GUEST_SECONDS);
	return token;
}

enum err
cart_owner(struct req *rq, bool make, struct cart_owner *out)
{
	const char *token = guest_token(rq);
	enum err    e;

	*out = (struct cart_owner){ .user_id = rq->session.user_id };
	if (!session_given(&rq->session)) {
		if (make)
			token = guest_make(rq, token);
		if (token != NULL)
			out->token_hash = hash_of(rq, token);
		return ERR_OK;
	}
	if (token == NULL)
		return ERR_OK;
	e = db_cart_merge(rq->db, out->user_id, hash_of(rq, token));
	if (e == ERR_OK)
		req_set_cookie(rq, "cart", "", 0);
	return e;
}

/* A part of a page cannot set the cookie that would end the guest's cart. */
struct cart_owner
cart_owner_both(struct req *rq)
{
	const char *token = guest_token(rq);

	return (struct cart_owner){ rq->session.user_id,
		token != NULL ? hash_of(rq, token) : NULL };
}
