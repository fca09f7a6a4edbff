/* SPDX-License-Identifier: ISC */
/*
 * settings.h - settings that several programs read.  A program takes such a
 * struct into its own by FIELD_BASE.
 */
#ifndef FARM_CONTRACT_SETTINGS_H
#define FARM_CONTRACT_SETTINGS_H

#include "common/base/decimal.h"
#include "common/model/spec.h"

/* notify and the worker: the database of events, jobs and notifications. */
struct notify_database {
	const char *database_url_notify;
};
SPEC_DECLARE(notify_database);

/* The worker sends mails; notify shows those of a maildir. */
struct mail_settings {
	const char *mail_url; /* mail_url_valid() */
};
SPEC_DECLARE(mail_settings);

/* How long an order that is not paid holds its stock. */
struct reservation_settings {
	struct decimal reservation_minutes;
};
SPEC_DECLARE(reservation_settings);

#endif
