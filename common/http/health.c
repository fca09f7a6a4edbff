/* SPDX-License-Identifier: ISC */
#include "common/client/redis.h"
#include "common/http/route.h"

/* GET /internal/health - can this service do its work? */
enum err
health_show(struct req *rq)
{
	const struct store *store = rq->service->store;
	enum err            e;

	if (store != NULL && (e = store->ping(rq->db)) != ERR_OK)
		return e;
	return redis_ping(rq->arena);
}
