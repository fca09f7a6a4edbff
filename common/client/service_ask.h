/* SPDX-License-Identifier: ISC */
/*
 * service_ask.h - ask another service of the farm, on the internal socket.
 *
 *	service_ask(&who, "orders", GET, "/internal/orders/7", none, NONE,
 *	    order_split, &split);
 *
 * "I" and "O" are the types of what is sent and answered; "none, NONE" is
 * nothing.  A problem that the service answers comes back as its error.
 * ERR_UNAVAILABLE: no answer.  It may have been done all the same; every
 * internal call may be made twice, so ask again.  The request id goes with it.
 */
#ifndef FARM_CLIENT_SERVICE_ASK_H
#define FARM_CLIENT_SERVICE_ASK_H

#include "common/base/arena.h"
#include "common/base/err.h"
#include "common/base/method.h"
#include "common/model/spec.h"

/* Who asks. */
struct caller {
	struct arena *arena;      /* of the answer */
	const char   *trace;      /* traceparent, or NULL */
	long          timeout_ms; /* 0: 3000 */
};

#define service_ask(who, service, method, path, I, body, O, result)     \
	service_ask_spec((who), (service), (method), (path), &I##_spec, \
	    typed_in(I, (body)), &O##_spec, typed_out(O, (result)))
enum err service_ask_spec(const struct caller *, const char *service,
    enum method, const char *path, struct spec *in, const void *body,
    struct spec *out, void *result);

#endif
