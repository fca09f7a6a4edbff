/* SPDX-License-Identifier: ISC */
#include "common/http/service_call.h"

struct caller
req_caller(const struct req *rq)
{
	return (struct caller){ .arena = rq->arena,
		.trace = req_env(rq, "TRACEPARENT") };
}

enum err
service_call_spec(const struct req *rq, const char *service, enum method method,
    const char *path, struct spec *in_spec, const void *in,
    struct spec *out_spec, void *out)
{
	const struct caller who = req_caller(rq);

	return service_ask_spec(&who, service, method, path, in_spec, in,
	    out_spec, out);
}
