/* SPDX-License-Identifier: ISC */
/*
 * providers.h - what the providers of list.h need of the service.
 *
 * A provider NAME has its folder here, whose header NAME_provider.h declares
 *
 *	struct provider NAME_provider	what it does (engine/provider.h)
 *	struct route NAME_routes[]	its webhook
 *	struct NAME_proof		what buyers bring, as members of the
 *					input of POST /payments/:id/process
 *	struct NAME_settings		the settings NAME_…
 */
#ifndef FARM_FCGI_PAYMENTS_PROVIDERS_PROVIDERS_H
#define FARM_FCGI_PAYMENTS_PROVIDERS_PROVIDERS_H

#include "fcgi/payments/providers/list.h"

/* What a buyer brings, for each provider; of the others nothing is given. */
struct payment_proof {
#define PROVIDER_PROOF(name, method) struct name##_proof name;
	PROVIDERS(PROVIDER_PROOF)
#undef PROVIDER_PROOF
};

/* Their settings, as parts of the program's. */
struct provider_settings {
#define PROVIDER_SETTINGS(name, method) struct name##_settings name;
	PROVIDERS(PROVIDER_SETTINGS)
#undef PROVIDER_SETTINGS
};

#endif
