/* SPDX-License-Identifier: ISC */
/*
 * service_call.h - ask another service on behalf of a request.  The trace of
 * the request goes along.
 *
 *	service_call(rq, CALL_ORDER_PAID, &in, NONE);
 *
 * Arguments and errors are those of service_ask().
 */
#ifndef FARM_HTTP_SERVICE_CALL_H
#define FARM_HTTP_SERVICE_CALL_H

#include "common/client/service_ask.h"
#include "common/http/request.h"

struct caller req_caller(const struct req *);

#define service_call(rq, ...) service_call_(rq, __VA_ARGS__)
#define service_call_(rq, service, method, path, I, O, in, out)         \
	service_call_spec((rq), (service), (method), (path), &I##_spec, \
	    typed_in(I, (in)), &O##_spec, typed_out(O, (out)))
enum err service_call_spec(const struct req *, const char *service, enum method,
    const char *path, struct spec *in_spec, const void *in,
    struct spec *out_spec, void *out);

#endif
