/* SPDX-License-Identifier: ISC */
/*
 * guard.c - may this caller do this?  The dispatcher asks in this order: who,
 * from where, how often.
 */
#include <string.h>
#include <strings.h>

#include "common/base/crypto.h"
#include "common/client/redis.h"
#include "common/http/rate.h"
#include "common/http/response.h"
#include "common/http/service_call.h"
#include "common/model/config.h"

/* Writes of one user in a second, for rows without a rate of their own. */
static const struct rate writes[] = {
	[ROLE_BUYER] = { "write", 10, 1 },
	[ROLE_VENDOR] = { "write", 20, 1 },
	[ROLE_ADMIN] = { "write", 50, 1 },
};

static enum err
guard_service(const struct req *rq)
{
	const char *key = req_env(rq, "HTTP_X_INTERNAL_KEY");

	return req_env(rq, "INTERNAL") != NULL && key != NULL &&
		secret_equal(key, config.internal_key) ?
	    ERR_OK :
	    ERR_NOT_FOUND;
}

static const char *
access_token(const struct req *rq)
{
	const char *header = req_env(rq, "HTTP_AUTHORIZATION");

	if (header != NULL && strncasecmp(header, "Bearer ", 7) == 0)
		return header + 7;
	return req_cookie(rq, "accessToken");
}

enum err
guard_who(const struct service *service, const struct route *r, struct req *rq)
{
	session_find_fn    *find = service->session_find != NULL ?
	       service->session_find :
	       session_ask_auth;
	const struct caller who = req_caller(rq);
	enum err            e;

	if (r->who == ANYONE)
		return ERR_OK;
	if (r->who == SERVICE)
		return guard_service(rq);
	e = session_load(&who, rq->db, access_token(rq), find, &rq->session);
	if (r->who == VISITOR) {
		/*
		 * In the API an invalid token is an error if one was sent.  A
		 * page is refreshed, or goes on without a user.
		 */
		if (e == ERR_NOT_SIGNED_IN &&
		    (!rq->api ||
			(req_env(rq, "HTTP_AUTHORIZATION") == NULL &&
			    req_cookie(rq, "accessToken") == NULL)))
			e = ERR_OK;
		return e;
	}
	if (e != ERR_OK)
		return e;
	if ((r->who == VENDOR && rq->session.role != ROLE_VENDOR) ||
	    (r->who == ADMIN && rq->session.role != ROLE_ADMIN))
		return ERR_FORBIDDEN;
	return ERR_OK;
}

static bool
origin_is_ours(const struct req *rq, const char *origin)
{
	const char *host = req_env(rq, "HTTP_HOST");
	const char *slashes = strstr(origin, "://");

	return strcmp(origin, config.public_url) == 0 ||
	    (host != NULL && slashes != NULL && strcmp(slashes + 3, host) == 0);
}

/*
 * Browsers say which site a request came from.  A caller that does not say it
 * is not a browser, so it has only the cookies that it was given.
 */
enum err
guard_cross_site(const struct req *rq)
{
	const char *site = req_env(rq, "HTTP_SEC_FETCH_SITE");
	const char *origin = req_env(rq, "HTTP_ORIGIN");

	if (rq->method == GET || req_env(rq, "HTTP_AUTHORIZATION") != NULL)
		return ERR_OK;
	if (site != NULL)
		return strcmp(site, "same-origin") == 0 ||
			strcmp(site, "none") == 0 ?
		    ERR_OK :
		    ERR_CROSS_SITE;
	return origin == NULL || origin_is_ours(rq, origin) ? ERR_OK :
							      ERR_CROSS_SITE;
}

enum err
guard_rate(const struct route *r, struct req *rq)
{
	const struct rate *rate = r->rate;
	bool               known = session_given(&rq->session);

	if (rate == NULL && rq->method != GET && known)
		rate = &writes[rq->session.role];
	if (rate == NULL || r->who == SERVICE)
		return ERR_OK;
	return rate_take(rq, rate,
	    known ? rq->session.user_id.text : rq->remote);
}

enum err
rate_take(struct req *rq, const struct rate *rate, const char *who)
{
	int64_t count, left;

	if (!config.rate_limit ||
	    redis_count(rq->arena,
		arena_printf(rq->arena, "rate:%s:%d:%s", rate->name,
		    rate->seconds, who),
		rate->seconds, &count, &left) != ERR_OK)
		return ERR_OK;
	buf_printf(rq->headers,
	    "RateLimit-Limit: %d\r\nRateLimit-Remaining: "
	    "%lld\r\nRateLimit-Reset: %lld\r\n",
	    rate->count,
	    (long long)(count < rate->count ? rate->count - count : 0),
	    (long long)left);
	if (count <= rate->count)
		return ERR_OK;
	buf_printf(rq->headers, "Retry-After: %lld\r\n", (long long)left);
	return ERR_TOO_MANY;
}

enum err
rate_sign_in(struct req *rq, const char *email)
{
	static const struct rate steps[] = {
		{ "sign-in", 50, 7200 },
		{ "sign-in", 20, 900 },
		{ "sign-in", 5, 60 },
	};
	const char *who = arena_printf(rq->arena, "%s %s", email, rq->remote);
	size_t      from = rq->headers->len;
	enum err    e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < 3; i++) {
		rq->headers->len = from; /* the last one speaks */
		e = rate_take(rq, &steps[i], who);
	}
	return e;
}
