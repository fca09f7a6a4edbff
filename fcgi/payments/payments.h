/* SPDX-License-Identifier: ISC */
/*
 * payments.h - what all files of the payments service share.
 *
 *	engine/	    attempts, refunds, and what follows from them
 *	ledger/	    how amounts are posted
 *	providers/  one folder for each payment provider
 *	pages/	    what buyers and administrators ask
 *
 * Calls in the engine go one way: effects -> attempt, refund -> settle ->
 * ledger.  settle records and says what is left to do; effects does it.
 */
#ifndef FARM_FCGI_PAYMENTS_PAYMENTS_H
#define FARM_FCGI_PAYMENTS_PAYMENTS_H

#include "common/http/route.h"
#include "fcgi/payments/providers/providers.h"

struct payments_config {
	const char              *database_url_payments;
	struct decimal           commission_percent;
	struct payment_offer     offer;
	struct provider_settings providers;
};
extern struct payments_config settings;

/* The rows of each file that answers requests. */
extern const struct route payment_routes[], pay_routes[],
    payments_admin_routes[], payments_internal_routes[];

#endif
