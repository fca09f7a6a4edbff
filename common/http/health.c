/* SPDX-License-Identifier: ISC */
#include "common/client/redis.h"
#include "common/http/route.h"

enum err
health_check(struct req *rq)
{
	const struct store *store = rq->service->store;
	enum err            e;

	if (store != NULL && (e = store->ping(rq->db)) != ERR_OK)
		return e;
	return redis_ping(rq->arena);
}

/* GET /internal/health - can this service do its work? */
HANDLER(health_show, none, none)
{
	return health_check(rq);
}

const struct route common_routes[] = {
	{ GET, "/internal/health", &health_show, .who = SERVICE },
	{ 0 },
};
