/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "common/base/stop.h"

static const int signals[] = { SIGTERM, SIGINT, SIGUSR1, SIGUSR2 };
#define SIGNALS (sizeof(signals) / sizeof(*signals))

static volatile sig_atomic_t arrived;

static void
note_arrival(int sig)
{
	(void)sig;
	arrived = 1;
}

sigset_t
stop_block(void)
{
	struct sigaction sa = { .sa_handler = note_arrival };
	sigset_t         block, before;

	sigemptyset(&sa.sa_mask);
	sigemptyset(&block);
	for (size_t i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], &sa, NULL);
		sigaddset(&block, signals[i]);
	}
	sigprocmask(SIG_BLOCK, &block, &before);
	signal(SIGPIPE, SIG_IGN);
	return before;
}

bool
stop_asked(void)
{
	sigset_t pending;

	if (arrived)
		return true;
	sigpending(&pending);
	for (size_t i = 0; i < SIGNALS; i++)
		if (sigismember(&pending, signals[i]) == 1)
			return true;
	return false;
}
