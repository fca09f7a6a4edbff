/* SPDX-License-Identifier: ISC */
/*
 * sandbox.h - a stand-in for payment providers, for demos on a machine without
 * the internet and for tests.  A real shop does not run it.
 *
 * A provider NAME has its folder here.  It answers below /sandbox/NAME/ in the
 * manner of the provider's API and of its payment pages.
 */
#ifndef FARM_FCGI_SANDBOX_SANDBOX_H
#define FARM_FCGI_SANDBOX_SANDBOX_H

#include "common/contract/sandbox_calls.h"
#include "common/contract/stripe_keys.h"
#include "common/http/route.h"

struct sandbox_config {
	const char        *database_url_sandbox;
	struct stripe_keys stripe;
};
extern struct sandbox_config settings;

/*
 * The webhook about an event, signed now, so that a late delivery is not too
 * late.  ERR_NOT_FOUND: the event is another provider's.
 */
typedef enum err webhook_fn(struct req *, struct uuid event_id,
    struct webhook *out);

/* stripe/ */
#define STRIPE_V1 "/sandbox/stripe/v1/" /* its API is below */
extern const struct route stripe_intent_routes[], stripe_session_routes[],
    stripe_refund_routes[], stripe_event_routes[], stripe_page_routes[];
webhook_fn stripe_webhook_make;

/* webhook.c */
extern const struct route webhook_routes[];

#endif
