/* SPDX-License-Identifier: ISC */
/*
 * stop.h - SIGTERM, SIGINT, SIGUSR1 and SIGUSR2 end a program after the work in
 * hand.  SIGPIPE is ignored.
 *
 * The signals are blocked while the program works.  It waits with ppoll() and
 * the mask that stop_block() returns, so that no signal is missed between the
 * last look and the wait.  The flag is the one global variable of stop.c.
 */
#ifndef FARM_BASE_STOP_H
#define FARM_BASE_STOP_H

#include <signal.h>
#include <stdbool.h>

/* Block the signals; the mask from before. */
sigset_t stop_block(void);
/* Has one of them arrived, or is one pending? */
bool stop_asked(void);

#endif
