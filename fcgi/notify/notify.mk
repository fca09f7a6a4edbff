# SPDX-License-Identifier: ISC
# What farm-notify is made of.

farm_notify_SOURCES = \
	db/notify/heartbeats.c db/notify/heartbeats.h \
	db/notify/jobs.c db/notify/jobs.h \
	db/notify/notifications.c db/notify/notifications.h \
	db/notify/retention_runs.c db/notify/retention_runs.h \
	fcgi/notify/api_page.c \
	fcgi/notify/dev_mail.c \
	fcgi/notify/health.c \
	fcgi/notify/jobs.c \
	fcgi/notify/main.c fcgi/notify/notify.h \
	fcgi/notify/notifications.c
farm_notify_LDADD = $(farm_libs)
