/* SPDX-License-Identifier: ISC */
/*
 * queue.h - the Redis stream "farm:events": what happened, on its way from a
 * service's outbox to the workers.
 *
 * The stream only carries.  An event stands in its outbox until all that it
 * causes is done, and whoever reads an entry takes it out of the stream once
 * it is safe in the database; the stream is never trimmed by length, which
 * would drop entries nobody has read.  A stream that was lost is noticed by
 * queue_ready(), and what was on its way is added again.
 *
 * All answer ERR_UNAVAILABLE when Redis does.
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
	const char *service; /* whose outbox: "orders" */
	int64_t     seq;     /* of that outbox */
	const char *name;    /* "order.created" */
	struct uuid key;     /* what it is about */
	struct uuid follows; /* the one before it about that; or none */
	const char *payload; /* JSON */
	const char *request_id;
	const char *entry; /* in the stream; set by queue_read */
};
LIST_DECLARE(event);

/*
 * Ready to be used?  "*lost": entries may be missing, because Redis was
 * started anew or emptied since any worker looked last, or because a worker
 * that was told so ended before it called queue_noted().  It is said once,
 * also beside an error.
 */
enum err queue_ready(struct arena *, bool *lost);
/* It stands in the databases what has to be added again. */
enum err queue_noted(struct arena *);

enum err queue_add(struct arena *, const struct event *);
/* Tell whoever listens right now: PUBLISH on the event's name. */
enum err queue_tell(struct arena *, const struct event *);

/*
 * At most "count" entries that nobody else has: first those that this
 * consumer was given before and never took out, then new ones.  Returns at
 * once.
 */
enum err queue_read(struct arena *, const char *consumer, int count,
    LIST(event) *out);
/* What was read could not be kept: the next queue_read gives it again. */
void queue_again(void);
/* Take over what a consumer that died left behind for a minute. */
enum err queue_inherit(struct arena *, const char *consumer);
/* It is safe elsewhere: out of the stream. */
enum err queue_done(struct arena *, const struct event *);

#endif
