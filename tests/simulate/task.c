/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/simulate/task.h"

#define STACK_SIZE ((size_t)256 * 1024)
#define ARENA_MAX  ((size_t)16 * 1024 * 1024)
#define SPARE_MAX  64

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

const char *const program_words[] = { "orders", "payments", "products",
	"worker" };

struct task *tasks, *task_now;

static ucontext_t   scheduler;
static struct task *spare[SPARE_MAX];
static int          nspare;

/* ---- switching ----------------------------------------------------------- */

/* The sanitizer wants to know whose stack it looks at. */
static void
stack_enter(void **fake, const void *stack)
{
#ifdef __SANITIZE_ADDRESS__
	__sanitizer_start_switch_fiber(fake, stack, STACK_SIZE);
#else
	(void)fake;
	(void)stack;
#endif
}

#ifdef __SANITIZE_ADDRESS__
static const void *home_stack;
static size_t      home_size;
#endif

static void
stack_entered(void *fake, bool is_first)
{
#ifdef __SANITIZE_ADDRESS__
	__sanitizer_finish_switch_fiber(fake, is_first ? &home_stack : NULL,
	    is_first ? &home_size : NULL);
#else
	(void)fake;
	(void)is_first;
#endif
}

static void
back(struct task *t, bool for_good)
{
#ifdef __SANITIZE_ADDRESS__
	void *fake = NULL;

	__sanitizer_start_switch_fiber(for_good ? NULL : &fake, home_stack,
	    home_size);
	swapcontext(&t->context, &scheduler);
	stack_entered(fake, true);
#else
	(void)for_good;
	swapcontext(&t->context, &scheduler);
#endif
}

static void
begin(void)
{
	struct task *t = task_now;

	stack_entered(NULL, true);
	t->run(t);
	t->state = TASK_OVER;
	back(t, true);
	abort();
}

void
task_wait(enum task_state state)
{
	struct task *t = task_now;

	t->state = state;
	back(t, false);
	t->state = TASK_READY;
}

/* ---- from begin to end --------------------------------------------------- */

static struct task *
task_new(void)
{
	struct task *t = nspare > 0 ? spare[--nspare] : NULL;
	struct task  empty = { 0 };

	if (t == NULL) {
		if ((t = calloc(1, sizeof(*t))) == NULL ||
		    (t->stack = malloc(STACK_SIZE)) == NULL)
			abort();
		t->arena = arena_new(ARENA_MAX);
	}
	empty.stack = t->stack;
	empty.arena = t->arena;
	*t = empty;
	t->db = (struct db){ .task = t, .arena = t->arena };
	t->begun_us = world.now_us;
	return t;
}

static void
task_begin(struct task *t)
{
	struct task **last = &tasks;

	getcontext(&t->context);
	t->context.uc_stack.ss_sp = t->stack;
	t->context.uc_stack.ss_size = STACK_SIZE;
	t->context.uc_link = NULL;
	makecontext(&t->context, begin, 0);
	t->id = name_hash(t->name);
	while (*last != NULL)
		last = &(*last)->next;
	*last = t;
}

static void
task_end(struct task *t)
{
	struct task **at = &tasks;

	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
	for (struct task *o = tasks; o != NULL; o = o->next) {
		if (o->parent == t)
			o->parent = NULL;
		if (o->child == t)
			o->child = NULL;
	}
	buf_free(&t->rs.headers);
	buf_free(&t->rs.body);
	arena_reset(t->arena);
	if (nspare < SPARE_MAX)
		spare[nspare++] = t;
}

/* What it answered becomes its caller's. */
static void
hand_over(struct task *t)
{
	struct task *p = t->parent;

	if (p != NULL && p->child == t) {
		p->answer = (struct http_answer){
			.outcome = HTTP_ANSWERED,
			.status = t->rs.status,
			.body = arena_dup(p->arena, t->rs.body.data,
			    t->rs.body.len),
			.body_len = t->rs.body.len,
		};
		p->child = NULL;
	}
	if (t->letter.buyer >= 0 || t->letter.event >= 0)
		answered(t, t->rs.status, buf_text(&t->rs.body),
		    buf_text(&t->rs.headers));
}

void
task_go(struct task *t)
{
	void *fake = NULL;

	task_now = t;
	stack_enter(&fake, t->stack);
	swapcontext(&scheduler, &t->context);
	stack_entered(fake, false);
	task_now = NULL;
	if (t->state != TASK_OVER)
		return;
	hand_over(t);
	task_end(t);
}

void
task_kill(struct task *t)
{
	struct task *p = t->parent;

	say("%s %s is killed", t->name, program_words[t->program]);
	world.counts[COUNT_KILLS]++;
	db_forget(&t->db);
	if (p != NULL && p->child == t) {
		p->answer = (struct http_answer){ .outcome = HTTP_UNKNOWN,
			.body = "" };
		p->child = NULL;
	} else if (t->letter.buyer >= 0 || t->letter.event >= 0)
		answered(t, 0, "", "");
#ifdef __SANITIZE_ADDRESS__
	__asan_unpoison_memory_region(t->stack, STACK_SIZE);
#endif
	task_end(t);
}

void
task_leave(struct task *t)
{
	say("%s %s waits no longer", t->name, program_words[t->program]);
	t->child->parent = NULL;
	t->child = NULL;
	t->answer = (struct http_answer){ .outcome = HTTP_UNKNOWN, .body = "" };
}

/* ---- who there is -------------------------------------------------------- */

int
task_count(void)
{
	int n = 0;

	for (const struct task *t = tasks; t != NULL; t = t->next)
		n++;
	return n;
}

struct task *
task_find(uint64_t id)
{
	for (struct task *t = tasks; t != NULL; t = t->next)
		if (t->id == id)
			return t;
	return NULL;
}

bool
task_may_go(const struct task *t)
{
	switch (t->state) {
	case TASK_CALLING: return t->child == NULL;
	case TASK_LOCKED:
		return t->waits_for == NULL || t->waits_for->writer == NULL;
	case TASK_READY:
	case TASK_OVER: break;
	}
	return true;
}

/* ---- requests and rounds ------------------------------------------------- */

static char *
env_text(struct task *t, const char *name, const char *value)
{
	return arena_printf(t->arena, "%s=%s", name, value);
}

static void
serve(struct task *t)
{
	const struct letter *l = &t->letter;
	int                  n = 0;

	t->env[n++] = env_text(t, "CONTENT_TYPE",
	    l->is_form ? "application/x-www-form-urlencoded" :
			 "application/json");
	if (l->key != NULL)
		t->env[n++] = env_text(t, "HTTP_IDEMPOTENCY_KEY", l->key);
	if (l->signature != NULL)
		t->env[n++] = env_text(t, l->variable, l->signature);
	if (l->if_match != NULL)
		t->env[n++] = env_text(t, "HTTP_IF_MATCH", l->if_match);
	t->rq = (struct req){ .arena = t->arena,
		.db = &t->db,
		.env = t->env,
		.method = l->method,
		.path = l->path,
		.remote = "192.0.2.1",
		.body = l->body != NULL ? l->body : "",
		.body_len = l->body != NULL ? strlen(l->body) : 0,
		.session = l->session };
	dispatch(services[t->program], &t->rq, &t->rs);
}

struct task *
task_request(struct task *parent, unsigned n, const struct letter *l)
{
	struct task *t = task_new();

	if (parent != NULL)
		snprintf(t->name, sizeof(t->name), "%.34s.%d", parent->name,
		    ++parent->children);
	else
		snprintf(t->name, sizeof(t->name), "#%u", n);
	t->program = l->program;
	t->parent = parent;
	t->letter = *l;
	t->letter.path = arena_strdup(t->arena, l->path);
	t->letter.key = l->key == NULL ? NULL : arena_strdup(t->arena, l->key);
	t->letter.body = l->body == NULL ? NULL :
					   arena_strdup(t->arena, l->body);
	t->letter.signature = l->signature == NULL ?
	    NULL :
	    arena_strdup(t->arena, l->signature);
	t->letter.if_match = l->if_match == NULL ?
	    NULL :
	    arena_strdup(t->arena, l->if_match);
	t->run = serve;
	world.counts[COUNT_REQUESTS]++;
	task_begin(t);
	return t;
}

struct task *
task_worker(unsigned n, const char *worker, void (*run)(struct task *))
{
	struct task *t = task_new();

	snprintf(t->name, sizeof(t->name), "#%u", n);
	t->program = PROGRAM_WORKER;
	t->worker = worker;
	t->letter = (struct letter){ .buyer = -1, .event = -1 };
	t->run = run;
	task_begin(t);
	return t;
}
