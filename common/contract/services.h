/* SPDX-License-Identifier: ISC */
/*
 * services.h - the services of a farm.  Programs, scripts, the nginx
 * configuration, make and the tests read this table; nothing else lists the
 * services.
 *
 * SERVICES(X) is X(name, processes, scaled, mode) for each service:
 *
 *	name		the pool farm-NAME, its folders fcgi/NAME and db/NAME,
 *			its database NAME_db and nginx/routes/NAME.conf
 *	processes	the default of WORKERS_NAME
 *	scaled		YES: "farmstand up --workers N" sets their number
 *	mode		ALWAYS, or DEMO: not with FARM_MODE=production
 *
 * Scripts read the lines that begin with X(.
 */
#ifndef FARM_CONTRACT_SERVICES_H
#define FARM_CONTRACT_SERVICES_H

/* clang-format off */
#define SERVICES(X) \
	X(auth, 4, YES, ALWAYS) \
	X(products, 4, YES, ALWAYS) \
	X(orders, 4, YES, ALWAYS) \
	X(payments, 2, YES, ALWAYS) \
	X(notify, 1, NO, ALWAYS) \
	X(sandbox, 1, NO, DEMO)
/* clang-format on */

/* The mode of a service as a condition. */
#define IN_PRODUCTION_ALWAYS true
#define IN_PRODUCTION_DEMO   false

#define SERVICE_COUNTED_(name, processes, scaled, mode) +1
enum { SERVICE_COUNT = 0 SERVICES(SERVICE_COUNTED_) };

#endif
