/* SPDX-License-Identifier: ISC */
/*
 * notify.h - what the files of the notify service share.
 */
#ifndef FARM_FCGI_NOTIFY_NOTIFY_H
#define FARM_FCGI_NOTIFY_NOTIFY_H

#include "common/client/mail.h"
#include "common/contract/settings.h"
#include "common/http/paging.h"
#include "common/http/route.h"
#include "db/notify/jobs.h"

struct notify_config {
	struct notify_database database;
	struct mail_settings   mail;
};
extern struct notify_config settings;

/* The rows of each file that answers requests. */
extern const struct route health_routes[], notifications_routes[],
    jobs_routes[], dev_mail_routes[], api_page_routes[];

#endif
