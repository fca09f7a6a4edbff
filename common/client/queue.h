/* SPDX-License-Identifier: ISC */
/*
 * queue.h - the Redis stream "farm:events", which carries events from the
 * outboxes of the services to the workers.
 *
 * Nothing is kept in the stream alone.  An event stays in its outbox until all
 * its jobs are done, and a worker takes an entry out of the stream once the
 * event is in the database.  The stream is never cut by length: that would drop
 * entries that nobody has read.  queue_ready() notices when Redis lost the
 * stream; then the outboxes publish their open events again.
 *
 * Errors: ERR_UNAVAILABLE: Redis does not answer; ERR_INTERNAL: it refused.
 */
#ifndef FARM_CLIENT_QUEUE_H
#define FARM_CLIENT_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/base/arena.h"
#include "common/base/err.h"
#include "common/base/uuid.h"
#include "common/model/spec.h"

struct event {
	struct uuid id;
	const char *service; /* whose outbox it is from: "orders" */
	int64_t     seq;     /* in that outbox */
	const char *name;    /* "order.created" */
	struct uuid key;     /* what it is about */
	struct uuid follows; /* the event before it about the same key */
	const char *payload; /* JSON */
	const char *request_id;
	const char *entry; /* in the stream; set by queue_read */
};
LIST_DECLARE(event);

/* One worker's view of the stream; all zero at first. */
struct queue {
	struct uuid me;       /* this process */
	bool        own_read; /* what this consumer was given before */
};

/*
 * Prepare the stream.  "*lost": entries may be missing, because Redis was
 * restarted or emptied since a worker looked last, or because the worker that
 * noticed this ended before it called queue_noted().  It is reported once, also
 * beside an error.
 */
enum err queue_ready(struct queue *, struct arena *, bool *lost);
/* The databases know what has to be published again. */
enum err queue_noted(struct arena *);

enum err queue_add(struct arena *, const struct event *);
/* PUBLISH the payload on the event's name for those who listen right now. */
enum err queue_tell(struct arena *, const struct event *);

/*
 * At most "count" entries that no other consumer has: first those that this
 * one was given before and did not take out, then new ones.  Does not wait.
 */
enum err queue_read(struct queue *, struct arena *, const char *consumer,
    int count, LIST(event) *out);
/* What was read could not be kept: the next queue_read() returns it again. */
void queue_again(struct queue *);
/* Take over the entries of consumers that did nothing for a minute. */
enum err queue_inherit(struct queue *, struct arena *, const char *consumer);
/* The event is in the database: take its entry out of the stream. */
enum err queue_done(struct queue *, struct arena *, const struct event *);

#endif
