/* SPDX-License-Identifier: ISC */
/*
 * model.h - the simulated queries do what PostgreSQL does: the same random
 * history runs through both, under the same clock.
 *
 * A test has a table of pointers to the queries, once simulated and once real,
 * and writes each step once, as a function of such a table.
 */
#ifndef FARM_TESTS_SIMULATE_MODEL_H
#define FARM_TESTS_SIMULATE_MODEL_H

#include "tests/simulate/task.h"

#include "tests/db/tap_db.h"

/* An empty world in which nothing fails; its clock is PostgreSQL's. */
void model_begin(uint64_t seed);
/* PostgreSQL has its own clock again. */
void model_end(void);
/* Time goes by, in the world and in PostgreSQL. */
void model_wait(int64_t us);
/* Run a step on the simulated database, as a request of its own. */
void model_run(void (*step)(struct db *));

#endif
