/* SPDX-License-Identifier: ISC */
#include "tests/simulate/model.h"
#include "tests/simulate/breaks.h"

/* Only the queries of the simulator are wanted. */
const struct service *services[3];

void
answered(struct task *t, int status, const char *body, const char *headers)
{
	(void)t;
	(void)status;
	(void)body;
	(void)headers;
}

bool
breaks(enum a_break what)
{
	(void)what;
	return false;
}

/* "-Wl,--wrap" leads here. */
struct timestamp __wrap_clock_now(void);

struct timestamp
__wrap_clock_now(void)
{
	return (struct timestamp){ world.now_us };
}

/* ---- the clock ----------------------------------------------------------- */

static void
clock_body(const char *sql)
{
	owner(arena_printf(ta,
	    "CREATE OR REPLACE FUNCTION farm_now() RETURNS timestamptz"
	    " LANGUAGE sql STABLE PARALLEL SAFE RETURN %s",
	    sql));
}

void
model_begin(uint64_t seed)
{
	world_begin(seed);
	world.calm = true;
	model_wait(0);
}

void
model_end(void)
{
	clock_body("now()");
}

void
model_wait(int64_t us)
{
	world.now_us += us;
	clock_body(arena_printf(ta,
	    "timestamptz 'epoch' + %lld * interval '1 microsecond'",
	    (long long)world.now_us));
}

/* ---- steps --------------------------------------------------------------- */

static void (*step_now)(struct db *);

static void
step_as_task(struct task *t)
{
	t->program = PROGRAM_PAYMENTS;
	step_now(&t->db);
}

void
model_run(void (*step)(struct db *))
{
	static unsigned n;
	struct task    *t;
	uint64_t        id;

	step_now = step;
	t = task_worker(++n, "model", step_as_task);
	id = t->id;
	while ((t = task_find(id)) != NULL)
		task_go(t);
}

/* ---- a history of single requests ---------------------------------------- */

#define KINDS_MAX 32

struct reply {
	enum err    e;
	const char *answer, *state;
};

static const struct model *compared;
static struct reply        simulated;

static void
simulated_ask(struct db *d)
{
	simulated.e = compared->ask(compared->simulated, d, &simulated.answer);
	simulated.answer = arena_strdup(ta, simulated.answer);
}

static bool
sides_agree(const struct model *m)
{
	struct reply real = { ERR_OK, "", "" };

	simulated = real;
	compared = m;
	model_run(simulated_ask);
	WITH_DB();
	real.e = m->ask(m->real, db, &real.answer);
	if (m->look_real != NULL) {
		real.state = m->look_real();
		simulated.state = m->look_simulated();
	}
	CHECK_TEXT(err_slug(simulated.e), err_slug(real.e));
	CHECK_TEXT(simulated.answer, real.answer);
	CHECK_TEXT(simulated.state, real.state);
	return simulated.e == real.e &&
	    strcmp(simulated.answer, real.answer) == 0 &&
	    strcmp(simulated.state, real.state) == 0;
}

void
model_compare(const struct model *m, unsigned requests)
{
	int succeeded[KINDS_MAX] = { 0 }, kind;

	for (unsigned n = 1; n <= requests; n++) {
		WITH_DB();
		kind = m->choose(n);
		if (!sides_agree(m)) {
			printf("# request %u, of kind %d\n", n, kind);
			return;
		}
		succeeded[kind] += simulated.e == ERR_OK;
	}
	for (int i = 0; i < m->kinds; i++) {
		if (succeeded[i] == 0)
			printf("# kind %d never succeeded\n", i);
		CHECK(succeeded[i] > 0);
	}
}
