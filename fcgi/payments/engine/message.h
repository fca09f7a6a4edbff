/* SPDX-License-Identifier: ISC */
/*
 * message.h - messages of the providers.  A message is believed for one thing:
 * which object to ask the provider about.  So it may come twice, late or in any
 * order.
 *
 * The folder of each provider has the row and handler of its webhook.
 */
#ifndef FARM_FCGI_PAYMENTS_ENGINE_MESSAGE_H
#define FARM_FCGI_PAYMENTS_ENGINE_MESSAGE_H

#include "fcgi/payments/engine/provider.h"

struct webhook_answer {
	bool received;
};
SPEC_DECLARE(webhook_answer);

/*
 * Read the request by the provider's ->message and act on it.  Any error makes
 * the provider send the message again.  ERR_NOT_FOUND: the provider has no
 * settings here.
 */
enum err provider_message_take(struct req *, const struct provider *,
    struct webhook_answer *out);

#endif
