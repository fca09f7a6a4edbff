/* SPDX-License-Identifier: ISC */
/*
 * notify.h - what the files of the notify service share.
 */
#ifndef FARM_FCGI_NOTIFY_NOTIFY_H
#define FARM_FCGI_NOTIFY_NOTIFY_H

#include "common/client/mail.h"
#include "common/http/paging.h"
#include "common/http/route.h"
#include "db/notify/jobs.h"

struct notify_config {
	const char *database_url_notify;
	const char *mail_url;
};
extern struct notify_config settings;

/* health.c */
extern struct spec farm_health_spec;
handler_fn         farm_health_show, metrics_show;

/* notifications.c */
extern struct spec notifications_in_spec, notifications_page_spec;
handler_fn         notifications_list;

/* jobs.c */
extern struct spec jobs_in_spec, job_in_spec, jobs_page_spec;
handler_fn         jobs_list, job_retry;

/* dev_mail.c */
extern struct spec mail_in_spec, mails_page_spec;
handler_fn         dev_mails_list, dev_mail_show, dev_mail_html;

#endif
