/* SPDX-License-Identifier: ISC */
/*
 * db_events.h - what the simulated queries of outboxes, events and jobs do to
 * their records.
 */
#ifndef FARM_TESTS_SIMULATE_DB_EVENTS_H
#define FARM_TESTS_SIMULATE_DB_EVENTS_H

#include "tests/simulate/world.h"

/* Has its outbox to publish it: for the first time, or again? */
bool event_due(const struct event_row *, bool again);
/* The event before it about the same key that is not done; or none. */
struct uuid event_before(const struct event_row *);
/* What was published may be lost: the event is due again. */
void event_lose(struct event_row *);
/* Take it in with its jobs, unless they were before. */
void event_receive(struct event_row *, struct uuid follows,
    const LIST(event_job) *jobs);
/* It is done, which its outbox does not know. */
bool event_untold(const struct event_row *);
/* Run a dead job again with all its tries, or a retrying one now. */
void job_retry(struct queued_job *);

#endif
