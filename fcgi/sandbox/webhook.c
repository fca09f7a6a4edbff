/* SPDX-License-Identifier: ISC */
/*
 * webhook.c - the webhooks of all providers, which the worker fetches here and
 * delivers to the shop.
 */
#include "fcgi/sandbox/sandbox.h"

static webhook_fn *const providers[] = { stripe_webhook_make, NULL };

/* GET /internal/webhooks/:id - the request that the worker sends. */
HANDLER(webhook_show, id_in, webhook)
{
	enum err e = ERR_NOT_FOUND;

	for (size_t i = 0; e == ERR_NOT_FOUND && providers[i] != NULL; i++)
		e = providers[i](rq, in->id, out);
	return e;
}

const struct route webhook_routes[] = {
	SERVES(CALL_WEBHOOK, webhook_show),
	{ 0 },
};
