/* SPDX-License-Identifier: ISC */
/*
 * worker.h - what the files of the worker share.
 */
#ifndef FARM_FCGI_WORKER_WORKER_H
#define FARM_FCGI_WORKER_WORKER_H

#include <stdint.h>

#include "common/base/arena.h"
#include "common/base/err.h"

struct db;

struct worker_config {
	const char	*database_url_notify;
	const char	*outbox_database_url_auth, *outbox_database_url_products,
			*outbox_database_url_orders,
			*outbox_database_url_payments,
			*outbox_database_url_notify,
			*outbox_database_url_sandbox;
	const char	*mail_url, *mail_from;
	int64_t		 timer_seconds;
};
extern struct worker_config	settings;

struct worker {
	const char	*name;		/* of this machine: one worker each */
	struct arena	*arena;		/* of the step at hand */
	struct db	*notify;
};

#endif
