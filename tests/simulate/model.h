/* SPDX-License-Identifier: ISC */
/*
 * model.h - the simulated queries do what PostgreSQL does: the same random
 * history runs through both, under the same clock.
 *
 * A test names its queries once.  MODEL_QUERIES makes of the list a struct of
 * pointers to them, "struct teas_queries", and two of these: REAL_teas are the
 * functions of db/, SIMULATED_teas those of tests/simulate/db_*.c.  Each step
 * is written once, as a function of such a struct.
 *
 *	#define TEAS(Q) Q(db_tea_add) Q(db_tea_get)
 *	MODEL_QUERIES(teas, TEAS);
 */
#ifndef FARM_TESTS_SIMULATE_MODEL_H
#define FARM_TESTS_SIMULATE_MODEL_H

#include "tests/simulate/task.h"

#include "tests/db/tap_db.h"

#define MODEL_MEMBER(f)    __typeof__(f) *f;
#define MODEL_DECLARE(f)   __typeof__(f) sim_##f; /* as names.h calls it */
#define MODEL_REAL(f)      .f = (f),
#define MODEL_SIMULATED(f) .f = sim_##f,
#define MODEL_QUERIES(name, LIST)                                              \
	LIST(MODEL_DECLARE)                                                    \
	struct name##_queries {                                                \
		LIST(MODEL_MEMBER)                                             \
	};                                                                     \
	static const struct name##_queries REAL_##name = { LIST(MODEL_REAL) }; \
	static const struct name##_queries SIMULATED_##name = {                \
		LIST(MODEL_SIMULATED)                                          \
	}

/* An empty world in which nothing fails; its clock is PostgreSQL's. */
void model_begin(uint64_t seed);
/* PostgreSQL has its own clock again. */
void model_end(void);
/* Time goes by, in the world and in PostgreSQL. */
void model_wait(int64_t us);
/* Run a step on the simulated database, as a request of its own. */
void model_run(void (*step)(struct db *));

/* ---- a history of single requests ---------------------------------------- */

struct model {
	const void *real, *simulated; /* the structs of queries */
	int         kinds;            /* of requests */
	/* Choose the n-th request by world.dice, and prepare it on both sides;
	   its kind. */
	int (*choose)(unsigned n);
	/* Make the request: ERR_OK or its error, and all that it answers as a
	   text. */
	enum err (*ask)(const void *queries, struct db *, const char **answer);
	/* The state of each side, if no answer tells it; or NULL. */
	const char *(*look_real)(void), *(*look_simulated)(void);
};

/* Make requests until one differs.  Each kind has to succeed at least once. */
void model_compare(const struct model *, unsigned requests);

#endif
