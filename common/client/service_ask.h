/* SPDX-License-Identifier: ISC */
/*
 * service_ask.h - ask another service of the farm, on the internal socket.
 *
 *	service_ask(&who, CALL_ORDER_BILL, &(struct id_in){ id }, &bill);
 *
 * common/contract/NAME_calls.h declares the calls.  The captures of the path
 * come from members of the input.  NONE is the input or the answer of a call
 * that has none.  The request id travels along.
 *
 * Errors: that of the problem which the service answers; ERR_INVALID: an id of
 * the path is not given; ERR_UNAVAILABLE: no answer.  The service may have done
 * it all the same.  Every internal call may be made twice, so ask again.
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

#define service_ask(who, ...) service_ask_(who, __VA_ARGS__)
#define service_ask_(who, service, method, path, I, O, in, out)         \
	service_ask_spec((who), (service), (method), (path), &I##_spec, \
	    typed_in(I, (in)), &O##_spec, typed_out(O, (out)))
/* "in" and "out" may be NULL: nothing is sent, the answer is not read. */
enum err service_ask_spec(const struct caller *, const char *service,
    enum method, const char *path, struct spec *in_spec, const void *in,
    struct spec *out_spec, void *out);

#endif
