/* SPDX-License-Identifier: ISC */
/*
 * notify.h - what the files of the notify service share.
 */
#ifndef FARM_FCGI_NOTIFY_NOTIFY_H
#define FARM_FCGI_NOTIFY_NOTIFY_H

#include "common/http/route.h"

struct notify_config {
	const char	*database_url_notify;
};
extern struct notify_config	settings;

/* health.c */
extern struct spec	farm_health_spec;
handler_fn		farm_health_show, metrics_show;

#endif
