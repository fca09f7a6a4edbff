/* SPDX-License-Identifier: ISC */
/*
 * db_events.h - events on their way from an outbox to their jobs: what
 * fcgi/worker/relay.c does, in pieces that the scheduler chooses.
 */
#ifndef FARM_TESTS_SIMULATE_DB_EVENTS_H
#define FARM_TESTS_SIMULATE_DB_EVENTS_H

/* At most so many events: from the outboxes to the stream, ... */
void events_relay(int most);
/* ... from the stream to their jobs, ... */
void events_take(int most);
/* ... and the word that they are done back. */
void events_tell(void);
/* A dead letter is tried once more: db_job_retry(). */
struct job_row;
void job_retry(struct job_row *);
/* The stream is lost. */
void events_flush(void);

#endif
