/* SPDX-License-Identifier: ISC */
/*
 * main.c - the worker: one step after the other, and a child for mails,
 * because a mail server may take its time and an order may not.
 *
 * Signals are blocked but while it waits, so that SIGTERM ends it after the
 * job in hand.  It never ends because something that it needs is down.
 */
#include <ctype.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/metrics.h"
#include "common/client/mail.h"
#include "common/client/redis.h"
#include "common/model/config.h"
#include "common/model/spec.h"
#include "common/sentence/language.h"
#include "db/notify/heartbeats.h"
#include "fcgi/worker/worker.h"

#define ARENA_MAX     ((size_t)64 * 1024 * 1024)
#define BEAT_MS       2000
#define MAILER_END_MS 10000
#define WAIT_MS       500

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

static volatile sig_atomic_t stopping;

static void
stop(int sig)
{
	(void)sig;
	stopping = 1;
}

static sigset_t
signals_block(void)
{
	struct sigaction sa = { .sa_handler = stop };
	sigset_t         block, before;

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
	static int64_t due;

	if (clock_ms() < due)
		return;
	due = clock_ms() + BEAT_MS;
	db_heartbeat_put(w->notify, w->name);
}

/* Signals are blocked while there is work: one may be waiting. */
bool
worker_stopping(void)
{
	sigset_t set;

	sigpending(&set);
	return stopping || sigismember(&set, SIGTERM) == 1 ||
	    sigismember(&set, SIGINT) == 1 || sigismember(&set, SIGUSR1) == 1 ||
	    sigismember(&set, SIGUSR2) == 1;
}

/* Until a database says that something happened, or a short while. */
static void
wait_for_news(const struct worker *w)
{
	const struct timespec patience = { 0, WAIT_MS * 1000000 };
	struct pollfd         fds[SERVICE_COUNT + 1];
	size_t                n = w->noutboxes;

	for (size_t i = 0; i < n; i++)
		fds[i] = (struct pollfd){ db_socket(w->outboxes[i].db), POLLIN,
			0 };
	fds[n] = (struct pollfd){ db_socket(w->notify), POLLIN, 0 };
	ppoll(fds, n + 1, &patience, &w->unblocked);
}

/* ---- the child ----------------------------------------------------------- */

/* It dies with its parent: a new worker will start one of its own. */
static void
mailer_exec(const struct worker *w, pid_t parent)
{
	static char name[] = "farm-worker", mails[] = "--mails";
	char *const argv[] = { name, mails, NULL };
	char        path[4096];
	ssize_t     n;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	sigprocmask(SIG_SETMASK, &w->unblocked, NULL);
	close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
	if ((n = readlink("/proc/self/exe", path, sizeof(path) - 1)) > 0) {
		path[n] = '\0';
		execv(path, argv);
	}
	execv("/proc/self/exe", argv); /* a release that is gone already */
	_exit(EXIT_FAILURE);
}

/* Start it, again when it has ended, though not more than once a second. */
static void
mailer_keep(struct worker *w)
{
	static int64_t due;
	pid_t          parent = getpid();

	if (w->mailer > 0 && waitpid(w->mailer, NULL, WNOHANG) == w->mailer)
		w->mailer = 0;
	if (w->mailer > 0 || clock_ms() < due)
		return;
	due = clock_ms() + 1000;
	if ((w->mailer = fork()) == 0)
		mailer_exec(w, parent);
}

/*
 * After the mail in hand, but not for as long as a mail server may take: what
 * is cut off is sent again as the same mail.
 */
static void
mailer_end(struct worker *w)
{
	int64_t deadline = clock_ms() + MAILER_END_MS;

	if (w->mailer <= 0)
		return;
	kill(w->mailer, SIGTERM);
	while (waitpid(w->mailer, NULL, WNOHANG) == 0 && clock_ms() < deadline)
		usleep(20000);
	kill(w->mailer, SIGKILL);
}

static bool
round_of_mails(struct worker *w)
{
	return run_step(w, LANE_MAIL, 16);
}

static bool
round_of_work(struct worker *w)
{
	bool any;

	any = relay_step(w);
	any = intake_step(w) || any;
	any = run_step(w, LANE_CALL, 16) || any;
	any = run_step(w, LANE_NOTICE, 64) || any;
	any = tell_step(w) || any;
	timers_step(w);
	heart_beat(w);
	mailer_keep(w);
	return any;
}

/*
 * Between two rounds nothing is in hand: what is ours all the same is what
 * this process had when it was killed, or what a claim got whose answer was
 * lost with the connection.
 */
static void
work(struct worker *w, bool (*round)(struct worker *))
{
	bool woken;

	w->in_doubt_until = clock_ms() + DOUBT_MS;
	while (!worker_stopping()) {
		if (clock_ms() < w->in_doubt_until)
			db_jobs_release(w->notify, w->name);
		db_listen(w->notify, "jobs");
		woken = db_notified(w->notify);
		if (!round(w) && !woken)
			wait_for_news(w);
		arena_reset(w->arena);
	}
}

static void
databases_open(struct worker *w)
{
	struct outbox *o;

	w->notify = db_open(settings.database.database_url_notify);
	db_attach(w->notify, w->arena);
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		if (*outboxes[i].url == NULL)
			continue;
		o = &w->outboxes[w->noutboxes++];
		o->service = outboxes[i].service;
		o->db = db_open(*outboxes[i].url);
		db_attach(o->db, w->arena);
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
	bool ok = jobs_check(job_tables) && mails_load() && db_check(w->notify);

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
	if (!jobs_check(job_tables) || !mails_load())
		return EXIT_FAILURE;
	metrics_open(config.metrics_dir, "worker");
	w.unblocked = signals_block();
	if (mails)
		snprintf(name + strlen(name), sizeof(" mails"), " mails");
	work(&w, mails ? round_of_mails : round_of_work);
	mailer_end(&w);
	close_all(&w);
	return EXIT_SUCCESS;
}
