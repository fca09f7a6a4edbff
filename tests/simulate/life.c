/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/simulate/life.h"
#include "tests/simulate/rules.h"
#include "tests/simulate/task.h"

struct life *
life_new(void)
{
	struct life *l = mmap(NULL, sizeof(*l), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (l == MAP_FAILED)
		abort();
	return l;
}

static void
count(struct life *l)
{
	for (int i = 0; i < world.ndeals; i++) {
		const struct deal        *d = &world.deals[i];
		const struct payment_row *p = &d->payment;

		world.counts[COUNT_ORDERS] += d->order.r.exists;
		world.counts[COUNT_PAID] += uuid_given(d->order.row.payment_id);
		for (int k = 0; k < p->nrefunds; k++)
			world.counts[p->refunds[k].row.kind == REFUND_SALE ?
				COUNT_REFUNDS :
				COUNT_SURPLUSES]++;
	}
	for (int i = 0; i < world.nevents; i++)
		world.counts[COUNT_EXPIRED] += world.events[i].r.exists &&
		    strcmp(world.events[i].ev.name, "order.cancelled") == 0 &&
		    strstr(world.events[i].ev.payload, "Not paid in time") !=
			NULL;
	memcpy(l->counts, world.counts, sizeof(l->counts));
}

static void
live(struct life *l)
{
	struct rng choices;

	rng_seed(&choices, l->seed);
	world_begin(l->seed);
	world.loud = l->loud;
	for (l->taken = 0; l->taken < l->events && world.broken == NULL;) {
		struct step *s = &l->steps[l->taken];

		if (!l->repeats)
			step_choose(&choices, l->taken + 1, s);
		l->taken++;
		step_take(s);
		rules_check();
	}
	if (world.broken == NULL && l->to_the_end) {
		come_to_rest();
		rules_check_end();
	}
	if (world.broken != NULL) {
		snprintf(l->rule, sizeof(l->rule), "%s", world.broken);
		snprintf(l->why, sizeof(l->why), "%s", world.why);
	}
	count(l);
	l->ended = true;
}

pid_t
life_begin(struct life *l)
{
	pid_t pid;

	l->ended = false;
	memset(l->counts, 0, sizeof(l->counts));
	l->rule[0] = l->why[0] = '\0';
	fflush(stdout);
	if ((pid = fork()) == -1) {
		perror("fork");
		exit(2);
	}
	if (pid > 0)
		return pid;
	live(l);
	fflush(stdout);
	_exit(0);
}

bool
life_failed(struct life *l, int status)
{
	if (!l->ended) {
		snprintf(l->rule, sizeof(l->rule), "no process dies");
		if (WIFSIGNALED(status))
			snprintf(l->why, sizeof(l->why), "%s",
			    strsignal(WTERMSIG(status)));
	}
	return l->rule[0] != '\0';
}

bool
life_run(struct life *l)
{
	pid_t pid = life_begin(l);
	int   status = 0;

	if (waitpid(pid, &status, 0) != pid)
		abort();
	return life_failed(l, status);
}

/* ---- the shortest history ------------------------------------------------ */

/* Do these steps break the same rule? Then "l" is that shorter life. */
static bool
still_fails(struct life *l, struct life *try)
{
	if (!life_run(try) || strcmp(try->rule, l->rule) != 0)
		return false;
	memcpy(l->steps, try->steps, try->taken * sizeof(*l->steps));
	l->events = try->taken;
	memcpy(l->why, try->why, sizeof(l->why));
	return true;
}

static void
leave_out(const struct life *l, uint32_t from, uint32_t n, struct life *to)
{
	uint32_t rest = l->events - from - n;

	memcpy(to->steps, l->steps, from * sizeof(*l->steps));
	memcpy(to->steps + from, l->steps + from + n, rest * sizeof(*l->steps));
	to->events = from + rest;
}

/*
 * Zeller's and Hildebrandt's delta debugging, from the end: what comes late
 * hangs on what came before it.
 */
void
life_shrink(struct life *l)
{
	struct life *try = life_new();
	bool         any;

	l->events = l->taken;
	try->repeats = true;
	try->seed = l->seed;
	try->to_the_end = l->to_the_end;
	for (uint32_t n = l->events / 2; n > 0; n = any ? n : n / 2) {
		any = false;
		if (n > l->events)
			continue;
		for (uint32_t from = l->events - n;; from -= n) {
			leave_out(l, from, n, try);
			any = still_fails(l, try) || any;
			if (from + n > l->events)
				from = l->events;
			if (from < n)
				break;
		}
		any = any && n == 1;
	}
	munmap(try, sizeof(*try));
}
