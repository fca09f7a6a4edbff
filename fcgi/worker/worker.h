/* SPDX-License-Identifier: ISC */
/*
 * worker.h - what the files of the worker share.
 *
 * outbox --relay--> Redis stream --intake--> events and jobs in notify_db
 *        <--tell-- all jobs of an event done or dead <--jobs_run-- job by job
 *
 * Each step may be repeated at any moment: an event is taken in once, a job
 * is done once, and another worker finds what a killed one had in hand.
 *
 * The steps are duties.  A duty runs when its time has come or when something
 * wakes it: a notification of a database, or another duty that made work for
 * it.  The times are a safety net, so that an idle worker asks little.
 */
#ifndef FARM_FCGI_WORKER_WORKER_H
#define FARM_FCGI_WORKER_WORKER_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/base/arena.h"
#include "common/base/err.h"
#include "common/client/queue.h"
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

/* The outbox of a service.  Times are clock_ms(). */
struct outbox {
	const char *service;
	struct db  *db;
	uint64_t    heard;      /* db_heard() at the last look */
	int64_t     look_at;    /* for new rows */
	int64_t     again_at;   /* for rows that got lost */
	int64_t     rest_until; /* after a failure */
	int64_t     clean_at;   /* its database, of old rows */
	bool        lost;       /* Redis lost what it published */
};

enum duty {
	DUTY_RELEASE, /* jobs that are ours although we do not know of them */
	DUTY_RELAY,
	DUTY_INTAKE,
	DUTY_CALLS,
	DUTY_NOTICES,
	DUTY_MAILS, /* in the child */
	DUTY_TELL,
	DUTY_TIMERS,
	DUTY_RETENTION,
	DUTY_BEAT,
	DUTY_MAILER, /* keep the child */
	DUTIES
};
#define NEVER INT64_MAX

#define TIMERS 3 /* of timers.c */

struct mail_pair;

struct worker {
	const char       *name;  /* of this machine: one worker each */
	struct arena     *arena; /* of the round at hand */
	struct db        *notify;
	uint64_t          heard; /* db_heard() of ->notify */
	struct queue      queue;
	struct outbox     outboxes[SERVICE_COUNT];
	size_t            noutboxes;
	struct mail_pair *mails;         /* as many as mail_jobs */
	sigset_t          unblocked;     /* while it waits */
	pid_t             mailer;        /* the child; 0: none */
	bool              noting;        /* a loss, in the outboxes */
	int               mail_failures; /* in a row */
	/* All of these are clock_ms(). */
	int64_t due[DUTIES];
	int64_t retention_at; /* the first time */
	int64_t stream_check_at, inherit_at, beat_at;
	int64_t in_doubt_until;   /* which jobs are ours */
	int64_t mail_rests_until; /* no mail server */
	int64_t timer_at[TIMERS];
	bool    timer_failing[TIMERS];
};

/* The duty is due at this time, or earlier. */
static inline void
worker_due(struct worker *w, enum duty duty, int64_t at)
{
	if (at < w->due[duty])
		w->due[duty] = at;
}

static inline void
worker_wake(struct worker *w, enum duty duty)
{
	w->due[duty] = 0;
}

/* Each does what its duty is and returns when it is due again. */
int64_t relay_duty(struct worker *);     /* relay.c */
int64_t intake_duty(struct worker *);    /* intake.c */
int64_t tell_duty(struct worker *);      /* tell.c */
int64_t release_duty(struct worker *);   /* run.c */
int64_t timers_duty(struct worker *);    /* timers.c */
int64_t retention_duty(struct worker *); /* retention.c */
int64_t mailer_duty(struct worker *);    /* mailer.c */

/* run.c: run at most "count" jobs of a lane; when the next ones are due. */
int64_t jobs_run(struct worker *, enum lane, int64_t count);
/* A claim may have taken effect although its answer was lost. */
void jobs_doubt(struct worker *);

/* heart.c: say that the worker is alive, when it is time to; the next time. */
int64_t heart_beat(struct worker *);

/* mailer.c: the child ends after the mail in hand. */
void mailer_end(struct worker *);

/* mails.c: the templates; false when one has a mistake, which was printed. */
bool mails_load(struct worker *);

#endif
