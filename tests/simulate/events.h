/* SPDX-License-Identifier: ISC */
/*
 * events.h - events on their way from an outbox to their jobs: the worker's
 * relay, intake and tell, in steps that the scheduler chooses.
 */
#ifndef FARM_TESTS_SIMULATE_EVENTS_H
#define FARM_TESTS_SIMULATE_EVENTS_H

/* Publish at most "most" events that are due. */
void events_relay(int most);
/* Take at most "most" events from the stream, with their jobs. */
void events_take(int most);
/* Tell the outboxes which events are done. */
void events_tell(void);
/* Redis loses the stream. */
void events_flush(void);

#endif
