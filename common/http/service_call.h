/* SPDX-License-Identifier: ISC */
/*
 * service_call.h - ask another service for the sake of a request, whose trace
 * goes along.  Types and errors are those of service_ask().
 */
#ifndef FARM_HTTP_SERVICE_CALL_H
#define FARM_HTTP_SERVICE_CALL_H

#include "common/client/service_ask.h"
#include "common/http/request.h"

struct caller req_caller(const struct req *);

#define service_call(rq, service, method, path, I, body, O, result)     \
	service_call_spec((rq), (service), (method), (path), &I##_spec, \
	    typed_in(I, (body)), &O##_spec, typed_out(O, (result)))
enum err service_call_spec(const struct req *, const char *service, enum method,
    const char *path, struct spec *in, const void *body, struct spec *out,
    void *result);

#endif
