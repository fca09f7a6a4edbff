/* SPDX-License-Identifier: ISC */
/*
 * task.h - requests under way: each has a stack of its own and stands still
 * wherever its program would wait for a database, a service or a provider.
 * The scheduler says who goes on; whoever is killed never does.
 */
#ifndef FARM_TESTS_SIMULATE_TASK_H
#define FARM_TESTS_SIMULATE_TASK_H

#include <ucontext.h>

#include "common/client/http_client.h"
#include "common/client/service_ask.h"
#include "common/http/response.h"
#include "tests/simulate/world.h"

enum program {
	PROGRAM_ORDERS,
	PROGRAM_PAYMENTS,
	PROGRAM_PRODUCTS,
	PROGRAM_WORKER
};
extern const char *const program_words[];

/* db/pg/pg.h's, for one task. */
#define TOUCHED_MAX 80
struct db {
	struct task   *task;
	struct arena  *arena;
	bool           in_tx, batch;
	bool           away;  /* the connection was lost in the midst */
	enum err       first; /* error of the batch */
	struct record *touched[TOUCHED_MAX];
	size_t         sizes[TOUCHED_MAX];
	int            ntouched;
};

enum task_state {
	TASK_READY,
	TASK_CALLING, /* until its child ends, or its patience */
	TASK_LOCKED,  /* until ->waits_for has no writer */
	TASK_OVER
};

/* A request as somebody sends it. */
struct letter {
	enum program program;
	enum method  method;
	const char  *path, *key, *body;
	bool         is_form;
	const char  *variable, *signature; /* of a webhook */
	const char  *if_match;
	/* Of a vendor who edits a product; lives as long as the world. */
	const struct vendor_edit *edit;
	struct session            session;
	/* For who sent it. */
	int buyer, event; /* or -1 */
};

struct task {
	uint64_t        id;
	char            name[64]; /* "#17.1" */
	enum program    program;
	enum task_state state;
	struct record  *waits_for;
	struct task    *parent, *child, *next;
	int             children;
	struct letter   letter;
	char           *env[8];
	struct arena   *arena;
	struct db       db;
	struct req      rq;
	struct response rs;
	/* What the call it made came to. */
	struct http_answer answer;
	bool               lost; /* the child was killed */
	void (*run)(struct task *);
	const char *worker;
	int64_t     begun_us;
	ucontext_t  context;
	char       *stack;
	char        queries[300]; /* of this transaction, to tell */
};

/* All that are not over, oldest first. */
extern struct task *tasks;
extern struct task *task_now; /* NULL: the scheduler */
int                 task_count(void);

struct task *task_find(uint64_t id);
/* A request; "parent" NULL: step "n" of the history sends it. */
struct task *task_request(struct task *parent, unsigned n,
    const struct letter *);
/* A worker's round. */
struct task *task_worker(unsigned n, const char *worker,
    void (*run)(struct task *));

bool task_may_go(const struct task *);
/* Until it waits, or is over. */
void task_go(struct task *);
/* It stops waiting for its child, which goes on by itself. */
void task_leave(struct task *);
void task_kill(struct task *);

/* Of the task itself: wait until the scheduler lets it go on. */
void task_wait(enum task_state);

/* Who sent a request learns of the end: people.c. */
void answered(struct task *, int status, const char *body, const char *headers);

/* programs.c */
extern const struct service *services[3];
void                         programs_begin(void);

/* db_common.c: roll back what a killed task left. */
void db_forget(struct db *);

#endif
