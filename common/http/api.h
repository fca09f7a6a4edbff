/* SPDX-License-Identifier: ISC */
/*
 * api.h - what the API of a service is, for its document.
 */
#ifndef FARM_HTTP_API_H
#define FARM_HTTP_API_H

#include "common/http/route.h"

/*
 * Print JSON on standard output: "operations", each with method, path, who may
 * call it, its parameters, the schema of its body and of its answer, and
 * "schemas", by name.
 */
void api_describe(const struct service *);

#endif
