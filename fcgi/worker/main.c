/* SPDX-License-Identifier: ISC */
/*
 * main.c - the worker: carries events, runs jobs and calls timers, one after the
 * other.  A child sends the mails (mailer.c).
 *
 * Signals are blocked except while it waits, so that SIGTERM ends it after the
 * job in hand.  It does not end when something that it needs is down.
 */
#include <ctype.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/metrics.h"
#include "common/base/stop.h"
#include "common/client/mail.h"
#include "common/client/redis.h"
#include "common/model/config.h"
#include "common/model/spec.h"
#include "common/sentence/language.h"
#include "fcgi/worker/worker.h"

#define ARENA_MAX   ((size_t)64 * 1024 * 1024)
#define WAIT_MAX_MS 60000

struct worker_config settings;

#define OUTBOX_FIELD(name, processes, scaled, mode)       \
	FIELD(outbox_database_url_##name, RANGE(1, 1000), \
	    .is_required = IN_PRODUCTION_##mode),
SPEC_STATIC(worker_config,
    SERVICES(OUTBOX_FIELD)
    FIELD_BASE(database, notify_database),
    FIELD_BASE(mail, mail_settings),
    FIELD(mail_from, REQUIRED, RANGE(3, 300)),
    FIELD(timer_seconds, RANGE(1, 3600), DEFAULT(5)));

#define OUTBOX(name, processes, scaled, mode) \
	{ #name, &settings.outbox_database_url_##name },
static const struct {
	const char        *service;
	const char *const *url;
} outboxes[] = { SERVICES(OUTBOX) };

/* ---- duties -------------------------------------------------------------- */

static int64_t
calls_duty(struct worker *w)
{
	return jobs_run(w, LANE_CALL, 16);
}

static int64_t
notices_duty(struct worker *w)
{
	return jobs_run(w, LANE_NOTICE, 64);
}

static int64_t
mails_duty(struct worker *w)
{
	return jobs_run(w, LANE_MAIL, 16);
}

typedef int64_t duty_fn(struct worker *);

static duty_fn *const worker_duties[DUTIES] = {
	[DUTY_RELEASE] = release_duty,
	[DUTY_RELAY] = relay_duty,
	[DUTY_INTAKE] = intake_duty,
	[DUTY_CALLS] = calls_duty,
	[DUTY_NOTICES] = notices_duty,
	[DUTY_TELL] = tell_duty,
	[DUTY_TIMERS] = timers_duty,
	[DUTY_RETENTION] = retention_duty,
	[DUTY_BEAT] = heart_beat,
	[DUTY_MAILER] = mailer_duty,
};
static duty_fn *const mailer_duties[DUTIES] = {
	[DUTY_RELEASE] = release_duty,
	[DUTY_MAILS] = mails_duty,
};

/* A notification, or a connection that was lost: there may be work. */
static void
news_take(struct worker *w)
{
	uint64_t heard = db_heard(w->notify);

	if (heard != w->heard) {
		w->heard = heard;
		worker_wake(w, DUTY_CALLS);
		worker_wake(w, DUTY_NOTICES);
		worker_wake(w, DUTY_MAILS);
	}
	for (size_t i = 0; i < w->noutboxes; i++)
		if (db_heard(w->outboxes[i].db) != w->outboxes[i].heard)
			worker_wake(w, DUTY_RELAY);
}

/* Do what is due; when the next duty is due. */
static int64_t
round_do(struct worker *w, duty_fn *const duties[])
{
	int64_t next = NEVER;

	for (int d = 0; d < DUTIES; d++) {
		if (duties[d] == NULL)
			continue;
		if (clock_ms() >= w->due[d]) {
			w->due[d] = NEVER;
			worker_due(w, (enum duty)d, duties[d](w));
		}
		if (w->due[d] < next)
			next = w->due[d];
	}
	return next;
}

/* Wait for a notification or a signal, at most until "next". */
static void
news_wait(const struct worker *w, int64_t next)
{
	int64_t         ms = next - clock_ms();
	struct timespec patience;
	struct pollfd   fds[SERVICE_COUNT + 1];
	size_t          n = w->noutboxes;

	if (ms <= 0)
		return;
	if (ms > WAIT_MAX_MS)
		ms = WAIT_MAX_MS;
	patience = (struct timespec){ ms / 1000, ms % 1000 * 1000000 };
	for (size_t i = 0; i < n; i++)
		fds[i] = (struct pollfd){ db_socket(w->outboxes[i].db), POLLIN,
			0 };
	fds[n] = (struct pollfd){ db_socket(w->notify), POLLIN, 0 };
	ppoll(fds, n + 1, &patience, &w->unblocked);
}

static void
duties_do(struct worker *w, duty_fn *const duties[])
{
	jobs_doubt(w);
	while (!stop_asked()) {
		news_take(w);
		news_wait(w, round_do(w, duties));
		arena_reset(w->arena);
	}
}

/* ---- start and end ------------------------------------------------------- */

static void
databases_open(struct worker *w)
{
	struct outbox *o;

	w->notify = db_open(settings.database.database_url_notify);
	db_attach(w->notify, w->arena);
	db_watch(w->notify, "jobs");
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		if (*outboxes[i].url == NULL)
			continue;
		o = &w->outboxes[w->noutboxes++];
		o->service = outboxes[i].service;
		o->db = db_open(*outboxes[i].url);
		db_attach(o->db, w->arena);
		db_watch(o->db, "outbox");
	}
}

static void
close_all(struct worker *w)
{
	for (size_t i = 0; i < w->noutboxes; i++)
		db_close(&w->outboxes[i].db);
	db_close(&w->notify);
	redis_close();
	arena_free(&w->arena);
}

/* Settings, templates, queries, and that every outbox can be reached. */
static int
check(struct worker *w)
{
	bool ok = jobs_check(job_tables) && mails_load(w) &&
	    db_check(w->notify);

	for (size_t i = 0; i < w->noutboxes; i++)
		if (db_ping(w->outboxes[i].db) != ERR_OK) {
			fprintf(stderr, "the outbox of %s is out of reach\n",
			    w->outboxes[i].service);
			ok = false;
		}
	close_all(w);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* A service that only a demo has needs its outbox there. */
static bool
outboxes_check(void)
{
	char   name[64] = "OUTBOX_DATABASE_URL_";
	size_t end = strlen(name);
	bool   ok = true;

	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		if (*outboxes[i].url != NULL)
			continue;
		for (size_t j = 0; j <= strlen(outboxes[i].service); j++)
			name[end + j] = (char)
			    toupper((unsigned char)outboxes[i].service[j]);
		ok = config_refuse("worker", name, "Enter a value.");
	}
	return ok;
}

static bool
settings_read(struct arena *a)
{
	bool ok;

	if (!config_start("worker", &worker_config_spec, &settings))
		return false;
	ok = config.farm_mode == MODE_PRODUCTION || outboxes_check();
	if (!mail_url_valid(settings.mail.mail_url))
		ok = config_refuse("worker", "MAIL_URL",
		    "Write smtp://host, smtps://host or maildir:/path.");
	if (!mail_from_valid(a, settings.mail_from))
		ok = config_refuse("worker", "MAIL_FROM",
		    "Write an address such as Shop <shop@example.com>.");
	return ok;
}

int
main(int argc, char **argv)
{
	static char   name[256 + sizeof(" mails")];
	struct worker w = { .name = name };
	const char   *arg = argc > 1 ? argv[1] : "";
	bool          mails = strcmp(arg, "--mails") == 0;

	if (strcmp(arg, "--settings") == 0) {
		config_list(&config_spec);
		config_list(&worker_config_spec);
		return EXIT_SUCCESS;
	}
	if (strcmp(arg, "--queries") == 0) {
		db_queries_print();
		return EXIT_SUCCESS;
	}
	if (argc > 2 ||
	    (*arg != '\0' && strcmp(arg, "--check") != 0 && !mails)) {
		fprintf(stderr,
		    "usage: farm-worker "
		    "[--check | --queries | --settings]\n");
		return 2;
	}
	w.arena = arena_new(ARENA_MAX);
	if (!settings_read(w.arena) || gethostname(name, 255) != 0 ||
	    !languages_open(config.template_dir, config.languages))
		return EXIT_FAILURE;
	log_open("worker", config.log_level);
	log_deaths();
	redis_open(config.redis_url);
	databases_open(&w);
	if (*arg != '\0' && !mails)
		return check(&w);
	if (!jobs_check(job_tables) || !mails_load(&w))
		return EXIT_FAILURE;
	metrics_open(config.metrics_dir, "worker");
	w.unblocked = stop_block();
	if (mails)
		snprintf(name + strlen(name), sizeof(" mails"), " mails");
	duties_do(&w, mails ? mailer_duties : worker_duties);
	mailer_end(&w);
	close_all(&w);
	return EXIT_SUCCESS;
}
