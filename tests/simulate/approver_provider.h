/* SPDX-License-Identifier: ISC */
/*
 * approver_provider.h - the approver as providers/list.h wants it.
 */
#ifndef FARM_TESTS_SIMULATE_APPROVER_PROVIDER_H
#define FARM_TESTS_SIMULATE_APPROVER_PROVIDER_H

#include "common/http/route.h"
#include "fcgi/payments/engine/provider.h"

struct approver_settings {
	const char *secret;
};
SPEC_DECLARE(approver_settings);

/* Its page gives the buyer a signature of the order to bring back. */
struct approver_proof {
	const char *approval;
};
SPEC_DECLARE(approver_proof);

extern const struct provider approver_provider;
extern const struct route    approver_routes[];

#endif
