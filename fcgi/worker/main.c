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
#include "common/client/redis.h"
#include "common/model/spec.h"
#include "db/notify/heartbeats.h"
#include "fcgi/worker/worker.h"

#define ARENA_MAX	((size_t)64 * 1024 * 1024)
#define BEAT_MS		2000
#define WAIT_MS		1000

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

static void
heart_beat(struct worker *w)
{
	static int64_t	 due;

	if (clock_ms() < due)
		return;
	due = clock_ms() + BEAT_MS;
	db_heartbeat_put(w->notify, w->name);
}

static void
work(struct worker *w)
{
	const struct timespec	 wait = { WAIT_MS / 1000,
				    WAIT_MS % 1000 * 1000000 };
	sigset_t		 unblocked = signals_block();

	while (!stopping) {
		heart_beat(w);
		ppoll(NULL, 0, &wait, &unblocked);
		arena_reset(w->arena);
	}
}

static bool
settings_read(void)
{
	bool	 ok = config_read("worker", &config_spec, &config);

	return config_read("worker", &worker_config_spec, &settings) && ok;
}

int
main(int argc, char **argv)
{
	static char	 name[256];
	struct worker	 w = { .name = name };
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
	w.notify = db_open(settings.database_url_notify);
	db_attach(w.notify, w.arena);
	if (*arg != '\0')
		return db_check(w.notify) ? EXIT_SUCCESS : EXIT_FAILURE;
	metrics_open(config.metrics_dir, "worker");
	work(&w);
	return EXIT_SUCCESS;
}
