/* SPDX-License-Identifier: ISC */
/*
 * life.h - one farm from an empty database to its rest, in a process of its
 * own: what breaks there, breaks nothing here.
 */
#ifndef FARM_TESTS_SIMULATE_LIFE_H
#define FARM_TESTS_SIMULATE_LIFE_H

#include <stdbool.h>
#include <sys/types.h>

#include "tests/simulate/schedule.h"
#include "tests/simulate/world.h"

#define STEPS_MAX 100000

struct life {
	uint64_t seed;
	uint32_t events; /* to choose; or of ->steps, to repeat */
	bool     repeats;
	bool     loud;
	bool     to_the_end; /* only then the last rules are looked at */

	/* What came of it. */
	uint32_t    taken; /* steps; the last one broke the rule */
	bool        ended; /* without an accident */
	uint32_t    counts[COUNTS];
	char        rule[100], why[400];
	struct step steps[STEPS_MAX];
};

/* Memory that a life's process shares with us. */
struct life *life_new(void);

pid_t life_begin(struct life *);
/* Once its process ended with "status": did it break a rule? */
bool life_failed(struct life *, int status);
/* Both, and wait. */
bool life_run(struct life *);

/* Leave out all steps that the failure does not need. */
void life_shrink(struct life *);

#endif
