# SPDX-License-Identifier: ISC
# What farm-worker is made of.

farm_worker_SOURCES = \
	db/notify/events.c db/notify/events.h \
	db/notify/heartbeats.c db/notify/heartbeats.h \
	db/notify/notifications.c db/notify/notifications.h \
	db/notify/retention_runs.c db/notify/retention_runs.h \
	db/outbox/outbox.c db/outbox/outbox.h \
	fcgi/worker/calls.c \
	fcgi/worker/heart.c \
	fcgi/worker/intake.c \
	fcgi/worker/job.h fcgi/worker/jobs.c \
	fcgi/worker/mailer.c \
	fcgi/worker/mails.c \
	fcgi/worker/main.c fcgi/worker/worker.h \
	fcgi/worker/notices.c \
	fcgi/worker/relay.c \
	fcgi/worker/retention.c \
	fcgi/worker/run.c \
	fcgi/worker/tell.c \
	fcgi/worker/timers.c
farm_worker_LDADD = $(farm_libs)
