/* SPDX-License-Identifier: ISC */
/*
 * schedule.h - what happens next. A step is a choice and the dice that are
 * rolled in it; it means the same when steps before it are left out, or
 * nothing at all.
 */
#ifndef FARM_TESTS_SIMULATE_SCHEDULE_H
#define FARM_TESTS_SIMULATE_SCHEDULE_H

#include "tests/simulate/random.h"

enum doing {
	DO_GO,    /* a task goes on */
	DO_KILL,  /* it never will */
	DO_LEAVE, /* it waits no longer for its call */
	DO_BUYER,
	DO_SELLER,
	DO_VENDOR, /* edits a product */
	DO_ADMIN,
	DO_PAGE,    /* somebody at the provider's page, or at the bank */
	DO_THERE,   /* the provider gets on */
	DO_WEBHOOK, /* and tells */
	DO_RELAY,
	DO_TAKE,
	DO_TELL,
	DO_FLUSH,
	DO_WORKER,
	DO_TIMER,
	DO_TIME
};

struct step {
	uint32_t n;       /* its number, and the name of what it begins */
	uint8_t  act, op; /* enum doing; what of that kind */
	uint16_t person;
	uint32_t deal; /* of this order, where it is about one */
	uint64_t task; /* of DO_GO, KILL, LEAVE */
	uint64_t dice;
};

/* What could happen now. */
void step_choose(struct rng *, uint32_t n, struct step *out);
void step_take(const struct step *);
/* Whoever has something to do, once: worker, timers, messages. */
void a_round(void);
/* Nothing fails any more, nobody does anything: all that is open ends. */
void come_to_rest(void);

#endif
