/* SPDX-License-Identifier: ISC */
/*
 * worker.h - what the files of the worker share.
 *
 * outbox --relay--> Redis stream --intake--> events and jobs in notify_db
 *        <--tell-- all jobs of an event done or dead <--run-- job by job
 *
 * Each step may be repeated at any moment: an event is taken in once, a job
 * is done once, and what a killed worker had in hand is found again.
 */
#ifndef FARM_FCGI_WORKER_WORKER_H
#define FARM_FCGI_WORKER_WORKER_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/base/arena.h"
#include "common/base/err.h"
#include "common/contract/services.h"
#include "common/contract/settings.h"
#include "fcgi/worker/job.h"

/* OUTBOX_DATABASE_URL_X of each service; NULL: the farm has no such service. */
#define OUTBOX_URL_(name, processes, scaled, mode) \
	const char *outbox_database_url_##name;
struct worker_config {
	SERVICES(OUTBOX_URL_)
	const char            *mail_from;
	struct notify_database database;
	struct mail_settings   mail;
	int64_t                timer_seconds;
};
extern struct worker_config settings;

/* The outbox of a service. */
struct outbox {
	const char *service;
	struct db  *db;
	int64_t     look_at;  /* clock_ms(), for new rows */
	int64_t     again_at; /* for those that got lost */
	bool        lost;     /* Redis lost what it published */
};
#define DOUBT_MS 10000 /* a claim may take effect when nobody waits for it */

struct worker {
	const char   *name;  /* of this machine: one worker each */
	struct arena *arena; /* of the round at hand */
	struct db    *notify;
	struct outbox outboxes[SERVICE_COUNT];
	size_t        noutboxes;
	bool          noting;           /* a loss, in the outboxes */
	sigset_t      unblocked;        /* while it waits */
	pid_t         mailer;           /* the child; 0: none */
	int64_t       in_doubt_until;   /* what is ours: clock_ms() */
	int64_t       mail_rests_until; /* no server: clock_ms() */
	int           mail_failures;    /* in a row */
};

/* Each step answers whether it found something to do. */
bool relay_step(struct worker *); /* relay.c */
bool intake_step(struct worker *);
bool tell_step(struct worker *);
bool run_step(struct worker *, enum lane, int64_t count); /* run.c */
void timers_step(struct worker *);                        /* timers.c */
void heart_beat(struct worker *);                         /* main.c */
bool worker_stopping(void);

/* mails.c: the templates; false when one has a mistake, which was printed. */
bool mails_load(void);

#endif
