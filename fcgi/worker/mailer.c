/* SPDX-License-Identifier: ISC */
/*
 * mailer.c - a child that sends the mails, because a mail server may take its
 * time and an order may not.  It is this program with "--mails".
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "fcgi/worker/worker.h"

#define LOOK_MS 1000 /* a child that ended is replaced once a second */
#define END_MS  10000

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
	execv("/proc/self/exe", argv); /* the file was removed by an update */
	_exit(EXIT_FAILURE);
}

int64_t
mailer_duty(struct worker *w)
{
	pid_t parent = getpid();

	if (w->mailer > 0 && waitpid(w->mailer, NULL, WNOHANG) == w->mailer)
		w->mailer = 0;
	if (w->mailer <= 0 && (w->mailer = fork()) == 0)
		mailer_exec(w, parent);
	return clock_ms() + LOOK_MS;
}

/*
 * Wait for the mail in hand, but not as long as a mail server may take.  A mail
 * that is cut off is sent again as the same mail.
 */
void
mailer_end(struct worker *w)
{
	int64_t deadline = clock_ms() + END_MS;

	if (w->mailer <= 0)
		return;
	kill(w->mailer, SIGTERM);
	while (waitpid(w->mailer, NULL, WNOHANG) == 0 && clock_ms() < deadline)
		usleep(20000);
	kill(w->mailer, SIGKILL);
}
