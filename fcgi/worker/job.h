/* SPDX-License-Identifier: ISC */
/*
 * job.h - what follows from an event.
 *
 * A job is a handler with the payload of its event as a typed argument, and a
 * row that names the event.  The rows stand at the end of the file with the
 * handlers; jobs.c gathers the tables.
 *
 *	JOB(tea_brew_job, tea_payload)
 *	{
 *		return job_call(jw, CALL_TEA_BREW, &(struct id_in){ ev->id },
 *		    NONE);
 *	}
 *
 *	const struct job tea_jobs[] = {
 *		ON(EVENT_TEA_ORDERED, tea_brew_job, LANE_CALL, "tea_brew"),
 *		{ 0 },
 *	};
 *
 * A handler whose payload is not the one of the event does not compile.  A job
 * may run again after it took effect, so that handlers must be idempotent.
 */
#ifndef FARM_FCGI_WORKER_JOB_H
#define FARM_FCGI_WORKER_JOB_H

#include "common/contract/events.h"
#include "common/contract/stored_text.h"
#include "db/notify/events.h"

/* Retries for about a day, see job_delay_ms(). */
#define JOB_TRIES 150

struct job;
struct worker;

/* One try of a job. */
struct job_work {
	struct worker        *worker;
	struct arena         *arena;
	const struct job     *job;
	const struct job_run *run;
	const char           *why; /* the reason of a failure, for people */
};

struct job_handler {
	enum err (*call)(struct job_work *, const void *payload);
	struct spec *payload;
};

/*
 * JOB(name, payload) { body }: the body sees "jw", and "ev" of type struct
 * payload.  It returns ERR_OK, or the error of this try.
 */
#define JOB(fn, P)                                                          \
	static enum err fn##_do(struct job_work *, const struct P *);       \
	static enum err fn##_call(struct job_work *jw, const void *payload) \
	{                                                                   \
		return fn##_do(jw, payload);                                \
	}                                                                   \
	static const struct job_handler fn = { fn##_call, &P##_spec };      \
	static enum err                 fn##_do(struct job_work    *jw,     \
			    __attribute__((unused)) const struct P *ev)

/* What a notice says; "part" is for one vendor's part of an order. */
struct notice {
	enum stored_sentence whole, part; /* STORED_NONE: as the whole */
};

struct job {
	const char               *event;
	const struct job_handler *handler;
	enum lane                 lane;
	/* Stored with each event: it stays as long as such jobs are open. */
	const char *name;
	int         tries;    /* 0: JOB_TRIES */
	const char *template; /* of a mail */
	struct notice notice;
};

/* ON(EVENT_ORDER_CREATED, handler, lane, "name", further members of the row) */
#define ON(...) ON_(__VA_ARGS__)
#define ON_(event_, P, fn, lane_, name_, ...)                      \
	{                                                          \
		.event = (event_),                                 \
		.handler = _Generic(&fn##_do,                      \
				    enum err(*)(struct job_work *, \
					const struct P *)          \
				    : &fn),                        \
		.lane = (lane_), .name = (name_), __VA_ARGS__      \
	}

/* The rows of each file with handlers; ->event == NULL ends a table. */
extern const struct job call_jobs[], mail_jobs[], notice_jobs[];
/* All tables; ends with NULL. */
extern const struct job *const job_tables[];

/* False, and a line on stderr, for two jobs of one name after one event. */
bool jobs_check(const struct job *const *tables);
/* The row of a job; NULL: this program does not know it. */
const struct job *job_find(const char *event, const char *name);
/* All jobs that follow from an event, in the arena. */
void jobs_of_event(struct arena *, const struct job *const *tables,
    const char *event, LIST(event_job) *out);

#endif
