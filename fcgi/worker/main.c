/* SPDX-License-Identifier: ISC */
/*
 * main.c - the worker: one process, one step after the other.
 *
 * Signals are blocked but while it waits, so that SIGTERM ends it after the
 * job in hand.  It never ends because something that it needs is down.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/config.h"
#include "common/base/metrics.h"
#include "common/client/mail.h"
#include "common/client/redis.h"
#include "common/model/spec.h"
#include "db/notify/heartbeats.h"
#include "fcgi/worker/worker.h"

#define ARENA_MAX	((size_t)64 * 1024 * 1024)
#define BEAT_MS		2000
#define WAIT_MS		500

struct worker_config	settings;

SPEC_STATIC(worker_config,
    FIELD_IN(worker_config, database_url_notify, 1, 1000),
    FIELD_IN(worker_config, outbox_database_url_auth, 1, 1000),
    FIELD_IN(worker_config, outbox_database_url_products, 1, 1000),
    FIELD_IN(worker_config, outbox_database_url_orders, 1, 1000),
    FIELD_IN(worker_config, outbox_database_url_payments, 1, 1000),
    FIELD_IN(worker_config, outbox_database_url_notify, 1, 1000),
    FIELD_IN(worker_config, outbox_database_url_sandbox, 1, 1000),
    FIELD_IN(worker_config, mail_url, 1, 1000, .format = TEXT_SECRET),
    FIELD_IN(worker_config, mail_from, 3, 300),
    FIELD_DEFAULT(worker_config, timer_seconds, 1, 3600, 5));

static volatile sig_atomic_t	stopping;

static void
stop(int sig)
{
	(void)sig;
	stopping = 1;
}

static sigset_t
signals_block(void)
{
	struct sigaction	 sa = { .sa_handler = stop };
	sigset_t		 block, before;

	sigemptyset(&sa.sa_mask);
	sigemptyset(&block);
	for (size_t i = 0; i < 4; i++) {
		int sig = (int[]){ SIGTERM, SIGINT, SIGUSR1, SIGUSR2 }[i];

		sigaction(sig, &sa, NULL);
		sigaddset(&block, sig);
	}
	sigprocmask(SIG_BLOCK, &block, &before);
	signal(SIGPIPE, SIG_IGN);
	return before;
}

void
heart_beat(struct worker *w)
{
	static int64_t	 due;

	if (clock_ms() < due)
		return;
	due = clock_ms() + BEAT_MS;
	db_heartbeat_put(w->notify, w->name);
}

/* Signals are blocked while there is work: one may be waiting. */
bool
worker_stopping(void)
{
	sigset_t	 set;

	sigpending(&set);
	return stopping || sigismember(&set, SIGTERM) == 1 ||
	    sigismember(&set, SIGINT) == 1 ||
	    sigismember(&set, SIGUSR1) == 1 || sigismember(&set, SIGUSR2) == 1;
}

/* Until an outbox says that something happened, or a short while. */
static void
wait(const struct worker *w, const sigset_t *unblocked)
{
	const struct timespec	 patience = { 0, WAIT_MS * 1000000 };
	struct pollfd		 fds[OUTBOXES];

	for (size_t i = 0; i < OUTBOXES; i++)
		fds[i] = (struct pollfd){ db_socket(w->outboxes[i].db),
		    POLLIN, 0 };
	ppoll(fds, OUTBOXES, &patience, unblocked);
}

/* What this worker had in hand when it was killed is begun again at once. */
static void
take_up(struct worker *w)
{
	static bool	 done;

	if (!done)
		done = db_jobs_release(w->notify, w->name) == ERR_OK;
}

/*
 * Calls and notices go before mails: a slow mail server holds up nobody who
 * waits for an order.
 */
static bool
round_of_work(struct worker *w)
{
	bool	 any;

	take_up(w);
	any = relay_step(w);
	any = intake_step(w) || any;
	any = run_step(w, LANE_CALL, 16) || any;
	any = run_step(w, LANE_NOTICE, 64) || any;
	any = run_step(w, LANE_MAIL, 16) || any;
	any = tell_step(w) || any;
	timers_step(w);
	return any;
}

static void
work(struct worker *w)
{
	sigset_t	 unblocked = signals_block();

	while (!worker_stopping()) {
		heart_beat(w);
		if (!round_of_work(w))
			wait(w, &unblocked);
		arena_reset(w->arena);
	}
}

static void
databases_open(struct worker *w)
{
	w->notify = db_open(settings.database_url_notify);
	db_attach(w->notify, w->arena);
	for (size_t i = 0; i < OUTBOXES; i++) {
		w->outboxes[i].db = db_open(*w->outboxes[i].url);
		db_attach(w->outboxes[i].db, w->arena);
	}
}

/* Settings, templates, queries, and that every outbox can be reached. */
static int
check(struct worker *w)
{
	bool	 ok = mails_load() && db_check(w->notify);

	for (size_t i = 0; i < OUTBOXES; i++)
		if (db_ping(w->outboxes[i].db) != ERR_OK) {
			fprintf(stderr, "the outbox of %s is out of reach\n",
			    w->outboxes[i].service);
			ok = false;
		}
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

static bool
settings_read(void)
{
	bool	 ok = config_read("worker", &config_spec, &config);

	ok = config_read("worker", &worker_config_spec, &settings) && ok;
	if (ok && !mail_url_valid(settings.mail_url)) {
		fprintf(stderr, "farm-worker: setting MAIL_URL: smtp://host, "
		    "smtps://host or maildir:/path\n");
		ok = false;
	}
	return ok;
}

int
main(int argc, char **argv)
{
	static char	 name[256];
	struct worker	 w = { .name = name, .outboxes = {
		{ "auth", &settings.outbox_database_url_auth },
		{ "products", &settings.outbox_database_url_products },
		{ "orders", &settings.outbox_database_url_orders },
		{ "payments", &settings.outbox_database_url_payments },
		{ "notify", &settings.outbox_database_url_notify },
		{ "sandbox", &settings.outbox_database_url_sandbox },
	} };
	const char	*arg = argc > 1 ? argv[1] : "";

	if (strcmp(arg, "--settings") == 0) {
		config_list(&config_spec);
		config_list(&worker_config_spec);
		return EXIT_SUCCESS;
	}
	if (argc > 2 || (*arg != '\0' && strcmp(arg, "--check") != 0)) {
		fprintf(stderr, "usage: farm-worker [--check | --settings]\n");
		return 2;
	}
	if (!settings_read() || gethostname(name, sizeof(name) - 1) != 0)
		return EXIT_FAILURE;
	log_open("worker", config.log_level);
	redis_open(config.redis_url);
	w.arena = arena_new(ARENA_MAX);
	databases_open(&w);
	if (*arg != '\0')
		return check(&w);
	if (!mails_load())
		return EXIT_FAILURE;
	metrics_open(config.metrics_dir, "worker");
	work(&w);
	return EXIT_SUCCESS;
}
