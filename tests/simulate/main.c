/* SPDX-License-Identifier: ISC */
/*
 * main.c - lives of many seeds, side by side; without arguments what
 * "make check" wants to know, as TAP.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/simulate/breaks.h"
#include "tests/simulate/life.h"
#include "tests/simulate/scenes.h"
#include "tests/simulate/task.h"

#define JOBS_MOST  64
#define FEW_SEEDS  20
#define FEW_EVENTS 2000
#define BREAK_MOST 1000 /* seeds, until a break must be found */

struct run {
	uint64_t from, seeds;
	uint32_t events;
	int      jobs;
};

/* ---- many lives ---------------------------------------------------------- */

struct place {
	struct life *life;
	pid_t        pid; /* 0: free */
};

static void
begin(struct place *p, const struct run *r, uint64_t seed)
{
	p->life->seed = seed;
	p->life->events = r->events;
	p->life->repeats = p->life->loud = false;
	p->life->to_the_end = true;
	p->pid = life_begin(p->life);
}

static uint64_t counts[COUNTS];

/* Wait for one; "*failed" is the failure with the smallest seed so far. */
static void
end_one(struct place *places, int jobs, struct place **failed)
{
	int   status = 0;
	pid_t pid = wait(&status);

	for (int i = 0; i < jobs; i++) {
		struct place *p = &places[i];

		if (p->pid != pid)
			continue;
		p->pid = 0;
		for (int k = 0; k < COUNTS; k++)
			counts[k] += p->life->counts[k];
		if (life_failed(p->life, status) &&
		    (*failed == NULL || (*failed)->life->seed > p->life->seed))
			*failed = p;
	}
}

/* The failure of the smallest seed that fails; NULL: none does. */
static struct life *
run(const struct run *r)
{
	static struct place places[JOBS_MOST];
	struct place       *failed = NULL;
	uint64_t            seed = r->from;
	int                 live = 0;

	for (int i = 0; i < r->jobs; i++)
		if (places[i].life == NULL)
			places[i].life = life_new();
	while (live > 0 || (failed == NULL && seed < r->from + r->seeds)) {
		struct place *p = places;

		while (p < places + r->jobs && (p->pid != 0 || p == failed))
			p++;
		if (p < places + r->jobs && failed == NULL &&
		    seed < r->from + r->seeds) {
			begin(p, r, seed++);
			live++;
		} else {
			end_one(places, r->jobs, &failed);
			live--;
		}
	}
	return failed == NULL ? NULL : failed->life;
}

/* ---- telling ------------------------------------------------------------- */

static int
tell_failure(struct life *l, uint32_t events)
{
	uint32_t taken;

	l->to_the_end = l->taken == events;
	taken = l->taken;
	printf("seed %llu breaks a rule after %u events: %s\n  %s\n",
	    (unsigned long long)l->seed, taken, l->rule, l->why);
	life_shrink(l);
	printf("The shortest history found that breaks it, %u events:\n",
	    l->events);
	l->repeats = l->loud = true;
	life_run(l);
	printf("Again: make simulate SEED=%llu EVENTS=%u\n",
	    (unsigned long long)l->seed, events);
	return 1;
}

static int
run_and_tell(const struct run *r, bool loud)
{
	struct life *failed;

	if (loud) {
		failed = life_new();
		*failed = (struct life){ .seed = r->from,
			.events = r->events,
			.loud = true,
			.to_the_end = true };
		if (!life_run(failed))
			failed = NULL;
		else
			failed->loud = false;
	} else
		failed = run(r);
	if (failed != NULL)
		return tell_failure(failed, r->events);
	printf("%llu seeds of %u events each: every rule held.\n",
	    (unsigned long long)r->seeds, r->events);
	for (int k = 0; k < COUNTS && !loud; k++)
		printf("%s%llu %s", k > 0 ? ", " : "",
		    (unsigned long long)counts[k], count_words[k]);
	printf(loud ? "" : "\n");
	return 0;
}

/* ---- TAP ----------------------------------------------------------------- */

static int
check(int jobs)
{
	struct run         r = { 1, FEW_SEEDS, FEW_EVENTS, jobs };
	const struct life *l = run(&r);
	int                n = 1, failed = l != NULL;

	if (l != NULL)
		printf("# seed %llu: %s: %s\n", (unsigned long long)l->seed,
		    l->rule, l->why);
	printf("%sok 1 - simulate.every_rule_holds\n", l != NULL ? "not " : "");
	r.seeds = BREAK_MOST;
	for (const struct break_row *b = break_rows; b->name != NULL; b++) {
		break_this(b->what);
		if ((l = run(&r)) != NULL)
			printf("# seed %llu, event %u: %s\n",
			    (unsigned long long)l->seed, l->taken, l->rule);
		failed += l == NULL;
		printf("%sok %d - simulate.finds_%s\n", l == NULL ? "not " : "",
		    ++n, b->name);
		fflush(stdout);
	}
	break_this(BREAK_NOTHING);
	failed += scenes_check(&n);
	printf("1..%d\n", n);
	return failed != 0;
}

/* ---- arguments ----------------------------------------------------------- */

static int
usage(void)
{
	printf("usage: simulate [--seeds N] [--from N] [--events N] [--jobs N]"
	       " [--break NAME]\n"
	       "       simulate --seed N [--loud] …\n\nbreaks:\n");
	for (const struct break_row *b = break_rows; b->name != NULL; b++)
		printf("  %-27s %s\n", b->name, b->does);
	return 2;
}

static bool
break_by_name(const char *name)
{
	for (const struct break_row *b = break_rows; b->name != NULL; b++)
		if (strcmp(b->name, name) == 0) {
			break_this(b->what);
			return true;
		}
	return false;
}

static bool
option(struct run *r, const char *name, const char *value)
{
	uint64_t n = strtoull(value, NULL, 10);

	if (strcmp(name, "--break") == 0)
		return break_by_name(value);
	if (strcmp(name, "--seed") == 0) {
		r->from = n;
		r->seeds = 1;
	} else if (strcmp(name, "--seeds") == 0)
		r->seeds = n;
	else if (strcmp(name, "--from") == 0)
		r->from = n;
	else if (strcmp(name, "--events") == 0)
		r->events = (uint32_t)n;
	else if (strcmp(name, "--jobs") == 0)
		r->jobs = (int)n;
	else
		return false;
	return r->events <= STEPS_MAX && r->jobs <= JOBS_MOST && r->jobs > 0;
}

int
main(int argc, char **argv)
{
	struct run r = { 1, 1000, 10000, (int)sysconf(_SC_NPROCESSORS_ONLN) };
	bool       loud = false;

	programs_begin();
	if (argc == 1)
		return check(r.jobs);
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--loud") == 0)
			loud = true;
		else if (i + 1 == argc || !option(&r, argv[i], argv[i + 1]))
			return usage();
		else
			i++;
	}
	return run_and_tell(&r, loud && r.seeds == 1);
}
