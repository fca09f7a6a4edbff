/* SPDX-License-Identifier: ISC */
/*
 * sandbox_calls.h - the calls that the sandbox answers.
 */
#ifndef FARM_CONTRACT_SANDBOX_CALLS_H
#define FARM_CONTRACT_SANDBOX_CALLS_H

#include "common/contract/call.h"

/* A request to the farm's own webhook: headers are an object of texts. */
struct webhook {
	const char     *path, *body;
	struct raw_json headers;
};
SPEC_DECLARE(webhook);

/* The webhook to deliver, signed now.  ERR_NOT_FOUND. */
#define CALL_WEBHOOK "sandbox", GET, "/internal/webhooks/:id", id_in, webhook

#endif
