/* SPDX-License-Identifier: ISC */
#include "common/client/redis.h"
#include "common/contract/call.h"
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

/* POST /internal/retention - remove rows that are too old. */
HANDLER(retention_run, none, retention_done)
{
	const struct service *service = rq->service;

	return service->store == NULL ?
	    ERR_OK :
	    service->store->retain(rq->db, service->name, out);
}

const struct route common_routes[] = {
	SERVES(CALL_HEALTH(any), health_show),
	SERVES(CALL_RETENTION(any), retention_run),
	{ 0 },
};
